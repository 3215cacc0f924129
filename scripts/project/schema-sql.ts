import { parseSync } from 'libpg-query';
import { loadSqlGrammar } from '../code/sql-grammar.ts';
import type { Column, Dialect } from './types.ts';
import { characters, looseTable, neutral, statements } from './schema-sql-loose.ts';
import type { Text, RangeVar, TypeName, ColumnDef, CreateStmt, Select, Statement, Parsed } from './schema-sql-tree.ts';

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

const CHANGES_TABLES =
  /\b(?:create|alter|drop|rename)\s+(?:(?:or\s+replace|temp|temporary|unlogged|virtual|external|foreign)\s+){0,3}table\b/i;
/** A comment that stands for columns that were left out. */
const LEFT_OUT =
  /(?:--|\/\*)[ \t]*(?:\.\.\.|…|etc\b|and (?:more|so on)\b|more (?:columns|fields)|(?:further|other|remaining|additional) (?:columns|fields)|weitere|usw\b)/i;
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
  if (texts.reduce((sum, t) => sum + t.text.length, 0) > LONGEST)
    return reader.refuse(`over ${LONGEST} characters of SQL are not read`);
  const whole = texts.map((t) => t.text).join('\n;\n');
  // Most documents are PostgreSQL throughout, and one call is several times faster than one for each block.
  const parsed = texts.length > 1 && texts.every((t) => isPlain(t)) ? parse(whole) : null;
  if (parsed) reader.blocks(parsed, texts, whole);
  else for (const [index, text] of texts.entries()) reader.text(text, index);
  return reader.schema();
}

const isPlain = ({ text, dialect = 'postgresql' }: SqlText) =>
  dialect === 'postgresql' && !LEFT_OUT.test(text) && !isDeep(text);

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
    return {
      tables: [...this.#tables.values()],
      enums: this.#enums,
      complete: this.#complete && [...this.#tables.values()].every((t) => t.complete),
      faults: this.#faults,
    };
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
        if (this.#faults.length >= most)
          return this.#fault(start, `over ${MOST_FAULTS} statements are not read; the rest was not looked at`, true);
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
    if (parsed)
      for (const { stmt } of parsed.stmts ?? []) this.#statement(stmt ?? {}, (location) => start + chars(location));
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
    else if (s.CreateTableAsStmt?.into?.rel)
      this.#query(
        s.CreateTableAsStmt.into.rel,
        s.CreateTableAsStmt.into.colNames,
        s.CreateTableAsStmt.query?.SelectStmt,
        at,
      );
    else if (s.ViewStmt?.view) this.#query(s.ViewStmt.view, s.ViewStmt.aliases, s.ViewStmt.query?.SelectStmt, at);
    else if (s.AlterTableStmt) this.#alter(s.AlterTableStmt);
    else if (s.RenameStmt) this.#rename(s.RenameStmt);
    else if (s.AlterObjectSchemaStmt?.relation)
      this.#move(s.AlterObjectSchemaStmt.relation, {
        schemaname: s.AlterObjectSchemaStmt.newschema ?? '',
        relname: s.AlterObjectSchemaStmt.relation.relname ?? '',
      });
    else if (s.DropStmt) this.#drop(s.DropStmt);
    else if (s.CreateSchemaStmt) {
      const before = this.#path;
      this.#path = s.CreateSchemaStmt.schemaname ?? before;
      for (const inner of s.CreateSchemaStmt.schemaElts ?? []) this.#statement(inner, at);
      this.#path = before;
    } else if (s.CreateEnumStmt)
      this.#enums[s.CreateEnumStmt.typeName?.at(-1)?.String?.sval ?? ''] = (s.CreateEnumStmt.vals ?? []).map(
        (v) => v.String?.sval ?? '',
      );
    else if (s.VariableSetStmt?.name === 'search_path')
      this.#path = s.VariableSetStmt.args?.[0]?.A_Const?.sval?.sval ?? null;
    else if (s.DoStmt && CHANGES_TABLES.test(JSON.stringify(s.DoStmt))) this.#complete = false;
  }

  #create(
    { relation = {}, tableElts = [], inhRelations = [], if_not_exists: ifNotExists, ofTypename }: CreateStmt,
    at: (location: number) => number,
  ): void {
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

  #query(
    relation: RangeVar,
    aliases: Text[] | undefined,
    select: Select | undefined,
    at: (location: number) => number,
  ): void {
    let first = select;
    while (first?.larg) first = first.larg;
    const names = (aliases ?? []).map((a) => a.String?.sval ?? null);
    const targets = (first?.targetList ?? []).map(({ ResTarget: target }) => {
      const last = target?.val?.ColumnRef?.fields?.at(-1);
      return last?.A_Star ? null : (target?.name ?? last?.String?.sval ?? null);
    });
    const read = targets.map((target, i) => names[i] ?? target);
    const columns = read.filter((name) => name !== null).map((name) => ({ name, type: null }));
    this.#put({
      name: this.#name(relation),
      columns,
      complete: read.length > 0 && columns.length === read.length,
      text: this.#text,
      at: at(relation.location ?? 0),
    });
  }

  #alter({ relation, cmds = [], objtype = 'OBJECT_TABLE' }: NonNullable<Statement['AlterTableStmt']>): void {
    if (!relation || !/TABLE|VIEW/.test(objtype)) return;
    const table = this.#find(relation) ?? {
      name: this.#name(relation),
      columns: [],
      complete: false,
      text: null,
      at: 0,
    };
    let columns = [...table.columns];
    for (const { AlterTableCmd: cmd } of cmds) {
      const column = cmd?.def?.ColumnDef;
      if (cmd?.subtype === 'AT_AddColumn' && column)
        columns = [...columns.filter((c) => c.name !== column.colname), columnOf(column)];
      else if (cmd?.subtype === 'AT_DropColumn') columns = columns.filter((c) => c.name !== cmd.name);
      else if (cmd?.subtype === 'AT_AlterColumnType' && column)
        columns = columns.map((c) => (c.name === cmd.name ? { name: c.name, type: typeOf(column.typeName) } : c));
    }
    this.#put({ ...table, columns });
  }

  #rename({ renameType, relation, subname, newname = '' }: NonNullable<Statement['RenameStmt']>): void {
    if (renameType === 'OBJECT_SCHEMA') {
      for (const table of [...this.#tables.values()])
        if (table.name.startsWith(`${subname}.`))
          this.#replace(table, newname + table.name.slice((subname ?? '').length));
    } else if (relation && renameType === 'OBJECT_COLUMN') {
      const table = this.#find(relation);
      if (table)
        this.#put({ ...table, columns: table.columns.map((c) => (c.name === subname ? { ...c, name: newname } : c)) });
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
        const found = this.#find({
          ...(names.length > 1 ? { schemaname: names.at(-2)! } : {}),
          relname: names.at(-1) ?? '',
        });
        if (found) this.#tables.delete(found.name);
      } else if (removeType === 'OBJECT_SCHEMA') {
        const schema = (object as Text).String?.sval ?? names[0];
        for (const name of [...this.#tables.keys()]) if (name.startsWith(`${schema}.`)) this.#tables.delete(name);
      }
    }
  }
}

const columnOf = ({ colname = '', typeName }: ColumnDef): Column => ({ name: colname, type: typeOf(typeName) });

const SHORT: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  bool: 'boolean',
  float4: 'real',
  float8: 'double precision',
  bpchar: 'char',
};

function typeOf(type: TypeName | undefined): string | null {
  const name = type?.names?.at(-1)?.String?.sval;
  if (!name) return null;
  const modifiers = (type?.typmods ?? []).map((m) => m.A_Const?.ival?.ival).filter((n) => n !== undefined);
  return `${SHORT[name] ?? name}${modifiers.length > 0 ? `(${modifiers.join(',')})` : ''}${type?.arrayBounds ? '[]' : ''}`;
}
