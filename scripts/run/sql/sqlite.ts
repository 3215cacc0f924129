import { createRequire } from 'node:module';
import type { CodeBlock, Emit, Origin } from '../types.ts';
import type { SqlJob } from './postgres.ts';

interface Sqlite {
  exec(sql: string): void;
  prepare(sql: string): unknown;
}

/** What reaches out of the database. These words can only begin a statement. */
const OUTSIDE = /^(?:ATTACH|DETACH|VACUUM)\b/i;

/** Runs Section 5, then 7.E, in the SQLite of Node.js, in memory. */
export async function runSqlite(job: SqlJob, emit: Emit): Promise<void> {
  const opened = open();
  if (opened === null) {
    const why = `Node.js ${process.versions.node} has no SQLite; 22.13 and later have`;
    return emit({ type: 'not-run', notRun: { what: 'SQL for SQLite', why } });
  }
  emit({ type: 'ready' });
  const { database, version } = opened;
  const failed = new Set<string>();
  const counts = [run(job.schema, 'schema'), run(job.changes, 'changes')];
  emit({ type: 'ran', line: `SQLite ${version}: ${counts[0]} of Section 5, ${counts[1]} of Section 7` });

  function run(blocks: readonly CodeBlock[], origin: Origin): string {
    let [done, all] = [0, 0];
    for (const block of blocks) {
      for (const { offset, text } of statements(database, block.text)) {
        all++;
        const what = text.split('\n', 1)[0]!.slice(0, 70);
        if (OUTSIDE.test(text)) {
          emit({ type: 'not-run', notRun: { what, why: 'reaches out of the database' } });
          continue;
        }
        emit({ type: 'step', what, left: 0 });
        const message = failure(() => database.exec(text));
        if (message === null) done++;
        else report(block.id, offset, text, message, origin);
      }
    }
    return `${done} of ${all} statements`;
  }

  function report(block: string, offset: number, text: string, message: string, origin: Origin): void {
    const name = /: (?:main\.)?(\w+)$/.exec(message)?.[1] ?? '';
    const why = origin === 'changes' && /^no such table/.test(message) ? unknown(name) : null;
    const table = /^CREATE\s+(?:TEMP(?:ORARY)?\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?["`[]?(\w+)/i.exec(text)?.[1];
    if (table) failed.add(table);
    const at = Math.max(0, text.indexOf(name));
    if (why) return emit({ type: 'not-run', notRun: { what: text.split('\n', 1)[0]!.slice(0, 70), why } });
    const length = Math.max(1, name.length);
    emit({ type: 'finding', finding: { kind: 'sql', origin, block, offset: offset + at, length, message } });
  }

  function unknown(name: string): string | null {
    if (failed.has(name)) return `follows from ${name}, which could not be made before`;
    if (job.described.includes(name)) return `Section 5 describes ${name} without SQL`;
    return job.schema.length === 0 ? `no SQL of Section 5 creates ${name}` : null;
  }
}

function open(): { database: Sqlite; version: string } | null {
  try {
    const { DatabaseSync } = createRequire(__filename)('node:sqlite');
    return { database: new DatabaseSync(':memory:'), version: process.versions.sqlite ?? '' };
  } catch {
    return null;
  }
}

function failure(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Statements as SQLite itself ends them: a semicolon ends one when what stands before it is no incomplete input. */
function* statements(database: Sqlite, text: string): Generator<{ offset: number; text: string }> {
  let start = skipBlank(text, 0);
  for (let end = text.indexOf(';', start); start < text.length; end = text.indexOf(';', end + 1)) {
    const piece = text.slice(start, end < 0 ? text.length : end + 1);
    if (end >= 0 && isIncomplete(database, piece)) continue;
    yield { offset: start, text: piece };
    start = end < 0 ? text.length : skipBlank(text, end + 1);
    end = Math.max(end, start - 1);
  }
}

function isIncomplete(database: Sqlite, sql: string): boolean {
  const message = failure(() => database.prepare(sql));
  return message !== null && /^(?:incomplete input|unrecognized token: ["'`[])/.test(message);
}

/** Past white space, comments and lone semicolons. */
function skipBlank(text: string, from: number): number {
  for (let at = from; ; ) {
    const before = at;
    while (at < text.length && /[\s;]/.test(text[at]!)) at++;
    if (text.startsWith('--', at)) at = endOf(text, '\n', at);
    if (text.startsWith('/*', at)) at = endOf(text, '*/', at);
    if (at === before) return at;
  }
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end < 0 ? text.length : end + mark.length;
}
