import { before } from '../words.ts';
import { isAboutIntegrations } from '../spec/seventh.ts';
import { ofTitles, plain, quoteOf, type InputCode, type InputLine } from './documents.ts';
import { answers } from './features.ts';
import { isHosted, merged, signInOf } from './same-vendor.ts';
import { asideOf, hintOf, stancesIn } from './stance.ts';
import type { DataTable, Endpoint, Feature, Quote, SectionQuote, Stance, VendorMention } from './types.ts';
import { isCommonWord, lower, type VendorNames, type VendorName } from './vendor-names.ts';
import { wholly } from '../words.ts';

export interface VendorSources {
  readonly lines: readonly InputLine[];
  readonly code: readonly InputCode[];
  readonly features: readonly Feature[];
  readonly endpoints: readonly Endpoint[];
  readonly tables: readonly DataTable[];
  /** Names of variables that stand in a structured place. */
  readonly variables: readonly SectionQuote[];
}

const CONTEXT = new Set(['architecture', '1', '2']);
const isContext = (line: InputLine) => CONTEXT.has(line.section);
const SERVICES =
  /\b(?:services?|third[- ]part(?:y|ies)|vendors?|providers?|integrations?|dienste?|dienstleister|anbieter|servicios|fournisseurs|proveedores)\b|サービス|服务|連携/i;
const isServiceTitle = (title: string) => isAboutIntegrations(title) || SERVICES.test(title);
const aboutServices = ofTitles((t) => t.some(isServiceTitle) && !t.some((title) => /\bMCP\b/.test(title)));
const inServices = (line: InputLine) => isContext(line) && aboutServices(line.titles);

/** More is no selection of services, and longer no answer. */
const MOST_NEW_NAMES = 300;
const LONGEST_VALUE = 1500;

/** Collects what structured places say, and which names they introduce. */
class Collector {
  readonly mentions: VendorMention[] = [];
  /** Whose a piece of software is that others host. */
  readonly hosts = new Map<string, VendorName>();
  readonly #seen = new Set<string>();
  /** Vendors by the first word of their names. */
  readonly #byFirstWord = new Map<string, Map<string, VendorMention>>();
  #introduced = 0;
  readonly names: VendorNames;

  constructor(names: VendorNames) {
    this.names = names;
  }

  add(named: VendorName, stance: Stance, quote: SectionQuote, structured = true, about = ''): void {
    const name = structured ? signInOf(named, `${quote.text} ${about}`, this.names) : named;
    const key = [name.vendor, quote.place.file, quote.place.line, stance, quote.section === '5' ? quote.text : ''].join(
      '\n',
    );
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const mention = { name: name.vendor, id: name.id, stance, structured, ...quote };
    this.mentions.push(mention);
    const [first] = lower(name.vendor).split(' ');
    const same = this.#byFirstWord.get(first!);
    if (same) same.set(name.vendor, mention);
    else this.#byFirstWord.set(first!, new Map([[name.vendor, mention]]));
  }

  /** A name that a structured place introduces: found in other places from now on. */
  introduce(written: string): VendorName | null {
    const name = this.names.named(written);
    if (name && name.id === null && this.#introduced++ < MOST_NEW_NAMES) {
      this.names.add(name.text, name.vendor, null);
      // "Northpaw" is Northpaw Insurance in the next requirement.
      const [first, second] = name.text.split(' ');
      if (second && first!.length > 3 && /^\p{Lu}/u.test(first!)) this.names.addShort(first!, name.vendor);
    }
    return name;
  }

  /** `NORTHPAW_SFTP_HOST` is of `Northpaw Insurance`, where one name alone begins so. */
  beginningWith(word: string): VendorName | null {
    const vendors = this.#byFirstWord.get(word);
    const [only] = vendors?.size === 1 ? vendors.values() : [];
    return only ? { text: only.name, vendor: only.name, id: only.id } : null;
  }

  /** Vendors of a value, as its clauses mean them. */
  value(text: string, quote: SectionQuote, most: Stance | null = null, about = ''): void {
    for (const found of stancesIn(text.slice(0, LONGEST_VALUE), this.names))
      this.add(found, found.stance === 'chosen' && most ? most : found.stance, quote, true, about);
  }
}

/**
 * All vendors that the documents name: structured places first, for they introduce names; then the mentions of
 * prose.
 */
export function vendorsOf(sources: VendorSources, names: VendorNames): VendorMention[] {
  const { lines, code, features, endpoints, tables, variables } = sources;
  const found = new Collector(names);
  for (const line of lines) if (isContext(line)) checkbox(line, found);
  configurationBlocks(lines, found);
  for (const line of lines) if (line.cells) row(line, found);
  for (const line of lines) bold(line, found);
  for (const [index, line] of lines.entries()) labelled(lines, line, index, found);
  for (const feature of features) requirements(feature, found);
  for (const endpoint of endpoints) if (endpoint.webhook && endpoint.section === '4') path(endpoint, found);
  for (const table of tables) columns(table, found);
  introduceByVariables(sources, found);
  for (const variable of variables) byPrefix(variable.text.toLowerCase(), { ...variable }, found, true);
  const structured = new Set(found.mentions.map((m) => `${m.place.file}:${m.place.line}`));
  const isBox = (line: InputLine) => line.checked !== null && isContext(line);
  for (const line of lines)
    if (line.kind !== 'heading' && !isBox(line) && !structured.has(`${line.file}:${line.place.line}`))
      mention(line, line.text, found);
  for (const block of code)
    if (!/^(?:mermaid|sql|postgresql|json|env|dotenv)$/.test(block.language)) mention(block, block.text, found);
  return merged(found.mentions, names, found.hosts);
}

/** `- [x] **Stripe** - Payment processing`: a checked box chooses, an empty one does not. */
function checkbox(line: InputLine, found: Collector): void {
  if (line.checked === null || !inServices(line)) return;
  const bold = /^(?:\*\*|__)(.+?)(?:\*\*|__)/.exec(line.source);
  const isOther = /^(?:other|sonstige|andere|weitere|otros?|autres?)\s*:/i.test(line.text);
  const reason = line.text.slice(bold ? plain(bold[1]!).length : 0);
  const written = bold
    ? plain(bold[1]!)
        .split(/[/,]/)
        .map((name) => name.trim())
    : isOther
      ? namesOfList(line.text.replace(/^[^:]*:/, ''))
      : [before(line.text, /\s[–—-]\s|[:(]/)];
  if (written.length === 1 && /^(?:none|keine?|n\/a|_+|…|\.+)?$/i.test(written[0]!.trim())) return;
  const hint = hintOf(reason.slice(0, LONGEST_VALUE));
  const stance: Stance = line.checked ? 'chosen' : hint === 'declined' || hint === 'replaced' ? hint : 'unchecked';
  for (const each of written) {
    const name = found.introduce(each.replace(/:$/, ''));
    if (name) found.add(name, stance, quoteOf(line, line.text), true, line.titles[0]);
  }
}

/** `Checkr (background checks), Northpaw Insurance (claims)`. */
const namesOfList = (text: string) =>
  text
    .replace(/\([^()]*\)/g, '')
    .split(/[,;]|\s(?:and|und|y|et)\s/)
    .map((t) => t.trim())
    .filter((t) => t !== '');

const BLOCK = wholly(
  `
    purpose|authentication method|environment setup|mcp tool required|cost considerations|integration complexity|
    zweck|authentifizierung|kosten
  `,
  'i',
);

/** `#### Stripe` with bullets of its purpose, authentication and cost. */
function configurationBlocks(lines: readonly InputLine[], found: Collector): void {
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.kind !== 'heading' || !isContext(line)) continue;
    let labels = 0;
    for (let j = i + 1; j < lines.length && lines[j]!.kind !== 'heading'; j++)
      if (BLOCK.test(lines[j]!.label)) labels++;
    if (labels < 2) continue;
    const title = line.titles[0] ?? line.text;
    const stance = asideOf(line.titles) ?? 'chosen';
    // `Redis (Upstash)`: whose Redis it is.
    const written = /\(([^()]{2,40})\)/.exec(title)?.[1];
    const host =
      written && /^\p{Lu}[\p{L}\d.]*(?: \p{Lu}[\p{L}\d.]*)?$/u.test(written) ? found.introduce(written) : null;
    for (const each of namesOfList(title)) {
      const name = found.introduce(each);
      if (name && host && isHosted(each)) found.hosts.set(name.vendor, host);
      if (name) found.add(name, stance, quoteOf(line, title));
    }
    if (host) found.add(host, stance, quoteOf(line, title));
  }
}

const CHOICE = [
  /choice|chosen|decision|selected|entscheidung|wahl|gewählt|decisión|elección|choix/i,
  /vendor|provider|anbieter|proveedor|fournisseur|fornecedor|supplier/i,
  /service|dienst|product|produkt|tool|servicio|サービス|服务|선택/i,
];
const STATUS = /^(?:status|state|stand|zustand|estado|statut)$/i;
const WAITS =
  /^\W*(?:open|offen|tbd|todo|proposed|candidate|pending|under (?:discussion|review)|in (?:discussion|prüfung)|vorgeschlagen|abierto)\b/i;

function choiceColumn(header: readonly string[]): number {
  for (const words of CHOICE) {
    const index = header.findIndex((h, i) => i > 0 && words.test(h));
    if (index > 0) return index;
  }
  return CHOICE.some((words) => words.test(header[0] ?? '')) ? 0 : -1;
}

/**
 * A row of a table of services: its column of choices decides, a column of status takes it back, the others say
 * something about it.
 */
function row(line: InputLine, found: Collector): void {
  const { cells, header } = line as InputLine & { cells: readonly string[]; header: readonly string[] };
  const status = header.findIndex((h) => STATUS.test(h));
  const state = status >= 0 ? (cells[status] ?? '') : '';
  const hint = WAITS.test(state) ? 'candidate' : state === '' ? null : hintOf(state);
  const isLog = header.some((h) => /decision|entscheidung|ADR/i.test(h)) && status >= 0;
  if (isLog && hint) return found.value(line.text, quoteOf(line, line.text), hint);
  if (isContext(line) && isStack(line)) return stackRow(line, found);
  const index = choiceColumn(header);
  if (!inServices(line) || index < 0 || (isLog && !line.titles.some(isAboutIntegrations))) return;
  const cell = cells[index] ?? '';
  if (!/^(?:none|keine?s?|ningun\w|aucun\w?|[–—-]+)?$/i.test(cell.trim())) introduceChoice(cell, found);
  const quote = quoteOf(line, line.text);
  found.value(cell, quote, hint ?? asideOf(line.titles));
  for (const other of cells.filter((_, i) => i !== index))
    for (const name of found.names.find(other, false)) found.add(name, 'mentioned', quote, false);
}

const STACK = /^(?:technolog(?:y|ie)|tech|stack|implementation|tool)$/i;
const LAYER = /^(?:component|layer|area|concern|part|bereich|komponente|schicht|ebene)s?$/i;
const isStack = ({ header }: InputLine) =>
  header !== null && LAYER.test(header[0] ?? '') && header.some((h) => STACK.test(h));

/**
 * `| Payment gateway | Stripe | … |` of a table of components: what is known there as a vendor, for the others are
 * libraries.
 */
function stackRow(line: InputLine, found: Collector): void {
  const cell = line.cells![line.header!.findIndex((h) => STACK.test(h))] ?? '';
  found.value(cell, quoteOf(line, line.text), asideOf(line.titles));
}

/** A name that begins the cell, up to what qualifies it: `GMO ペイメント`, `Adyen (one contract)`. */
function introduceChoice(cell: string, found: Collector): void {
  if (hintOf(cell) !== null) return;
  for (const item of namesOfList(cell.split(/\.\s|\s[–—-]\s/)[0]!)) {
    const name = /^(?:\p{Lu}[\p{L}\p{N}.&'-]*)(?: [\p{Lu}\p{Lo}][\p{L}\p{N}.&'-]*){0,2}/u.exec(item)?.[0];
    if (name && name.length > 1 && found.names.find(item, true).length === 0 && !NO_NAME.test(name))
      found.introduce(name);
  }
}
const NO_NAME =
  /^(?:None|Not|No|Existing|Anything|Our|Own|We|Only|Nothing|TBD|TODO|The|A|An|Integration|Keine?|Eigene?[rs]?|Self|In-house|Internal|Custom|Open|Manual|Any)\b/;

/** A name in bold in a requirement, or at the head of a bullet about services. */
function bold(line: InputLine, found: Collector): void {
  if (line.kind !== 'text' || line.checked !== null || !line.source.includes('**')) return;
  const isRequired =
    line.section.length > 1 && line.section !== '10' && !isContext(line) && isAboutIntegrations(line.label);
  if (!isRequired) return;
  for (const [, text] of line.source.matchAll(/\*\*([^*:]{2,40})\*\*/g))
    if (hintOf(text!) === null && !NO_NAME.test(text!) && !isAboutIntegrations(text!)) found.introduce(text!);
}

/** What a line of a technology stack may be for that somebody else serves. */
const NEED =
  /^(?:(?:user |file |object |e-?mail |error |product |full-text )?(?:payments?|payouts?|billing|e-?mail|sms|push|notifications?|messaging|communication|authentication|auth|identity|sign-in|storage|search|maps?|geocoding|analytics|monitoring|observability|logging|error tracking|crm|ai|llm|zahlung(?:en)?|anmeldung|speicher|suche|karten|versand)(?: (?:processing|gateway|provider|service|delivery|storage|platform))?)(?: ?[&/,+] ?[\w -]{1,30})?$/i;

const aboutStack = ofTitles((t) => t.some((title) => /\b(?:stack|technolog\w+|techno\w*|tools?)\b/i.test(title)));
const belowIntegrations = ofTitles((t) => isAboutIntegrations(t[0] ?? ''));

/**
 * Bullets below a heading about integrations, and lines with such a label: `**External Integrations:** Stripe
 * Connect, Resend`.
 */
function labelled(lines: readonly InputLine[], line: InputLine, index: number, found: Collector): void {
  if (line.kind !== 'text' || line.checked !== null) return;
  const below = isContext(line) && line.begins === 'item' && belowIntegrations(line.titles);
  if (below) {
    const own = found.names.get(line.label);
    const quote = quoteOf(line, line.text);
    if (own) found.add(own, hintOf(line.value) ?? asideOf(line.titles) ?? 'chosen', quote, true, line.titles[0]);
    else {
      const text = line.hasBoldLabel || line.label !== '' ? line.value : line.text;
      found.value(text, quote, asideOf(line.titles), line.titles[0]);
    }
  } else if (isContext(line) && line.label !== '' && aboutStack(line.titles) && NEED.test(line.label)) {
    found.value(line.value, quoteOf(line, line.text), asideOf(line.titles));
  } else if (
    (isContext(line) || line.section === '4') &&
    line.label.length < 40 &&
    /external|third|extern|dritt/i.test(line.label) &&
    isAboutIntegrations(line.label)
  ) {
    for (const { text } of answers(lines, index)) found.value(text, quoteOf(line, text));
  }
}

function requirements(feature: Feature, found: Collector): void {
  const take = (quote: Quote) => found.value(quote.text, { ...quote, section: feature.id }, null, feature.title);
  for (const quote of feature.requirements) take(quote);
  for (const quote of feature.integrationPoints) take(quote);
}

/**
 * A word of a heading that credentials begin with, too, is a vendor's name: `PayFast Integration` and
 * `PAYFAST_MERCHANT_KEY`.
 */
function introduceByVariables({ lines, variables }: VendorSources, found: Collector): void {
  const prefixes = new Set(
    variables
      .filter((v) => CREDENTIAL.test(v.text.toLowerCase()))
      .map((v) => v.text.split('_')[0]!.toLowerCase())
      .filter((p) => p.length > 3 && !found.names.get(p) && !isCommonWord(p)),
  );
  if (prefixes.size === 0) return;
  for (const line of lines) {
    if (line.kind !== 'heading' || !isContext(line) || !isAboutIntegrations(line.text)) continue;
    for (const [word] of line.text.matchAll(/\b[A-Z][A-Za-z0-9]{3,30}\b/g))
      if (prefixes.has(word.toLowerCase())) found.introduce(word);
  }
}

/** `POST /webhooks/stripe-identity` is there for somebody. */
function path(endpoint: Endpoint, found: Collector): void {
  const quote = { text: `${endpoint.method} ${endpoint.path}`, place: endpoint.place, section: endpoint.section };
  for (const segment of endpoint.path.split(/[/?]/).reverse())
    if (byPrefix(`${segment.toLowerCase().replace(/[-.]/g, '_')}_`, quote, found, true)) return;
}

/** `stripe_payment_intent_id` chooses as plainly as a sentence does. */
function columns(table: DataTable, found: Collector): void {
  const { place } = table;
  if (place)
    for (const { name } of table.columns)
      byPrefix(name.toLowerCase(), { text: `${table.name}.${name}`, place, section: '5' }, found, false);
}

const CREDENTIAL =
  /_(?:key|token|secret|dsn|sid|api_key|client_id|merchant_id|account_id|passphrase|webhook_url|url|host)$/;

/** The vendor whose name the parts of an identifier begin with, the longest first. */
function byPrefix(identifier: string, quote: SectionQuote, found: Collector, isVariable: boolean): boolean {
  const parts = identifier.replace(/^(?:next_public|vite|expo_public|react_app|nuxt_public|public)_/, '').split('_');
  for (let length = Math.min(parts.length - 1, 3); length > 0; length--) {
    const words = parts.slice(0, length).join(' ');
    const name =
      words.length > 1 ? (found.names.get(words) ?? found.names.get(`${words}s`) ?? found.beginningWith(words)) : null;
    if (!name) continue;
    if (isCommonWord(words) && !(isVariable && (CREDENTIAL.test(identifier) || quote.text.includes('/')))) return false;
    found.add(name, 'chosen', quote);
    return true;
  }
  return false;
}

/** Prose: a mention with its quote, and never more. */
function mention(place: InputLine | InputCode, text: string, found: Collector): void {
  const seen = new Set<string>();
  for (const name of found.names.find(text, false)) {
    if (seen.has(name.vendor)) continue;
    seen.add(name.vendor);
    const start = text.lastIndexOf('\n', name.start) + 1;
    const end = text.indexOf('\n', name.end);
    found.add(name, 'mentioned', quoteOf(place, text.slice(start, end < 0 ? text.length : end).trim()), false);
  }
}
