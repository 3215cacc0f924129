import { parseSync, SqlError } from 'libpg-query';
import { distance } from '../spec/near.ts';
import { excerptFault } from './excerpt.ts';
import { loadSqlGrammar } from './sql-grammar.ts';
import type { Fault } from './types.ts';

/** An excerpt may be the inside of CREATE TABLE, a condition or the end of a statement. */
const FRAMES = [
  ['', ''],
  ['CREATE TABLE _ (', '\n)'],
  ['SELECT ', ''],
  ['SELECT 1 ', ''],
  ['INSERT INTO _ DEFAULT VALUES ', ''],
] as const;
const STATEMENT =
  /^\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|MERGE|GRANT|REVOKE|BEGIN|COMMIT|TRUNCATE|EXPLAIN|SET|DO|CALL)\b/i;
/**
 * Words that a statement is built of, in every dialect: no extension has another use for them, and a word one letter
 * away is one of them misspelt.
 */
const CORE = [
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'CREATE',
  'TABLE',
  'FROM',
  'WHERE',
  'VALUES',
  'INTO',
  'ORDER',
  'GROUP',
  'HAVING',
  'RETURNING',
  'PRIMARY',
  'REFERENCES',
  'DEFAULT',
  'CONSTRAINT',
];
/** Signs of another dialect than PostgreSQL's, whose punctuation is then not judged. */
const FOREIGN =
  /`|\[\w+\]|\b(?:TOP|LIMIT)\s+\d+\s*(?:\*|,|\w)|\b(?:INSERT|UPDATE)\s+(?:OR|IGNORE)\b|\b(?:ARRAY|STRUCT|MAP)\s*<|(?<![\w@<>?|&-])@\w|^[ \t]*#|\b(?:DELIMITER|REPLACE\s+INTO|ENGINE|AUTO_INCREMENT|AUTOINCREMENT|PRAGMA|NVARCHAR|UNSIGNED|TTL|CLUSTER)\b|\w:\w+::/im;

/**
 * SQL as PostgreSQL's own grammar reads it. What other dialects add to the language is not judged; what is wrong in all
 * of them is.
 */
export async function sqlFault(code: string): Promise<Fault | null> {
  await loadSqlGrammar();
  const text = neutral(code);
  const open = parse(text);
  if (!open || /^unterminated/.test(open.expected)) return open && explained(open, text);
  const frames = STATEMENT.test(code) ? FRAMES.slice(0, 1) : FRAMES;
  const fault = excerptFault(text, frames, parse) && excerptFault(separated(text), frames, parse);
  return fault && isCertain(fault, text, FOREIGN.test(code)) ? explained(fault, text) : null;
}

/**
 * Parameters of drivers, names in backticks and commands of psql, as PostgreSQL would have them, at the same places.
 */
function neutral(code: string): string {
  return code
    .replace(/^[ \t]*\\[a-z!?].*$/gim, (line) => ' '.repeat(line.length))
    .replace(/`/g, '"')
    .replace(/(?<![:\w'"])[:@][A-Za-z_]\w*/g, (name) => `$1${' '.repeat(name.length - 2)}`)
    .replace(
      /\?(?<=(?:[=(,<>]\s{0,9}|\b(?:LIMIT|OFFSET|AND|BETWEEN|IN|LIKE|SET|THEN|ELSE|VALUES)\s{1,9})\?)(?!['"|&?\w])/gi,
      '0',
    );
}

/** Statements with a blank line between them and no semicolon. */
const separated = (code: string) =>
  code.replace(/(?<=\n)\n(?=(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|WITH|BEGIN|COMMIT|GRANT)\b)/gi, ';');

function parse(code: string): Fault | null {
  if (code.trim() === '') return null;
  try {
    parseSync(code);
    return null;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    if (/^(?:memory exhausted|stack depth)/.test(error.message)) throw new RangeError(error.message);
    return { at: utf16(code, error.sqlDetails?.cursorPosition ?? 0), expected: error.message };
  }
}

/** The parser counts characters; strings count UTF-16 units. */
function utf16(code: string, characters: number): number {
  let at = 0;
  for (let i = 0; i < characters && at < code.length; i++) at += code.codePointAt(at)! > 0xffff ? 2 : 1;
  return at;
}

/** Whether the fault is one in every dialect. */
function isCertain({ at, expected: message }: Fault, code: string, foreign: boolean): boolean {
  if (/^unterminated/.test(message)) return true;
  if (!/^syntax error/.test(message)) return false;
  const before = code.slice(0, at);
  // A comment after the comma of a list says that it goes on.
  if (code[at] === ')' && /,\s*(?:--[^\n]*\n\s*|\/\*[^*]*\*\/\s*)+$/.test(before.slice(-400))) return false;
  const afterComma = /,\s*$/.test(before);
  const token = wordAt(code, at);
  if (token === '') return afterComma && code[at] === ')' ? true : !foreign && !(code[at] === '?' || code[at] === '@');
  if (isCore(token)) return afterComma || !foreign;
  if (misspelt(token)) return true;
  // Keywords in capitals, this word not: a name where none may stand.
  return (
    !foreign &&
    /^[a-z_]/.test(token) &&
    !/\b(?:select|insert|update|delete|create|alter)\b/.test(code) &&
    /\b(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER)\b/.test(code)
  );
}

const wordAt = (code: string, at: number) => /^[\p{L}_][\p{L}\d_$]*/u.exec(code.slice(at, at + 80))?.[0] ?? '';
const isCore = (word: string) => CORE.includes(word.toUpperCase());
const misspelt = (word: string) =>
  word.length > 3 ? CORE.find((core) => distance(word.toUpperCase(), core, 1) === 1) : undefined;

function explained({ at, expected: message }: Fault, code: string): Fault {
  const open = /^unterminated (.*?) at or near/.exec(message)?.[1];
  if (open)
    return {
      at,
      found: `unclosed ${open.startsWith('/*') ? 'comment' : open.replace('quoted string', 'string').replace('quoted identifier', 'name in double quotes')}`,
      expected: open.startsWith('/*') ? '"*/"' : 'its closing mark',
    };
  if (code[at] === ')' && /,\s*$/.test(code.slice(0, at)))
    return { at, found: '")" after a comma', expected: 'another entry' };
  const meant = misspelt(wordAt(code, at));
  return { at, expected: meant && !isCore(wordAt(code, at)) ? `"${meant}"` : 'what the grammar of SQL allows here' };
}
