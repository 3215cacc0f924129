import { isWordChar } from '../quantities/scan.ts';
import type { ServiceCatalog } from '../services/catalog.ts';
import type { InputCode, InputLine } from './documents.ts';
import { needOf } from './needs.ts';
import type { Contradiction, Place, VendorMention } from './types.ts';

/** Vendor names that are also common words: they count only as a table cell of their own, in bold, or in a line about integrations. */
const COMMON = new Set(['Box', 'Square', 'Segment', 'Clerk', 'Plaid', 'Slack', 'Linear', 'Notion', 'Resend', 'SES', 'Bird', 'Zoom', 'HERE', 'Bedrock', 'Gemini', 'Facebook', 'Mux', 'S3', 'Bunny', 'Cohere', 'Here', 'Zoho', 'X API', 'LINE Messaging']);
const DECLINED = /(?:^|[|:]\s*)(?:none|no|–|-|keine?)(?:$|\s*[|.])|\bnot (?:planned|wanted|part of|used|use)\b|\bwe do not want\b|\bdo(?:es)? not use\b|\bdeclined\b|\brejected\b|\bno longer\b|\binstead of\b|\bkein[e]?\b|\bverworfen\b|\bnot [A-Z]/;
const REQUIREMENT = /^\**(?:Integration Requirements?|Integration Points?|Integrations?-?\s?anforderung)/i;

interface Name {
  readonly text: string;
  readonly vendor: string;
  readonly id: string | null;
}

/** All vendors that the documents name, with how each sentence means them. */
export function vendorsOf(lines: readonly InputLine[], code: readonly (InputCode & { place: Place })[], catalog: ServiceCatalog): VendorMention[] {
  const names = new Map<string, Name>();
  for (const { id, name, aliases } of catalog.sheets) for (const text of [name, ...aliases]) if (text.length > 1) names.set(text, { text, vendor: name, id });
  for (const text of chosenWithoutSheet(lines)) if (!names.has(text)) names.set(text, { text, vendor: text, id: null });
  const byFirstWord = indexOf(names.keys());
  const mentions: VendorMention[] = [];
  for (const line of lines) {
    const seen = new Set<string>();
    for (const found of namesIn(line.text, byFirstWord)) {
      const name = names.get(found)!;
      if (seen.has(name.vendor) || !isMeant(line, found)) continue;
      seen.add(name.vendor);
      mentions.push({ name: name.vendor, id: name.id, place: line.place, section: line.section, quote: quote(line.text), stance: stanceOf(line, found) });
    }
  }
  return mergeShort([...mentions, ...columnsOf(code, names)], catalog);
}

/** "Google" in a document that also says "Google OpenID Connect" is that service, as long as only one service can be meant. */
function mergeShort(mentions: readonly VendorMention[], catalog: ServiceCatalog): VendorMention[] {
  const used = catalog.sheets.filter((s) => mentions.some((m) => m.id === s.id));
  return mentions.map((mention) => {
    if (mention.id !== null) return mention;
    const meant = used.filter((s) => [s.name, ...s.aliases].some((n) => n.startsWith(`${mention.name} `)));
    return meant.length === 1 ? { ...mention, name: meant[0]!.name, id: meant[0]!.id } : mention;
  });
}

function quote(text: string): string {
  return text.length > 200 ? `${text.slice(0, 197)}…` : text;
}

const WORD = /[A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\d_]+/g;

/** Names by their first word, longest first. An index, because a pattern of some 250 names takes longer to compile than the documents to read. */
function indexOf(names: Iterable<string>): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const name of names) {
    const first = name.match(WORD)?.[0];
    if (first === undefined || !name.startsWith(first)) continue;
    const same = index.get(first);
    if (same) same.push(name);
    else index.set(first, [name]);
  }
  for (const same of index.values()) same.sort((a, b) => b.length - a.length);
  return index;
}

/** "S3-compatible" names an interface, and somebody else who offers it. */
const COMPATIBLE = /^[- ](?:compatib|kompatib)/i;

/** Names that stand in a text as whole words, without overlap. */
function* namesIn(text: string, byFirstWord: ReadonlyMap<string, readonly string[]>): Iterable<string> {
  let end = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (index < end) continue;
    const name = byFirstWord.get(word)?.find((n) => text.startsWith(n, index) && !isWordChar(text[index + n.length]) && !COMPATIBLE.test(text.slice(index + n.length, index + n.length + 12)));
    if (name === undefined) continue;
    yield name;
    end = index + name.length;
  }
}

function isServiceTable(line: InputLine): boolean {
  return line.header !== null && /external|third[- ]party|extern/i.test(line.heading);
}

/** A vendor of the architecture's table of external services, or in bold in an integration requirement, that has no sheet. */
function chosenWithoutSheet(lines: readonly InputLine[]): string[] {
  const found = new Set<string>();
  for (const line of lines) {
    if (line.cells && isServiceTable(line)) add(found, line.cells[1] ?? '');
    else if (REQUIREMENT.test(line.source)) for (const bold of line.source.matchAll(/\*\*([^*:]{2,40})\*\*/g)) add(found, bold[1]!);
  }
  return [...found];
}

function add(found: Set<string>, text: string): void {
  const name = /^(?:[A-ZÀ-ÖØ-Þ][A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\d.&-]*)(?: [A-ZÀ-ÖØ-Þ][A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\d.&-]*){0,2}/u.exec(text.trim())?.[0];
  if (name && name.length > 1 && !/^(?:None|Not|Existing|Anything|Our|We|Only|Nothing|TBD|Integration|The)\b/.test(name)) found.add(name);
}

function isMeant(line: InputLine, name: string): boolean {
  if (!COMMON.has(name)) return true;
  if (line.cells?.some((cell) => cell.startsWith(name))) return true;
  return line.source.includes(`**${name}`) || REQUIREMENT.test(line.source) || /\b(?:API|SDK|webhooks?|provider|service|channel|message to|calls?)\b/i.test(line.text);
}

function stanceOf(line: InputLine, name: string): VendorMention['stance'] {
  if (DECLINED.test(line.text.replace(name, ''))) return 'declined';
  if (REQUIREMENT.test(line.source)) return 'chosen';
  if (line.cells && (isServiceTable(line) || line.section.startsWith('4'))) return 'chosen';
  return 'mentioned';
}

/** Columns such as `mollie_payment_id` choose a vendor as plainly as a sentence does. */
function columnsOf(code: readonly (InputCode & { place: Place })[], names: ReadonlyMap<string, Name>): VendorMention[] {
  const byPrefix = new Map([...names.values()].filter((n) => /^[A-Za-z0-9]+$/.test(n.text)).map((n) => [n.text.toLowerCase(), n]));
  const mentions: VendorMention[] = [];
  for (const block of code) {
    const seen = new Set<string>();
    for (const match of block.text.matchAll(/\b([a-z0-9]{2,30})_[a-z0-9_]{2,60}\b/g)) {
      const name = byPrefix.get(match[1]!);
      if (!name || seen.has(name.vendor)) continue;
      seen.add(name.vendor);
      mentions.push({ name: name.vendor, id: name.id, place: block.place, section: block.section, quote: match[0], stance: 'chosen' });
    }
  }
  return mentions;
}

const source = (section: string) => section.split('.')[0]!;

/** Two documents or sections that choose different vendors for one need, with nothing in common. */
export function contradictionsOf(mentions: readonly VendorMention[]): Contradiction[] {
  const needs = new Map<string, VendorMention[]>();
  for (const mention of mentions) {
    const need = mention.stance === 'declined' ? null : needOf(mention.id ?? mention.name.toLowerCase());
    if (need) needs.set(need, [...(needs.get(need) ?? []), mention]);
  }
  const found: Contradiction[] = [];
  for (const [need, all] of needs) {
    const chosen = all.filter((m) => m.stance === 'chosen');
    const bySource = new Map<string, Set<string>>();
    for (const m of chosen) bySource.set(source(m.section), (bySource.get(source(m.section)) ?? new Set()).add(m.name));
    const sets = [...bySource.values()];
    const disjoint = sets.some((a) => sets.some((b) => [...a].every((name) => !b.has(name))));
    if (!disjoint) continue;
    const vendors = [...new Set(chosen.map((m) => m.name))];
    found.push({ need, sides: vendors.map((vendor) => ({ vendor, mentions: all.filter((m) => m.name === vendor) })) });
  }
  return found;
}
