import { ofTitles, type InputCode, type InputLine } from './documents.ts';
import type { OpenApi } from './openapi.ts';
import type { Place, Quote, SectionQuote } from './types.ts';

/**
 * Names of environments as teams give them; in a list of words only these count, in a table, bullets or code spans
 * any short name.
 */
const KNOWN = new Set(
  'local dev develop development test testing qa uat sit int integration acc acceptance stage staging preview preprod pre-production demo sandbox canary prod production live lokal entwicklung abnahme produktion produktiv desarrollo pruebas producción développement recette'.split(
    ' ',
  ),
);
const LABEL =
  /^(?:target |deployment |hosting )?(?:environments?|umgebung(?:en)?|entornos?|environnements?|ambienti|ambientes|環境)$/i;
const HEADING =
  /^(?:(?:deployment|target|hosting) )?(?:environments?(?: strategy| overview| setup)?|umgebung(?:en|sstrategie)?|entornos?|environnements?)$/i;
const isHeading = ofTitles((titles) => HEADING.test((titles[0] ?? '').trim()));
const PROMOTION = /^(?:environment promotion|promotion|stages?)$/i;

/** Names that no other list has: phases of a project are called "Testing", keys of a vendor "Sandbox" and "Live". */
const SURE = new Set(
  'local dev develop development qa uat acc acceptance stage staging preprod pre-production prod production entwicklung abnahme produktion produktiv desarrollo producción développement'.split(
    ' ',
  ),
);
const LAST = new Set('prod production produktion produktiv producción'.split(' '));
/** Two spellings of one. */
const SAME: Readonly<Record<string, string>> = {
  dev: 'development',
  develop: 'development',
  prod: 'production',
  stage: 'staging',
  acc: 'acceptance',
  preprod: 'pre-production',
  int: 'integration',
};
const keyOf = (name: string) => SAME[name.toLowerCase()] ?? name.toLowerCase();

/** Where a name stands: in a list or table of environments, behind their label, in a promotion, at an API's server. */
type Rank = 0 | 1 | 2 | 3;

class Environments {
  readonly #found = new Map<string, Quote & { readonly rank: Rank }>();
  /** `Development: Local` is one environment with two names. */
  readonly #other = new Map<string, string>();

  add(written: string, place: Place, known: boolean, rank: Rank): void {
    const text = nameIn(written);
    if (text === '' || (known && !KNOWN.has(text.toLowerCase()))) return;
    const key = keyOf(text);
    const before = this.#found.get(key);
    if (!before || rank < before.rank) this.#found.set(key, { text, place, rank });
  }

  alias(name: string, value: string): void {
    const text = nameIn(value);
    const key = keyOf(nameIn(name));
    if (KNOWN.has(text.toLowerCase()) && keyOf(text) !== key) this.#other.set(keyOf(text), key);
  }

  all(): Quote[] {
    const named = [...this.#found].filter(([key]) => !this.#found.has(this.#other.get(key) ?? ''));
    return named.sort(([, a], [, b]) => a.rank - b.rank).map(([, { text, place }]) => ({ text, place }));
  }
}

function nameIn(written: string): string {
  const text = written
    .replace(/\(.*$/, '')
    .replace(/[`*"'„“”]/g, '')
    .replace(/\s(?:server|environment|umgebung)$/i, '')
    .trim();
  return /^[\p{L}][\p{L}\d_ /-]{1,28}$/u.test(text) && text.split(' ').length <= 3 ? text : '';
}

export function environmentsOf(
  lines: readonly InputLine[],
  apis: readonly { readonly api: OpenApi; readonly place: Place }[],
): Quote[] {
  const found = new Environments();
  for (const line of lines) {
    const { cells, header, titles, label, value } = line;
    if (
      cells &&
      (LABEL.test(header?.[0] ?? '') || (isHeading(titles) && header!.length > 1 && !/variable/i.test(header![0]!)))
    )
      found.add(cells[0]!, line.place, false, 0);
    else if (line.kind === 'text' && label !== '' && LABEL.test(label))
      list(line, value, (name, known) => found.add(name, line.place, known, 1));
    else if (line.kind === 'text' && label !== '' && PROMOTION.test(label))
      for (const part of value.split(/→|->|>|,/)) found.add(firstWord(part), line.place, true, 2);
    else if (line.kind === 'text' && line.begins === 'item' && isHeading(titles)) {
      found.add(nameOfItem(line), line.place, false, 0);
      if (label !== '') found.alias(label, value);
    }
  }
  for (const { api, place } of apis)
    for (const { description } of api.servers) found.add(description.replace(/\.$/, ''), place, true, 3);
  const all = found.all();
  return all.length > 0 ? all : elsewhere(lines);
}

const nameOfItem = (line: InputLine) => line.label || line.text.split(/\s[–—-]\s|[:,(]/)[0]!;

/**
 * Where nothing is called environments: names of which two or more, production among them, stand in the header of one
 * table, in its first column, or as the items of one list.
 */
function elsewhere(lines: readonly InputLine[]): Quote[] {
  const found = new Environments();
  let group: { readonly names: string[]; readonly place: Place }[] = [];
  let list: unknown;
  const close = () => {
    const names = group.flatMap((g) => g.names).map((name) => nameIn(name).toLowerCase());
    const sure = new Set(names.filter((name) => SURE.has(name)).map(keyOf));
    if (sure.size > 1 && names.some((name) => LAST.has(name)))
      for (const { names: each, place } of group) for (const name of each) found.add(name, place, true, 2);
    group = [];
  };
  for (const line of lines) {
    // Rows share the header of their table; items of one depth follow each other below a heading.
    const own = line.cells ? line.header : line.begins === 'item' ? `${line.file} ${line.heading} ${line.depth}` : null;
    if (own !== list) {
      close();
      if (line.cells) group = [{ names: [...line.header!], place: line.place }];
      close();
    }
    list = own;
    if (line.cells) group.push({ names: [line.cells[0] ?? ''], place: line.place });
    else if (line.begins === 'item') group.push({ names: [nameOfItem(line)], place: line.place });
  }
  close();
  return found.all();
}

const firstWord = (part: string) => /^\W*([\p{L}-]+)/u.exec(part)?.[1] ?? '';

/** `local`, `acc`, `prod`; or: Local, staging (test mode), production. */
function list(line: InputLine, value: string, add: (written: string, known: boolean) => void): void {
  const spans = [...line.source.matchAll(/`([^`]{2,30})`/g)].map(([, name]) => name!);
  if (spans.length > 0) for (const name of spans) add(name, !/^[\w-]+$/.test(name));
  else {
    const names = value
      .replace(/\([^()]*\)/g, '')
      .split(/[,;·/|→]|\s(?:and|und|y|et)\s/)
      .map((n) => n.replace(/[.]$/, '').trim());
    for (const name of names) add(name, true);
  }
}

const NAME = /\b[A-Z][A-Z0-9]{1,40}(?:_[A-Z0-9]{1,40}){1,6}\b/g;
/** In prose a name in capitals may be a code of an error, too. */
const SETTING =
  /_(?:KEY|TOKEN|SECRET|ID|URL|URI|HOST|PORT|DSN|SID|USER|USERNAME|PASSWORD|PASS|PASSPHRASE|ENV|MODE|BUCKET|REGION|SALT|CERT|ENDPOINT|DOMAIN|ACCOUNT|SANDBOX|DATABASE|DB)$/;
const ASSIGNED = /^\s*(?:export\s+|-\s+)?([A-Z][A-Z0-9_]{1,80})\s*[=:]/;
const READ =
  /\b(?:process\.env|import\.meta\.env|Deno\.env\.get\(["']|os\.environ(?:\.get\(|\[)["']?|ENV\[["'])\.?([A-Z][A-Z0-9_]{1,80})/g;

/** Names of environment variables that the documents use, and those of them that stand in a structured place. */
export function variablesOf(
  lines: readonly InputLine[],
  code: readonly InputCode[],
): { all: Quote[]; structured: SectionQuote[] } {
  const all = new Map<string, Quote>();
  const structured: SectionQuote[] = [];
  const add = (text: string, place: Place, section: string | null) => {
    if (!all.has(text)) all.set(text, { text, place });
    if (section !== null) structured.push({ text, place, section });
  };
  for (const { language, text, place, section } of code) {
    const isEnv = /^(?:env|dotenv|properties|ini)$/.test(language);
    if (isEnv || /^(?:sh|bash|shell|text)?$/.test(language)) {
      text.split('\n').forEach((line, i) => {
        const name = ASSIGNED.exec(line)?.[1];
        if (name && (isEnv || name.includes('_'))) add(name, { ...place, line: place.line + i, column: 1 }, section);
      });
    }
    for (const [, name] of text.matchAll(READ)) add(name!, place, section);
  }
  for (const line of lines) {
    const column = line.header && /\b(?:variables?|umgebungsvariablen?|env)\b/i.test(line.header[0] ?? '');
    if (column) for (const [name] of (line.cells![0] ?? '').matchAll(NAME)) add(name, line.place, line.section);
    for (const [, span] of line.source.matchAll(/`([^`]{3,100})`/g))
      for (const [name] of span!.matchAll(NAME))
        if (SETTING.test(name) && span!.replace(/=.*$/, '') === name) add(name, line.place, null);
  }
  return { all: [...all.values()], structured };
}
