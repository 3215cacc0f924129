import type { Database } from './pglite.ts';
import { lastName } from './names.ts';
import { fromCharacters, tokens, type Statement, type Token, type Tree } from './split.ts';

export interface Rebuilt {
  readonly sql: string;
  /** Columns that became text, as `name type`. */ readonly replaced: readonly string[];
}

const SERIAL: ReadonlyMap<string, string> = new Map([
  ['serial', 'integer'],
  ['serial4', 'integer'],
  ['bigserial', 'bigint'],
  ['serial8', 'bigint'],
  ['smallserial', 'smallint'],
]);

/**
 * A table that could not be created, with no more than its columns and unique keys, so that what is said of it later
 * can be judged. Types that the database does not know become text.
 */
export async function rebuildTable(database: Database, { text, tree }: Statement): Promise<Rebuilt> {
  const relation = tree.relation as Tree;
  const all = tokens(text).filter(({ comment }) => !comment);
  const lines: string[] = [];
  const replaced: string[] = [];
  for (const element of (tree.tableElts ?? []) as Tree[]) {
    const column = element.ColumnDef as Tree | undefined;
    const constraint = element.Constraint as Tree | undefined;
    if (constraint) lines.push(...uniqueKey(constraint));
    if (!column) continue;
    const name = String(column.colname);
    const type = typeText(text, all, column.typeName as Tree);
    const known = SERIAL.get(type.toLowerCase()) ?? ((await exists(database, type)) ? type : null);
    if (known === null) replaced.push(`${name} ${type}`);
    const keys = ((column.constraints ?? []) as Tree[]).flatMap((c) => uniqueKey(c.Constraint as Tree, name));
    lines.push(`${quoted(name)} ${known ?? 'text'}`, ...keys);
  }
  const schema = relation.schemaname === undefined ? '' : `${quoted(String(relation.schemaname))}.`;
  return { sql: `CREATE TABLE ${schema}${quoted(String(relation.relname))} (${lines.join(', ')})`, replaced };
}

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

function uniqueKey(constraint: Tree, column?: string): string[] {
  const kind = { CONSTR_PRIMARY: 'PRIMARY KEY', CONSTR_UNIQUE: 'UNIQUE' }[String(constraint.contype)];
  if (!kind) return [];
  const keys =
    column === undefined ? ((constraint.keys ?? []) as Tree[]).map((key) => lastName([key]) ?? '') : [column];
  return keys.length === 0 ? [] : [`${kind} (${keys.map(quoted).join(', ')})`];
}

/** The text of a type: its name with what stands in parentheses and brackets after it. */
function typeText(text: string, all: readonly Token[], type: Tree): string {
  const start = byteOffset(text, Number(type.location ?? 0));
  const first = all.findIndex((token) => token.start >= start);
  let [end, depth] = [first, 0];
  const isPart = (i: number) => ['.', '(', '['].includes(all[i]!.text) || all[i - 1]!.text === '.';
  // Types of several words, such as "double precision" and "timestamp with time zone", are in the catalogue.
  if (String(((type.names as Tree[])[0]?.String as Tree)?.sval) === 'pg_catalog') return builtIn(type);
  for (let i = first + 1; i < all.length && (depth > 0 || isPart(i)); i++) {
    if (all[i]!.text === '(' || all[i]!.text === '[') depth++;
    if (all[i]!.text === ')' || all[i]!.text === ']') depth--;
    end = i;
  }
  return text.slice(all[first]?.start ?? start, all[end]?.end ?? start);
}

const builtIn = (type: Tree) => `pg_catalog.${quoted(lastName(type.names) ?? 'text')}${type.arrayBounds ? '[]' : ''}`;

function byteOffset(text: string, bytes: number): number {
  return fromCharacters(text, [...Buffer.from(text).subarray(0, bytes).toString()].length);
}

async function exists(database: Database, type: string): Promise<boolean> {
  return await database.exec(`SELECT NULL::${type}`).then(
    () => true,
    () => false,
  );
}
