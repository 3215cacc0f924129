import { scanSync, type ScanToken } from 'libpg-query';
import type { SchemaTable } from './schema-sql.ts';
import type { Column } from './types.ts';

// What is no PostgreSQL, read by its lexer alone: statements, and the names that begin the parts of a table.

const isAscii = (text: string) => Buffer.byteLength(text) === text.length;

/** The grammar counts bytes, strings count UTF-16 units: one from the other, made once for a text. */
export function characters(text: string): (bytes: number) => number {
  if (isAscii(text)) return (bytes) => bytes;
  const map = new Uint32Array(Buffer.byteLength(text) + 1);
  let byte = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Half of a pair counts two bytes; a lone one is written as three.
    const size =
      code < 0x80
        ? 1
        : code < 0x800
          ? 2
          : code >= 0xd800 && code < 0xe000 && text.codePointAt(i - (code >= 0xdc00 ? 1 : 0))! > 0xffff
            ? 2
            : 3;
    for (let n = 0; n < size && byte < map.length; n++) map[byte++] = i;
  }
  map[map.length - 1] = text.length;
  return (bytes) => map[Math.min(bytes, map.length - 1)]!;
}

/** Names in backticks, comments and words of other dialects as PostgreSQL would have them, at the same places. */
export function neutral(sql: string): string {
  return sql
    .replace(/`/g, '"')
    .replace(/\b(?:AUTO_INCREMENT|AUTOINCREMENT|UNSIGNED|ZEROFILL)\b/gi, (word) => ' '.repeat(word.length))
    .replace(/\b(?:TINY|SMALL|MEDIUM|BIG)?INT(?:EGER)?\s?\(\s?\d{1,3}\s?\)/gi, (type) => 'INT'.padEnd(type.length))
    .replace(
      /\)\s*(?:ENGINE|DEFAULT\s+CHARSET|CHARSET|COLLATE|COMMENT|WITHOUT\s+ROWID|STRICT|ROW_FORMAT)\b[^;]{0,400}$/i,
      ')',
    );
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

/** The lexer's tokens with places in characters; null where it cannot go on. */
function tokensOf(sql: string): (ScanToken & Piece)[] | null {
  try {
    const { tokens } = scanSync(sql.replace(/`/g, '"'));
    if (isAscii(sql)) return tokens;
    const chars = characters(sql);
    return tokens.map((t) => ({ ...t, start: chars(t.start), end: chars(t.end) }));
  } catch {
    return null;
  }
}

/** Statements of a text, split where the lexer sees a semicolon. */
export function statements(text: string): Piece[] {
  const tokens = tokensOf(text);
  if (!tokens) return splitLoosely(text);
  const pieces: Piece[] = [];
  let start = 0;
  for (const token of tokens) {
    if (token.text !== ';') continue;
    pieces.push({ start, end: token.start });
    start = token.end;
  }
  return [...pieces, { start, end: text.length }];
}

/** Where even the lexer stops, an open string somewhere: by semicolons at line ends. */
function splitLoosely(text: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (const { index } of text.matchAll(/;[ \t]*(?=\n|$)/g)) {
    pieces.push({ start, end: index });
    start = index + 1;
  }
  return [...pieces, { start, end: text.length }];
}

const NO_COLUMN = new Set([
  'primary',
  'unique',
  'constraint',
  'foreign',
  'check',
  'index',
  'key',
  'exclude',
  'fulltext',
  'spatial',
  'like',
  'period',
]);

/** A table in another dialect: the names that begin the parts of its body. Virtual tables name their columns alone. */
export function looseTable(sql: string): Omit<SchemaTable, 'text'> | null {
  const tokens = tokensOf(sql)?.filter((t) => !/COMMENT/.test(t.tokenName));
  const lower = tokens?.map((t) => t.text.toLowerCase()) ?? [];
  const create = lower.indexOf('table');
  const open = lower.indexOf('(');
  if (!tokens || lower[0] !== 'create' || create < 1 || create > 4 || open < create) return null;
  const isVirtual = lower.slice(1, create).includes('virtual');
  const named = tokens.slice(create + 1, open).filter((t) => !['if', 'not', 'exists'].includes(t.text.toLowerCase()));
  const name = (
    isVirtual
      ? named.slice(
          0,
          Math.max(
            0,
            named.findIndex((t) => t.text.toLowerCase() === 'using'),
          ),
        )
      : named
  )
    .map((t) => t.text)
    .join('');
  if (!/^["\w.$]{1,130}$/.test(name)) return null;
  const columns: Column[] = [];
  let [depth, first, complete] = [0, true, true];
  for (const [i, token] of tokens.entries()) {
    if (i < open) continue;
    if (token.text === '(') depth++;
    else if (token.text === ')' && --depth === 0) break;
    if (depth !== 1) continue;
    if (token.text === ',' || i === open) first = true;
    else if (first) {
      first = false;
      const word = token.text.replace(/"/g, '');
      if (NO_COLUMN.has(word.toLowerCase()) || (isVirtual && tokens[i + 1]?.text === '=')) continue;
      if (/^\w+$/.test(word))
        columns.push({
          name: word.toLowerCase(),
          type: isVirtual ? null : (tokens[i + 1]?.text.toLowerCase() ?? null),
        });
      else complete = false;
    }
  }
  return {
    name: name.replace(/"/g, '').toLowerCase(),
    columns,
    complete: complete && depth === 0 && columns.length > 0,
    at: named[0]?.start ?? 0,
  };
}
