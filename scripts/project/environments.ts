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

export function environmentsOf(
  lines: readonly InputLine[],
  apis: readonly { readonly api: OpenApi; readonly place: Place }[],
): Quote[] {
  const found = new Map<string, Quote>();
  const add = (written: string, place: Place, known: boolean) => {
    const text = written
      .replace(/\(.*$/, '')
      .replace(/[`*"'„“”]/g, '')
      .replace(/\s+(?:server|environment|umgebung)$/i, '')
      .trim();
    const key = text.toLowerCase();
    if (!/^[\p{L}][\p{L}\d_ /-]{1,28}$/u.test(text) || text.split(' ').length > 3 || (known && !KNOWN.has(key))) return;
    if (!found.has(key)) found.set(key, { text, place });
  };
  for (const line of lines) {
    const { cells, header, titles, label, value } = line;
    if (
      cells &&
      (LABEL.test(header?.[0] ?? '') || (isHeading(titles) && header!.length > 1 && !/variable/i.test(header![0]!)))
    )
      add(cells[0]!, line.place, false);
    else if (line.kind === 'text' && label !== '' && LABEL.test(label)) list(line, value, add);
    else if (line.kind === 'text' && label !== '' && PROMOTION.test(label))
      for (const part of value.split(/→|->|>|,/)) add(firstWord(part), line.place, true);
    else if (line.kind === 'text' && line.begins === 'item' && isHeading(titles))
      add(label || line.text.split(/\s[–—-]\s|[:,(]/)[0]!, line.place, false);
  }
  for (const { api, place } of apis)
    for (const { description } of api.servers) add(description.replace(/\.$/, ''), place, true);
  return [...found.values()];
}

const firstWord = (part: string) => /^\W*([\p{L}-]+)/u.exec(part)?.[1] ?? '';

/** `local`, `acc`, `prod`; or: Local, staging (test mode), production. */
function list(line: InputLine, value: string, add: (written: string, place: Place, known: boolean) => void): void {
  const spans = [...line.source.matchAll(/`([^`]{2,30})`/g)].map(([, name]) => name!);
  if (spans.length > 0) for (const name of spans) add(name, line.place, !/^[\w-]+$/.test(name));
  else {
    const names = value
      .replace(/\([^()]*\)/g, '')
      .split(/[,;·/|→]|\s(?:and|und|y|et)\s/)
      .map((n) => n.replace(/[.]$/, '').trim());
    for (const name of names) add(name, line.place, true);
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
