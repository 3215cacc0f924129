import { loadModule } from 'libpg-query';
import type { CodeBlock, Emit } from '../types.ts';
import { SUPABASE, type HostSchema } from './extensions.ts';
import { Gaps } from './gaps.ts';
import { created, missingRoles, missingSchemas, walk } from './names.ts';
import type { Database, Opened } from './pglite.ts';
import { findingOf, placeOf, type SqlFault } from './place.ts';
import { quoted, rebuildTable } from './rebuild.ts';
import { splitStatements, type Statement, type Tree } from './split.ts';
import { whyNot } from './unrunnable.ts';

export interface SqlJob {
  readonly schema: readonly CodeBlock[];
  readonly changes: readonly CodeBlock[];
  readonly described: readonly string[];
}

/** Runs Section 5, then 7.E, statement by statement, each in its own transaction. */
export async function runPostgres(
  open: (extensions: string[]) => Promise<Opened>,
  job: SqlJob,
  emit: Emit,
): Promise<void> {
  await loadModule();
  const schema = job.schema.flatMap((block) => splitStatements(block, 'schema'));
  const changes = job.changes.flatMap((block) => splitStatements(block, 'changes'));
  const { database, engine } = await open(extensionsIn([...schema, ...changes]));
  emit({ type: 'ready' });
  const session = new Session(database, job.described, emit);
  try {
    await session.prepare(schema, changes);
    await session.runSchema(schema);
    await session.runChanges(changes);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    const why = 'the embedded database stopped; what comes after it was not run';
    emit({ type: 'not-run', notRun: { what: `SQL: ${error.message}`, why } });
  }
  emit({
    type: 'ran',
    line: `${engine}: ${session.counted(schema, 'Section 5')}, ${session.counted(changes, 'Section 7')}`,
  });
}

/** Names in CREATE EXTENSION. */
function extensionsIn(statements: readonly Statement[]): string[] {
  return [
    ...new Set(statements.filter(({ kind }) => kind === 'CreateExtensionStmt').map(({ tree }) => String(tree.extname))),
  ];
}

class Stopped extends Error {}

class Session {
  readonly #database: Database;
  readonly #emit: Emit;
  readonly #gaps: Gaps;
  readonly #done = new Set<Statement>();
  #inTransaction = false;
  #version = 0;
  #prepared = 0;

  constructor(database: Database, described: readonly string[], emit: Emit) {
    this.#database = database;
    this.#emit = emit;
    this.#gaps = new Gaps(described);
  }

  counted(statements: readonly Statement[], where: string): string {
    return `${statements.filter((s) => this.#done.has(s)).length} of ${statements.length} statements of ${where}`;
  }

  /** Roles, and schemas that Section 5 uses, are made by whoever sets up a server; documents seldom show it. */
  async prepare(schema: readonly Statement[], changes: readonly Statement[]): Promise<void> {
    const [version] = await this.#database.exec('SHOW server_version').catch(() => []);
    this.#version = Number.parseInt(String(version?.rows[0]?.server_version ?? ''), 10) || 0;
    const roles = missingRoles([...schema, ...changes]);
    const schemas = missingSchemas(schema);
    const host = SUPABASE.filter(
      (each) => [...schema, ...changes].some(({ tree }) => uses(tree, each)) && !this.#creates(schema, each.name),
    );
    const added = schemas.filter((name) => host.every((each) => each.name !== name));
    const creating = [...schema, ...changes].filter(({ kind }) => kind === 'CreateSchemaStmt');
    this.#gaps.knows([
      ...schemas,
      ...host.map(({ name }) => name),
      ...creating.flatMap((statement) => created(statement)),
    ]);
    const made = [
      ...roles.map((role) => `CREATE ROLE ${quoted(role)}`),
      ...added.map((name) => `CREATE SCHEMA ${quoted(name)}`),
    ];
    for (const sql of [...made, ...host.flatMap(({ sql }) => sql)]) await this.#database.exec(sql).catch(() => {});
    const ran = (line: string) => this.#emit({ type: 'ran', line });
    if (roles.length > 0) ran(`roles that no statement creates were added: ${roles.join(', ')}`);
    if (added.length > 0) ran(`schemas that no statement creates were added: ${added.join(', ')}`);
    for (const { name, tables, functions } of host)
      ran(
        `a stand-in for the schema ${name} of Supabase was added: ${[...tables, ...functions.map((f) => `${f}()`)].join(', ')}`,
      );
  }

  #creates = (statements: readonly Statement[], name: string) =>
    statements.some((s) => s.kind === 'CreateSchemaStmt' && created(s).includes(name));

  /**
   * Documents describe tables in any order: what fails is tried again after the rest, and a table that cannot be
   * created at all is rebuilt from its columns.
   */
  async runSchema(statements: readonly Statement[]): Promise<void> {
    this.#gaps.learn(statements);
    const runnable = statements.filter((statement) => !this.#skip(statement));
    const failed = new Map<Statement, SqlFault>();
    let open: readonly Statement[] = runnable;
    for (;;) {
      open = await this.#pass(open, failed);
      const table = open.find(({ kind, tree }) => kind === 'CreateStmt' && tree.tableElts && !tree.partbound);
      if (!table) break;
      open = open.filter((statement) => statement !== table);
      await this.#rebuild(table, failed.get(table)!);
    }
    for (const statement of open) this.#report(statement, failed.get(statement)!);
  }

  /** Runs statements until none of those that failed succeeds any more; gives those. */
  async #pass(statements: readonly Statement[], failed: Map<Statement, SqlFault>): Promise<readonly Statement[]> {
    let open = statements;
    for (;;) {
      const rest: Statement[] = [];
      for (const [i, statement] of open.entries()) {
        const fault = await this.#run(statement, open.length - i - 1);
        if (fault) {
          failed.set(statement, fault);
          rest.push(statement);
        }
      }
      if (rest.length === 0 || rest.length === open.length) return rest;
      open = rest;
    }
  }

  async #rebuild(table: Statement, fault: SqlFault): Promise<void> {
    const { sql, replaced } = await rebuildTable(this.#database, table);
    const error = await this.#attempt(sql);
    if (error) return this.#report(table, fault);
    const name = created(table)[0];
    const why = replaced.length > 0 ? `${replaced.join(', ')} became text` : fault.message;
    this.#gaps.lose(replaced.map((column) => column.split(' ')[0]!));
    this.#notRun(table, `table ${name} was created with its columns and keys only: ${why}`);
    if (replaced.length === 0 && !this.#gaps.explains(table, fault)) this.#finding(table, fault);
  }

  async runChanges(statements: readonly Statement[]): Promise<void> {
    this.#gaps.endOfSchema();
    for (const [i, statement] of statements.entries()) {
      if (statement.kind === 'TransactionStmt') this.#inTransaction = isBegin(statement, this.#inTransaction);
      if (this.#skip(statement)) continue;
      const fault = await this.#run(statement, statements.length - i - 1);
      if (fault) this.#report(statement, fault);
    }
  }

  /** Whether a statement is left out, which is said. */
  #skip(statement: Statement): boolean {
    if (statement.kind === 'TransactionStmt') {
      this.#done.add(statement);
      return true;
    }
    const why = whyNot(statement);
    if (why === null) return false;
    this.#gaps.loseText(statement.text);
    this.#notRun(statement, why);
    return true;
  }

  async #run(statement: Statement, left: number): Promise<SqlFault | null> {
    if (statement.fault) return { ...statement.fault, code: '42601' };
    this.#emit({ type: 'step', what: shown(statement), left });
    // With parameters it is planned, not run: the planner is who refuses ON CONFLICT without its unique index.
    const prefix = hasParameters(statement) ? this.#planning() : '';
    if (this.#inTransaction) await this.#attempt('BEGIN');
    const fault = await this.#attempt(prefix + statement.text, prefix.length);
    if (this.#inTransaction) await this.#attempt(fault ? 'ROLLBACK' : 'COMMIT');
    if (!fault && !(await this.#isAlive())) throw new Stopped(shown(statement));
    if (!fault) this.#done.add(statement);
    return fault;
  }

  #planning = () => (this.#version < 16 ? `PREPARE _section${this.#prepared++} AS ` : 'EXPLAIN (GENERIC_PLAN) ');

  /** A statement that breaks the engine, such as COPY to a program, leaves one that answers nothing to everything. */
  async #isAlive(): Promise<boolean> {
    const [result] = await this.#database.exec('SELECT 1 AS alive').catch(() => []);
    return result?.rows[0]?.alive === 1;
  }

  async #attempt(sql: string, before = 0): Promise<SqlFault | null> {
    try {
      await this.#database.exec(sql);
      return null;
    } catch (error) {
      return placeOf(error, sql, before);
    }
  }

  #report(statement: Statement, fault: SqlFault): void {
    const why = this.#gaps.explains(statement, fault);
    this.#gaps.lose(created(statement));
    if (statement.kind === 'DoStmt' || statement.fault) this.#gaps.loseText(statement.text);
    if (why === null) this.#finding(statement, fault);
    else this.#notRun(statement, why);
  }

  #finding = (statement: Statement, fault: SqlFault) =>
    this.#emit({ type: 'finding', finding: findingOf(statement, fault) });

  #notRun(statement: Statement, why: string): void {
    const where = statement.origin === 'schema' ? 'Section 5' : '7.E';
    this.#emit({ type: 'not-run', notRun: { what: `${where}: ${shown(statement)}`, why } });
  }
}

/** The first line of a statement, cut short. */
function shown({ text }: Statement): string {
  const line = text.split('\n', 1)[0]!.trim();
  return line.length > 70 || line.length < text.length ? `${line.slice(0, 70).trimEnd()} …` : line;
}

function isBegin({ tree }: Statement, before: boolean): boolean {
  const kind = String(tree.kind ?? 'TRANS_STMT_BEGIN');
  if (kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_START') return true;
  return kind === 'TRANS_STMT_COMMIT' || kind === 'TRANS_STMT_ROLLBACK' ? false : before;
}

function hasParameters({ tree, kind }: Statement): boolean {
  let found = false;
  if (/^(?:Select|Insert|Update|Delete|Merge)Stmt$/.test(kind)) walk(tree, (name) => (found ||= name === 'ParamRef'));
  return found;
}

function uses(tree: Tree, { name: schema, tables, functions }: HostSchema): boolean {
  let found = false;
  walk(tree, (_, node) => {
    if (node.schemaname === schema && tables.includes(String(node.relname))) found = true;
    const name = node.funcname;
    const [qualifier, fn] = Array.isArray(name) ? name.map((part: Tree) => (part.String as Tree)?.sval) : [];
    if (qualifier === schema && functions.includes(String(fn))) found = true;
  });
  return found;
}
