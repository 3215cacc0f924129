import type { InputCode, InputLine } from './documents.ts';
import type { DataTable, Endpoint, Place, Quote, Stipulation } from './types.ts';

const CALL = /\b(GET|POST|PUT|PATCH|DELETE)\b[\s`|]{1,6}(\/[^\s`|,)]{0,200})/g;

export function endpointsOf(lines: readonly InputLine[]): Endpoint[] {
  const found = new Map<string, Endpoint>();
  for (const { text, source, place } of lines) {
    for (const [, method, written] of `${text}\n${source}`.matchAll(CALL)) {
      const path = written!.replace(/[.;:]+$/, '');
      const key = `${method} ${path}`;
      if (!found.has(key)) found.set(key, { method: method!, path, webhook: /\/(?:web)?hooks?(?:\/|$)/i.test(path), place });
    }
  }
  return [...found.values()];
}

const CREATE = /\bCREATE\s+(?:VIRTUAL\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w."]+)\s*(?:USING\s+\w+\s*)?\(/gi;
const NO_COLUMN = /^(?:PRIMARY|UNIQUE|CONSTRAINT|FOREIGN|CHECK|INDEX|KEY|EXCLUDE)$/i;

/** Tables of SQL code blocks, with the names that begin a column definition. */
export function tablesOf(code: readonly (InputCode & { place: Place })[]): DataTable[] {
  const tables: DataTable[] = [];
  for (const { text, place } of code) {
    for (const match of text.matchAll(CREATE)) {
      const body = balanced(text, match.index + match[0].length);
      const columns = splitTop(body.replace(/--[^\n]*/g, '')).map((d) => /^\s*"?(\w+)/.exec(d)?.[1] ?? '').filter((c) => c !== '' && !NO_COLUMN.test(c));
      tables.push({ name: match[1]!.replaceAll('"', ''), columns, place });
    }
  }
  return tables;
}

/** Text up to the bracket that closes the one before `from`. */
function balanced(text: string, from: number): string {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth === 0) return text.slice(from, i);
  }
  return text.slice(from);
}

function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '(') depth++;
    else if (c === ')') depth--;
    else if (c === ',' && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, text.slice(from)];
}

/** Environments: named after the label, or the first column of a table below a heading about them. */
export function environmentsOf(lines: readonly InputLine[]): Quote[] {
  const found = new Map<string, Quote>();
  const add = (name: string, place: Place) => {
    const text = name.trim().replace(/[`*.]/g, '');
    if (/^[\w -]{2,30}$/.test(text) && !found.has(text)) found.set(text, { text, place });
  };
  for (const line of lines) {
    const label = /\b(?:Environments?|Umgebungen)\s*:?\**\s*:?\s*(.{2,200})/i.exec(line.source);
    if (label && line.source.includes('`')) for (const [, name] of label[1]!.matchAll(/`([^`]{2,30})`/g)) add(name!, line.place);
    else if (line.cells && (/^(?:environment|umgebung)/i.test(line.header![0] ?? '') || /^(?:environments|umgebungen)/i.test(line.heading))) add(line.cells[0]!, line.place);
  }
  return [...found.values()];
}

/** Names of environment variables that the documents already use. */
export function variablesOf(lines: readonly InputLine[]): Quote[] {
  const found = new Map<string, Quote>();
  for (const { source, place } of lines) {
    for (const [, name] of source.matchAll(/`([A-Z][A-Z0-9]{1,40}(?:_[A-Z0-9]{1,40}){1,6})`/g)) if (!found.has(name!)) found.set(name!, { text: name!, place });
  }
  return [...found.values()];
}

const MONEY = /(?:\b(?:EUR|USD|GBP|CHF)\b|[€$£])/;
const KINDS: readonly (readonly [Stipulation['kind'], RegExp])[] = [
  ['budget', /\bbudget\b|\bBudget\b/i],
  ['slo', /\bp9[059]\b|\bSLO\b|\b99\.\d|\b(?:within|innerhalb von|binnen) \d|≤ ?\d+ ?(?:ms|s|min)\b/i],
  ['schedule', /\b(?:[01]\d|2[0-3]):[0-5]\d\b|\bnightly\b|\bcron\b|\bnachts\b/i],
  ['rotation', /\brotat|\bchanged once a\b|\bRotation\b/i],
  ['secret-store', /\bVault\b|\bsecrets? manager\b|\bSecrets?:|\bKMS\b|\/etc\/[\w/]+/i],
  ['residency', /\bEU\/EEA\b|\bresidency\b|\bstays? (?:in|on)\b|\bEU\b.*\b(?:only|hosting)\b/i],
  ['retention', /\bretention\b|\bdeleted after\b|\bblanked\b|\bAufbewahrung\b|\bdays? after\b|\b(?:stays?|kept|keep|lasts?|unused|bleib\w*|gelöscht) (?:for |after )?\d+ (?:days?|months?|years?|Tage|Monate|Jahre)\b|\b\d+ (?:days|months|years),? sliding\b/i],
  ['limit', /\blimit(?:s|ed)?\b|\bat most\b|\bper second\b|\d\/s\b|\bmax(?:imum)?\b/i],
  ['volume', /\d[\d.,]*\s*(?:k|million|M)?\s*[A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff ]{0,30}\b(?:an?|each) (?:second|minute|hour|morning|day|evening|night|weekday|week|month|quarter|year)\b|\d[\d.,]*\s*(?:k|million|M)?\s+[\p{L}][\p{L} ]{0,30}\b(?:per|pro|je) \p{L}|\d \p{L}{2,20} each\b/iu],
];

/** Those that rules compare times and costs with. They come first above, so that the other kinds cost these rules nothing. */
export const promisesOf = (lines: readonly InputLine[]) => stipulationsOf(lines, KINDS.slice(0, 2));

/** Numbers and rules of the inputs that Section 7 has to keep. Each line counts once, as the first kind that fits. */
export function stipulationsOf(lines: readonly InputLine[], kinds = KINDS): Stipulation[] {
  const found: Stipulation[] = [];
  for (const { text, place, section, heading } of lines) {
    // Which feature comes in which phase is no rule.
    if (/^\**Phase \d/.test(text)) continue;
    if (!/\d/.test(text) && !/\bVault\b|EU|rotat/i.test(text)) continue;
    const budget = /\bbudget/i.test(heading) && MONEY.test(text);
    const kind = budget ? 'budget' : kinds.find(([, pattern]) => pattern.test(text.slice(0, 600)))?.[0];
    if (kind) found.push({ kind, text: text.length > 300 ? `${text.slice(0, 297)}…` : text, place, section });
  }
  return found;
}
