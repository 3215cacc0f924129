import { position, lineStarts } from '../markdown/lines.ts';
import type { InputCode, InputLine } from './documents.ts';
import type { Grammars } from './grammars.ts';
import { prismaTables } from './schema-prisma.ts';
import type { Schema, SchemaTable } from './schema-sql.ts';
import type { Column, DataTable, Dialect, Place, SourceFile, SqlBlock, Unread } from './types.ts';

const SQL = /^(?:sql|postgres(?:ql)?|pgsql|plpgsql|psql|mysql|mariadb|sqlite3?|tsql|mssql)$/;
const BY_LANGUAGE: Readonly<Record<string, Dialect>> = {
  postgresql: 'postgresql',
  postgres: 'postgresql',
  pgsql: 'postgresql',
  plpgsql: 'postgresql',
  psql: 'postgresql',
  mysql: 'mysql',
  mariadb: 'mysql',
  sqlite: 'sqlite',
  sqlite3: 'sqlite',
  tsql: 'other',
  mssql: 'other',
};
const MYSQL = /\bENGINE ?=|\bAUTO_INCREMENT\b|\bCREATE TABLE (?:IF NOT EXISTS )?`/i;
const SQLITE = /\bAUTOINCREMENT\b|\bPRAGMA\b|\bCREATE VIRTUAL TABLE\b|\bWITHOUT ROWID\b/i;
const OTHER = /\bNVARCHAR\b|\bIDENTITY ?\(\d|^GO$|\bVARCHAR2\b/im;

const isSql = ({ language, text }: InputCode) =>
  SQL.test(language) ||
  (language === '' && /^\s*(?:--[^\n]*\n\s*)*CREATE\s+(?:TABLE|SCHEMA|TYPE|EXTENSION)\b/i.test(text));

/**
 * Blocks of SQL of Section 5, in order. A block without signs of its own has the dialect of the others, or of the
 * database that the documents name.
 */
export function sqlBlocks(
  code: readonly InputCode[],
  lines: readonly InputLine[],
  files: readonly SourceFile[],
): SqlBlock[] {
  const blocks = [
    ...code
      .filter((c) => c.section === '5' && isSql(c))
      .map(({ text, place, language }) => ({ text, at: place, own: BY_LANGUAGE[language] ?? dialectOf(text) })),
    ...files.map(({ path, text }) => ({ text, at: startOf(path), own: dialectOf(text) })),
  ];
  const common = blocks.find((b) => b.own !== null)?.own ?? namedDialect(lines);
  return blocks.map(({ text, at, own }) => ({ text, at, dialect: own ?? common }));
}

const startOf = (file: string): Place => ({ file, at: { start: 0, end: 0 }, line: 1, column: 1 });

function dialectOf(text: string): Dialect | null {
  return MYSQL.test(text) ? 'mysql' : SQLITE.test(text) ? 'sqlite' : OTHER.test(text) ? 'other' : null;
}

function namedDialect(lines: readonly InputLine[]): Dialect {
  let named: Dialect = 'postgresql';
  for (const { text, section } of lines) {
    if (section !== '5' && section !== 'architecture') continue;
    const found = /\b(?:postg|mysql|mariadb|sqlite)/i.exec(text)?.[0].toLowerCase();
    if (found === 'postg') return 'postgresql';
    if (found) named = found === 'sqlite' ? 'sqlite' : 'mysql';
  }
  return named;
}

/** The place of an offset in a block. */
function placeIn({ text, at }: { readonly text: string; readonly at: Place }, offset: number): Place {
  const { line, column } = position(lineStarts(text), Math.min(offset, text.length));
  return { ...at, line: at.line + line - 1, column: line === 1 ? at.column + column - 1 : column };
}

export interface Tables {
  readonly tables: readonly DataTable[];
  readonly complete: boolean;
  readonly unread: readonly Unread[];
}

/** Words by which a section says that it shows a part of the schema. */
const EXCERPT = /\b(?:extract|excerpt|simplified|shortened|auszug|vereinfacht|gekürzt|extracto)\b/i;
const OTHER_FORMS: readonly (readonly [RegExp, string])[] = [
  [/^(?:dbml)$/, 'DBML'],
  [/^(?:ts|typescript)$/, 'TypeScript'],
  [/^(?:js|javascript)$/, 'JavaScript'],
  [/^(?:python|py)$/, 'Python'],
  [/^(?:graphql|gql)$/, 'GraphQL'],
];
const ER = /^\s*erDiagram\b/;

/** Tables of Section 5 in all forms that are read, and what was seen in another. */
export function tablesOf(
  schema: Schema | null,
  blocks: readonly SqlBlock[],
  code: readonly InputCode[],
  lines: readonly InputLine[],
  mapped: readonly MappedTables[],
): Tables {
  const unread: Unread[] = [];
  const own = lines.filter((l) => l.section === '5');
  // A statement that was not read may have changed any of them.
  const unsure =
    schema !== null && (schema.faults.length > 0 || (!schema.complete && schema.tables.every((t) => t.complete)));
  const read = (schema?.tables ?? []).map((t) => (unsure ? { ...t, complete: false } : t));
  const tables: DataTable[] = read.map((t) => toTable(t, t.text === null ? null : placeIn(blocks[t.text]!, t.at)));
  const faults = schema?.faults ?? [];
  for (const { text, at, message } of faults.slice(0, 3)) {
    const place = placeIn(blocks[text]!, skipBlank(blocks[text]!.text, at));
    unread.push({
      what: `SQL at ${place.file}:${place.line}`,
      why: message,
      how: 'correct the statement, or name the fence after its dialect',
    });
  }
  if (faults.length > 3)
    unread.push({
      what: `${faults.length - 3} more statements of SQL`,
      why: 'the grammar of PostgreSQL does not read them',
      how: 'correct them, or name the fences after their dialect',
    });
  for (const block of code.filter((c) => c.section === '5' && c.language === 'prisma')) {
    for (const table of prismaTables(block.text))
      tables.push(toTable(table, placeIn({ text: block.text, at: block.place }, table.at)));
  }
  for (const { tables: read, place, text } of mapped)
    for (const table of read) tables.push(toTable(table, placeIn({ text, at: place }, table.at)));
  const described = describedTables(own, new Set(tables.map((t) => t.name)));
  tables.push(...described);
  let complete = (schema?.complete ?? true) && tables.length > 0 && tables.every((t) => t.complete);
  const form = otherForm(code.filter((c) => c.section === '5'));
  if (form) {
    complete = false;
    if (tables.length === 0)
      unread.push({
        what: `tables as ${form.name} at ${form.place.file}:${form.place.line}`,
        why: 'only SQL, Prisma and tables of columns are read',
        how: 'set "inputs": { "database": "<the .sql, .prisma or Drizzle file>" } in vibe-specs.config.json',
      });
  }
  if (own.some((l) => l.kind === 'text' && l.text.length < 300 && EXCERPT.test(l.text))) complete = false;
  return { tables, complete, unread };
}

/** SQL is there, and nobody read it. */
export const UNREAD_SCHEMA: Schema = { tables: [], enums: {}, complete: false, faults: [] };

/** Tables of mapped schema files: Prisma, Drizzle. */
export function tablesOfFiles(files: readonly SourceFile[], { drizzle }: Grammars): MappedTables[] {
  return files.flatMap(({ path, text }): MappedTables[] => {
    if (/\.prisma$/i.test(path)) return [{ tables: prismaTables(text), place: startOf(path), text }];
    return /\.[mc]?[tj]s$/i.test(path) ? [{ tables: drizzle?.(text) ?? [], place: startOf(path), text }] : [];
  });
}

export interface MappedTables {
  readonly tables: readonly Omit<SchemaTable, 'text'>[];
  readonly place: Place;
  readonly text: string;
}

const toTable = ({ name, columns, complete }: Omit<SchemaTable, 'text' | 'at'>, place: Place | null): DataTable => ({
  name,
  columns,
  complete,
  place,
});

const skipBlank = (text: string, at: number) => at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);

function otherForm(code: readonly InputCode[]): { name: string; place: Place } | null {
  for (const { language, text, place } of code) {
    const name = ER.test(text)
      ? 'a diagram'
      : OTHER_FORMS.find(
          ([pattern]) => pattern.test(language) && /\b(?:table|Table|entity|model|class|interface)\b/.test(text),
        )?.[1];
    if (name) return { name, place };
  }
  return null;
}

const COLUMN =
  /^(?:columns?|fields?|attributes?|spalten?|felder?|attribute|columna|campo|champ|colonne|カラム|列|字段)$/i;
const TYPE = /\b(?:types?|datentyp|typ|tipo|型|类型)\b|型|类型/i;

/** `- id uuid primary key` below a heading that is the table's name. */
const ITEM =
  /^`?(?!(?:unique|primary|foreign|index|constraint|check|key)\b)([a-z_]\w{0,62})`?\s*[:(–-]?\s*`?((?:uuid|citext|text|varchar|char|string|int|integer|smallint|bigint|serial|bigserial|bool|boolean|date|datetime|time|timestamp|timestamptz|interval|jsonb?|numeric|decimal|real|float|double|bytea|inet|enum|[a-z]+_[a-z_]+)\b(?:\[\]|\(\d{1,4}(?:,\d{1,3})?\))?)/i;

function tableName({ titles }: InputLine): string | null {
  const title = (titles[0] ?? '')
    .replace(/^(?:table|tabelle|tabla|entity)\s*:?\s*/i, '')
    .replace(/\(.*$|\s(?:table|tabelle)$/i, '')
    .trim();
  return /^[\w.]{1,80}$/.test(title) ? title : null;
}

/**
 * A heading per table, and below it a table or a list of its columns. The name is a code span of the heading, or its
 * one word.
 */
function describedTables(lines: readonly InputLine[], known: ReadonlySet<string>): DataTable[] {
  const found = new Map<string, DataTable & { readonly columns: Column[] }>();
  const add = (title: string, column: Column, line: InputLine, complete: boolean) => {
    const before = found.get(title);
    if (before) {
      before.columns.push(column);
      if (!complete) found.set(title, { ...before, complete: false });
    } else found.set(title, { name: title, columns: [column], complete, place: line.place });
  };
  for (const line of lines) {
    const item = line.kind === 'text' && line.begins === 'item' ? ITEM.exec(line.text) : null;
    if (item) {
      const title = tableName(line);
      if (title !== null && !known.has(title)) add(title, { name: item[1]!, type: item[2]!.toLowerCase() }, line, true);
      continue;
    }
    if (!line.header || !COLUMN.test(line.header[0] ?? '') || !line.header.some((h, i) => i > 0 && TYPE.test(h)))
      continue;
    const title = tableName(line);
    if (title === null || known.has(title)) continue;
    add(
      title,
      { name: line.cells![0]!, type: line.cells![line.header.findIndex((h, i) => i > 0 && TYPE.test(h))] ?? null },
      line,
      true,
    );
  }
  return [...found.values()];
}
