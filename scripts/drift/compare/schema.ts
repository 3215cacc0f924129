import type { SqlText } from '../../project/schema-sql.ts';
import type { Span } from '../../markdown/types.ts';
import { schemaBefore, sqlChanges } from '../../rules/shared/changes.ts';
import type { CodeBlock } from '../../spec/model.ts';
import type { Evidence } from '../evidence.ts';
import { isSql } from '../kinds.ts';
import type { DriftFinding, DriftInput, NotCompared, RepoFile } from '../types.ts';

/** Where tools keep the statements that build a schema. */
const MIGRATION =
  /(?:^|\/)(?:\w*migrat\w*|schema|ddl|flyway|changelog|database|db|sql|initdb(?:\.d)?|docker-entrypoint-initdb\.d|alembic)\/|(?:^|\/)(?:schema|structure|init|V\d+[\d_.]*__\w+)\.sql$/i;
/** What takes a migration back. */
const DOWN =
  /(?:[._-]down|[._-]rollback|[._-]undo)\.sql$|(?:^|\/)(?:down|rollback|undo|seeds?)[\w.-]*(?:\/|\.sql$)|(?:^|\/)U\d+__/i;
const DOWN_PART = /^--[ \t]*(?:migrate:down|\+goose Down|rollback|@DOWN|down$)/im;

/** Tables and columns that 7.E makes against those that the migrations make. */
export function* compareSchema(
  { section, project, parsers }: DriftInput,
  { files }: Evidence,
): Iterable<DriftFinding | NotCompared> {
  const blocks = sqlChanges(section);
  if (blocks.length === 0) return;
  const migrations = files.filter(({ path }) => isSql(path) && MIGRATION.test(path) && !DOWN.test(path));
  const base = schemaBefore(project?.tables ?? [], true);
  const after = parsers.sql(
    blocks.map(({ block }) => ({ text: block.text })),
    base,
  ).tables;
  const made = parsers.sql(migrations.map(upOf)).tables;
  const byName = new Map(made.map((table) => [bare(table.name), table]));
  const known = [...base.tables, ...after].some(({ name }) => byName.has(bare(name)));
  if (!known) {
    yield {
      notCompared: `schema: ${migrations.length === 0 ? 'the repository has no migrations in SQL' : 'no migration makes a table that Section 5 or 7.E has'}`,
    };
    return;
  }
  const before = new Map(base.tables.map((table) => [table.name, new Set(table.columns.map(({ name }) => name))]));
  for (const table of after) {
    const old = before.get(table.name);
    const own = byName.get(bare(table.name));
    if (!own) {
      if (!old && table.text !== null) yield missing(`table ${table.name}`, table.name, blocks, migrations[0]!, 0);
      continue;
    }
    if (!own.complete) continue;
    const columns = new Set(own.columns.map(({ name }) => name.toLowerCase()));
    for (const { name } of table.columns) {
      if (old?.has(name) || columns.has(name.toLowerCase())) continue;
      const at = own.text === null ? { file: migrations[0]!, at: 0 } : { file: migrations[own.text]!, at: own.at };
      yield missing(`column ${table.name}.${name}`, name, blocks, at.file, at.at);
    }
  }
}

const bare = (name: string) => name.toLowerCase().replace(/^public\./, '');

function upOf({ text }: RepoFile): SqlText {
  const down = DOWN_PART.exec(text);
  return { text: down ? text.slice(0, down.index) : text };
}

function missing(
  what: string,
  name: string,
  blocks: readonly CodeBlock[],
  file: RepoFile,
  start: number,
): DriftFinding {
  return {
    at: placeIn(blocks, name),
    message: `Unexpected ${what} in 7.E: no migration makes it`,
    advice: 'Write the migration, or correct 7.E.',
    related: [
      {
        message: what.startsWith('table') ? 'the migrations' : 'the table is made here',
        at: { file, at: { start, end: start + 1 } },
      },
    ],
  };
}

/** The name where 7.E first has it; a fence in a quote or list is found as a whole. */
function placeIn(blocks: readonly CodeBlock[], name: string): Span {
  for (const {
    block: { text, textAt },
  } of blocks) {
    const found = new RegExp(`(?<!\\w)${name.replace(/[^\w]/g, '\\$&')}(?!\\w)`).exec(text);
    if (found && text.length !== textAt.end - textAt.start) return textAt;
    if (found) return { start: textAt.start + found.index, end: textAt.start + found.index + name.length };
  }
  return blocks[0]!.block.textAt;
}
