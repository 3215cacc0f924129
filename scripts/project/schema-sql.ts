import { parseSync, scanSync, type ScanToken } from 'libpg-query';
import { loadSqlGrammar } from '../code/sql-grammar.ts';
import type { Column, Dialect } from './types.ts';

export interface SchemaTable {
  /** With its schema where one is written; `public.` is left out. */
  readonly name: string;
  readonly columns: readonly Column[];
  readonly complete: boolean;
  /** Which text it was created in, and where; null for one of `base`. */
  readonly text: number | null;
  readonly at: number;
}

/** A statement that could not be read. */
export interface SchemaFault {
  readonly text: number;
  readonly at: number;
  readonly message: string;
}

export interface Schema {
  readonly tables: readonly SchemaTable[];
  /** Labels of enumerated types. */
  readonly enums: Readonly<Record<string, readonly string[]>>;
  /** False where a statement that makes or changes tables was not understood. */
  readonly complete: boolean;
  readonly faults: readonly SchemaFault[];
}

export interface SqlText {
  readonly text: string;
  readonly dialect?: Dialect;
}

// Parts of PostgreSQL's syntax tree that are looked at.
interface Text { String?: { sval?: string } }
interface RangeVar { schemaname?: string; relname?: string; location?: number }
interface TypeName { names?: Text[]; typmods?: { A_Const?: { ival?: { ival?: number } } }[]; arrayBounds?: unknown[] }
interface ColumnDef { colname?: string; typeName?: TypeName }
interface Element { ColumnDef?: ColumnDef; TableLikeClause?: { relation?: RangeVar } }
interface CreateStmt { relation?: RangeVar; tableElts?: Element[]; inhRelations?: { RangeVar?: RangeVar }[]; if_not_exists?: boolean; ofTypename?: unknown; base?: CreateStmt }
interface Target { ResTarget?: { name?: string; val?: { ColumnRef?: { fields?: (Text & { A_Star?: unknown })[] } } } }
interface Select { targetList?: Target[]; larg?: Select }
interface Command { subtype?: string; name?: string; def?: { ColumnDef?: ColumnDef } }
interface Statement {
  CreateStmt?: CreateStmt;
  CreateForeignTableStmt?: { base?: CreateStmt };
  CreateTableAsStmt?: { into?: { rel?: RangeVar; colNames?: Text[] }; query?: { SelectStmt?: Select } };
  ViewStmt?: { view?: RangeVar; aliases?: Text[]; query?: { SelectStmt?: Select } };
  AlterTableStmt?: { relation?: RangeVar; objtype?: string; cmds?: { AlterTableCmd?: Command }[] };
  RenameStmt?: { renameType?: string; relation?: RangeVar; subname?: string; newname?: string };
  AlterObjectSchemaStmt?: { relation?: RangeVar; newschema?: string };
  DropStmt?: { removeType?: string; objects?: { List?: { items?: Text[] } }[] };
  CreateSchemaStmt?: { schemaname?: string; schemaElts?: Statement[] };
  CreateEnumStmt?: { typeName?: Text[]; vals?: Text[] };
  VariableSetStmt?: { name?: string; args?: { A_Const?: { sval?: { sval?: string } } }[] };
  DoStmt?: unknown;
}
interface Parsed { stmts?: { stmt?: Statement; stmt_location?: number }[] }

const CHANGES_TABLES = /\b(?:create|alter|drop|rename)\s+(?:(?:or\s+replace|temp|temporary|unlogged|virtual|external|foreign)\s+){0,3}table\b/i;
/** A comment that stands for columns that were left out. */
const LEFT_OUT = /(?:--|\/\*)[ \t]*(?:\.\.\.|…|etc\b|and (?:more|so on)\b|more (?:columns|fields)|(?:further|other|remaining|additional) (?:columns|fields)|weitere|usw\b)/i;
/** Deeper than any schema; parsers recurse. */
const DEEPEST = 150;
/** The lexer looks at the rest of such a run at each of its characters. */
const LONG_RUN = /[*/+<>=~!@#%^&|?-]{500}/;
/** Longer than the SQL of any specification. */
const LONGEST = 1_000_000;
/** A text with more is no SQL. */
const MOST_FAULTS = 200;

/** Reads statements in order, on top of `base`. What is no PostgreSQL is read as far as its tables go. */
export async function schemaOf(texts: readonly SqlText[], base?: Schema): Promise<Schema> {
  return (await loadSchemaReader())(texts, base);
}

/** The same as a function that can be called any time afterwards. */
export async function loadSchemaReader(): Promise<(texts: readonly SqlText[], base?: Schema) => Schema> {
  await loadSqlGrammar();
  return readSchema;
}

function readSchema(texts: readonly SqlText[], base?: Schema): Schema {
  const reader = new SchemaReader(base);
  if (texts.reduce((sum, t) => sum + t.text.length, 0) > LONGEST) return reader.refuse(`over ${LONGEST} characters of SQL are not read`);
  const whole = texts.map((t) => t.text).join('\n;\n');
  // Most documents are PostgreSQL throughout, and one call is several times faster than one for each block.
  const parsed = texts.length > 1 && texts.every((t) => isPlain(t)) ? parse(whole) : null;
  if (parsed) reader.blocks(parsed, texts, whole);
  else texts.forEach((text, index) => reader.text(text, index));
  return reader.schema();
}

const isPlain = ({ text, dialect = 'postgresql' }: SqlText) => dialect === 'postgresql' && !LEFT_OUT.test(text) && !isDeep(text);

function isDeep(code: string): boolean {
  if (LONG_RUN.test(code)) return true;
  let depth = 0;
  for (let i = 0; i < code.length; i++) {
    const c = code.charCodeAt(i);
    if (c === 40 && ++depth > DEEPEST) return true;
    if (c === 41 && depth > 0) depth--;
  }
  return false;
}

function parse(text: string): Parsed | null {
  try {
    return parseSync(text) as unknown as Parsed;
  } catch {
    return null;
  }
}

const isAscii = (text: string) => Buffer.byteLength(text) === text.length;

/** The grammar counts bytes, strings count UTF-16 units: one from the other, made once for a text. */
function characters(text: string): (bytes: number) => number {
  if (isAscii(text)) return (bytes) => bytes;
  const map = new Uint32Array(Buffer.byteLength(text) + 1);
  let byte = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Half of a pair counts two bytes; a lone one is written as three.
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code < 0xe000 && text.codePointAt(i - (code >= 0xdc00 ? 1 : 0))! > 0xffff ? 2 : 3;
    for (let n = 0; n < size && byte < map.length; n++) map[byte++] = i;
  }
  map[map.length - 1] = text.length;
  return (bytes) => map[Math.min(bytes, map.length - 1)]!;
}

class SchemaReader {
  readonly #tables = new Map<string, SchemaTable>();
  readonly #enums: Record<string, readonly string[]> = {};
  readonly #faults: SchemaFault[] = [];
  #complete: boolean;
  /** Schema of names without one, after `SET search_path`. */
  #path: string | null = null;
  #text = 0;

  constructor(base?: Schema) {
    for (const table of base?.tables ?? []) this.#tables.set(table.name, { ...table, text: null });
    Object.assign(this.#enums, base?.enums);
    this.#complete = base?.complete ?? true;
  }

  schema(): Schema {
    return { tables: [...this.#tables.values()], enums: this.#enums, complete: this.#complete && [...this.#tables.values()].every((t) => t.complete), faults: this.#faults };
  }

  refuse(message: string): Schema {
    this.#fault(0, message, true);
    return this.schema();
  }

  /** All texts, parsed as one. */
  blocks(parsed: Parsed, texts: readonly SqlText[], whole: string): void {
    const chars = characters(whole);
    const starts: number[] = [];
    let start = 0;
    for (const { text } of texts) {
      starts.push(start);
      start += text.length + 3;
    }
    for (const { stmt, stmt_location: bytes = 0 } of parsed.stmts ?? []) {
      const at = chars(bytes);
      // A statement begins behind the semicolon before it, which may be the one between two texts.
      while (this.#text + 1 < texts.length && at + 2 >= starts[this.#text + 1]!) this.#text++;
      this.#statement(stmt ?? {}, (location) => Math.max(0, chars(location) - starts[this.#text]!));
    }
  }

  text({ text, dialect = 'postgresql' }: SqlText, index: number): void {
    this.#text = index;
    if (isDeep(text)) return this.#fault(0, `it is nested over ${DEEPEST} levels deep`, true);
    const parsed = dialect === 'postgresql' && !LEFT_OUT.test(text) ? parse(text) : null;
    const chars = characters(text);
    if (parsed) for (const { stmt } of parsed.stmts ?? []) this.#statement(stmt ?? {}, chars);
    else {
      const most = this.#faults.length + MOST_FAULTS;
      for (const { start, end } of statements(text)) {
        if (this.#faults.length >= most) return this.#fault(start, `over ${MOST_FAULTS} statements are not read; the rest was not looked at`, true);
        this.#single(text.slice(start, end), start);
      }
    }
  }

  #single(sql: string, start: number): void {
    if (sql.trim() === '') return;
    const parsed = parse(neutral(sql));
    const leftOut = LEFT_OUT.test(sql);
    const before = leftOut ? new Set(this.#tables.values()) : null;
    const chars = characters(sql);
    if (parsed) for (const { stmt } of parsed.stmts ?? []) this.#statement(stmt ?? {}, (location) => start + chars(location));
    else {
      const table = looseTable(sql);
      if (table) this.#put({ ...table, text: this.#text, at: start + table.at });
      else this.#fault(start, 'the grammar of PostgreSQL does not read it', CHANGES_TABLES.test(sql));
    }
    if (before && CHANGES_TABLES.test(sql)) {
      for (const table of this.#tables.values()) if (!before.has(table)) this.#put({ ...table, complete: false });
    }
  }

  #fault(at: number, message: string, matters: boolean): void {
    this.#faults.push({ text: this.#text, at, message });
    if (matters) this.#complete = false;
  }

  #put(table: SchemaTable): void {
    this.#tables.set(table.name, table);
  }

  #name({ schemaname, relname = '' }: RangeVar): string {
    const schema = schemaname ?? this.#path;
    return schema && schema !== 'public' ? `${schema}.${relname}` : relname;
  }

  #find(relation: RangeVar): SchemaTable | undefined {
    return this.#tables.get(this.#name(relation)) ?? this.#tables.get(relation.relname ?? '');
  }

  #statement(s: Statement, at: (location: number) => number): void {
    if (s.CreateStmt) this.#create(s.CreateStmt, at);
    else if (s.CreateForeignTableStmt?.base) this.#create(s.CreateForeignTableStmt.base, at);
    else if (s.CreateTableAsStmt?.into?.rel) this.#query(s.CreateTableAsStmt.into.rel, s.CreateTableAsStmt.into.colNames, s.CreateTableAsStmt.query?.SelectStmt, at);
    else if (s.ViewStmt?.view) this.#query(s.ViewStmt.view, s.ViewStmt.aliases, s.ViewStmt.query?.SelectStmt, at);
    else if (s.AlterTableStmt) this.#alter(s.AlterTableStmt);
    else if (s.RenameStmt) this.#rename(s.RenameStmt);
    else if (s.AlterObjectSchemaStmt?.relation) this.#move(s.AlterObjectSchemaStmt.relation, { schemaname: s.AlterObjectSchemaStmt.newschema ?? '', relname: s.AlterObjectSchemaStmt.relation.relname ?? '' });
    else if (s.DropStmt) this.#drop(s.DropStmt);
    else if (s.CreateSchemaStmt) {
      const before = this.#path;
      this.#path = s.CreateSchemaStmt.schemaname ?? before;
      for (const inner of s.CreateSchemaStmt.schemaElts ?? []) this.#statement(inner, at);
      this.#path = before;
    } else if (s.CreateEnumStmt) this.#enums[s.CreateEnumStmt.typeName?.at(-1)?.String?.sval ?? ''] = (s.CreateEnumStmt.vals ?? []).map((v) => v.String?.sval ?? '');
    else if (s.VariableSetStmt?.name === 'search_path') this.#path = s.VariableSetStmt.args?.[0]?.A_Const?.sval?.sval ?? null;
    else if (s.DoStmt && CHANGES_TABLES.test(JSON.stringify(s.DoStmt))) this.#complete = false;
  }

  #create({ relation = {}, tableElts = [], inhRelations = [], if_not_exists: ifNotExists, ofTypename }: CreateStmt, at: (location: number) => number): void {
    if (ifNotExists && this.#find(relation)) return;
    const columns: Column[] = [];
    let complete = ofTypename === undefined;
    // A partition, a child and a copy have the columns of their parent.
    const parents = [...inhRelations.map((r) => r.RangeVar), ...tableElts.map((e) => e.TableLikeClause?.relation)];
    for (const parent of parents) {
      if (!parent) continue;
      const known = this.#find(parent);
      if (known) columns.push(...known.columns);
      complete &&= known?.complete ?? false;
    }
    for (const { ColumnDef: column } of tableElts) if (column) columns.push(columnOf(column));
    this.#put({ name: this.#name(relation), columns, complete, text: this.#text, at: at(relation.location ?? 0) });
  }

  #query(relation: RangeVar, aliases: Text[] | undefined, select: Select | undefined, at: (location: number) => number): void {
    let first = select;
    while (first?.larg) first = first.larg;
    const names = (aliases ?? []).map((a) => a.String?.sval ?? null);
    const targets = (first?.targetList ?? []).map(({ ResTarget: target }) => {
      const last = target?.val?.ColumnRef?.fields?.at(-1);
      return last?.A_Star ? null : (target?.name ?? last?.String?.sval ?? null);
    });
    const read = targets.map((target, i) => names[i] ?? target);
    const columns = read.filter((name) => name !== null).map((name) => ({ name, type: null }));
    this.#put({ name: this.#name(relation), columns, complete: read.length > 0 && columns.length === read.length, text: this.#text, at: at(relation.location ?? 0) });
  }

  #alter({ relation, cmds = [], objtype = 'OBJECT_TABLE' }: NonNullable<Statement['AlterTableStmt']>): void {
    if (!relation || !/TABLE|VIEW/.test(objtype)) return;
    const table = this.#find(relation) ?? { name: this.#name(relation), columns: [], complete: false, text: null, at: 0 };
    let columns = [...table.columns];
    for (const { AlterTableCmd: cmd } of cmds) {
      const column = cmd?.def?.ColumnDef;
      if (cmd?.subtype === 'AT_AddColumn' && column) columns = [...columns.filter((c) => c.name !== column.colname), columnOf(column)];
      else if (cmd?.subtype === 'AT_DropColumn') columns = columns.filter((c) => c.name !== cmd.name);
      else if (cmd?.subtype === 'AT_AlterColumnType' && column) columns = columns.map((c) => (c.name === cmd.name ? { name: c.name, type: typeOf(column.typeName) } : c));
    }
    this.#put({ ...table, columns });
  }

  #rename({ renameType, relation, subname, newname = '' }: NonNullable<Statement['RenameStmt']>): void {
    if (renameType === 'OBJECT_SCHEMA') {
      for (const table of [...this.#tables.values()]) if (table.name.startsWith(`${subname}.`)) this.#replace(table, newname + table.name.slice((subname ?? '').length));
    } else if (relation && renameType === 'OBJECT_COLUMN') {
      const table = this.#find(relation);
      if (table) this.#put({ ...table, columns: table.columns.map((c) => (c.name === subname ? { ...c, name: newname } : c)) });
    } else if (relation && /TABLE|VIEW/.test(renameType ?? '')) {
      this.#move(relation, { ...(relation.schemaname ? { schemaname: relation.schemaname } : {}), relname: newname });
    }
  }

  #move(from: RangeVar, to: RangeVar): void {
    const table = this.#find(from);
    if (table) this.#replace(table, this.#name(to));
  }

  #replace(table: SchemaTable, name: string): void {
    this.#tables.delete(table.name);
    this.#put({ ...table, name });
  }

  #drop({ removeType = '', objects = [] }: NonNullable<Statement['DropStmt']>): void {
    for (const object of objects) {
      const names = object.List?.items?.map((i) => i.String?.sval ?? '') ?? [];
      if (/TABLE|VIEW/.test(removeType)) {
        const found = this.#find({ ...(names.length > 1 ? { schemaname: names.at(-2)! } : {}), relname: names.at(-1) ?? '' });
        if (found) this.#tables.delete(found.name);
      } else if (removeType === 'OBJECT_SCHEMA') {
        const schema = (object as Text).String?.sval ?? names[0];
        for (const name of [...this.#tables.keys()]) if (name.startsWith(`${schema}.`)) this.#tables.delete(name);
      }
    }
  }
}

const columnOf = ({ colname = '', typeName }: ColumnDef): Column => ({ name: colname, type: typeOf(typeName) });

const SHORT: Readonly<Record<string, string>> = { int2: 'smallint', int4: 'integer', int8: 'bigint', bool: 'boolean', float4: 'real', float8: 'double precision', bpchar: 'char' };

function typeOf(type: TypeName | undefined): string | null {
  const name = type?.names?.at(-1)?.String?.sval;
  if (!name) return null;
  const modifiers = (type?.typmods ?? []).map((m) => m.A_Const?.ival?.ival).filter((n) => n !== undefined);
  return `${SHORT[name] ?? name}${modifiers.length > 0 ? `(${modifiers.join(',')})` : ''}${type?.arrayBounds ? '[]' : ''}`;
}

/** Names in backticks, comments and words of other dialects as PostgreSQL would have them, at the same places. */
function neutral(sql: string): string {
  return sql
    .replace(/`/g, '"')
    .replace(/\b(?:AUTO_INCREMENT|AUTOINCREMENT|UNSIGNED|ZEROFILL)\b/gi, (word) => ' '.repeat(word.length))
    .replace(/\b(?:TINY|SMALL|MEDIUM|BIG)?INT(?:EGER)?\s?\(\s?\d{1,3}\s?\)/gi, (type) => 'INT'.padEnd(type.length))
    .replace(/\)\s*(?:ENGINE|DEFAULT\s+CHARSET|CHARSET|COLLATE|COMMENT|WITHOUT\s+ROWID|STRICT|ROW_FORMAT)\b[^;]{0,400}$/i, ')');
}

interface Piece { readonly start: number; readonly end: number }

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
function statements(text: string): Piece[] {
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

const NO_COLUMN = new Set(['primary', 'unique', 'constraint', 'foreign', 'check', 'index', 'key', 'exclude', 'fulltext', 'spatial', 'like', 'period']);

/** A table in another dialect: the names that begin the parts of its body. Virtual tables name their columns alone. */
function looseTable(sql: string): Omit<SchemaTable, 'text'> | null {
  const tokens = tokensOf(sql)?.filter((t) => !/COMMENT/.test(t.tokenName));
  const lower = tokens?.map((t) => t.text.toLowerCase()) ?? [];
  const create = lower.indexOf('table');
  const open = lower.indexOf('(');
  if (!tokens || lower[0] !== 'create' || create < 1 || create > 4 || open < create) return null;
  const isVirtual = lower.slice(1, create).includes('virtual');
  const named = tokens.slice(create + 1, open).filter((t) => !['if', 'not', 'exists'].includes(t.text.toLowerCase()));
  const name = (isVirtual ? named.slice(0, Math.max(0, named.findIndex((t) => t.text.toLowerCase() === 'using'))) : named).map((t) => t.text).join('');
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
      if (NO_COLUMN.has(word.toLowerCase()) || isVirtual && tokens[i + 1]?.text === '=') continue;
      if (/^\w+$/.test(word)) columns.push({ name: word.toLowerCase(), type: isVirtual ? null : (tokens[i + 1]?.text.toLowerCase() ?? null) });
      else complete = false;
    }
  }
  return { name: name.replace(/"/g, '').toLowerCase(), columns, complete: complete && depth === 0 && columns.length > 0, at: named[0]?.start ?? 0 };
}
