import type { CodeBlock } from './types.ts';

const DIALECTS: ReadonlyMap<string, string> = new Map([
  ...['postgresql', 'postgres', 'postgre', 'pgsql', 'psql', 'plpgsql'].map((name) => [name, 'postgresql'] as const),
  ...['sqlite', 'sqlite3'].map((name) => [name, 'sqlite'] as const),
]);

/** The dialect of a block: its fence says it, or the caller where the fence says `sql` only. */
export function languageOf({ language }: CodeBlock, dialect = 'postgresql'): string {
  const said = language.trim().toLowerCase();
  const name = said === 'sql' || said === 'ddl' ? dialect.trim().toLowerCase() : said;
  return DIALECTS.get(name) ?? name;
}

const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['ts', '.ts'],
  ['typescript', '.ts'],
  ['mts', '.ts'],
  ['cts', '.ts'],
  ['tsx', '.tsx'],
  ['js', '.js'],
  ['javascript', '.js'],
  ['mjs', '.js'],
  ['cjs', '.js'],
  ['jsx', '.jsx'],
]);

/** The ending of the file that a script fence becomes; undefined for what the compiler does not read. */
export const extensionOf = ({ language }: CodeBlock) => EXTENSIONS.get(language.trim().toLowerCase());
