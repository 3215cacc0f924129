import { near } from '../../../spec/near.ts';
import { setOf } from '../../../words.ts';
import type { ProjectContext } from '../../../project/types.ts';
import type { Run } from '../../../spec/model.ts';
import { didYouMean } from '../../shared/text.ts';
import { codeSpansOf, isBelow, type CodeSpan } from '../../shared/spans.ts';
import type { Finding, KnownColumns, Rule, RuleInput } from '../../types.ts';

/** `orders.paid_at`, `billing.orders.paid_at`; a call, a path, a host or a longer name is none. */
const NAME = /(?<![\w.$/@:-])([a-z_][a-z0-9_]*)\.([a-z_][a-z0-9_]*)(?:\.([a-z_][a-z0-9_]*))?(?![\w(/@:-]|\.\w)/g;
/** Endings of files and hosts. */
const ENDINGS = setOf(`
  app avro com conf csv de dev env eu example go html io java js json jsx kt lan local log md mjs net org pdf
  php proto py rb rs sh sql toml ts tsx txt xml yaml yml zip`);

/** What libraries call on their objects: `refunds.create`. */
const METHODS = setOf(`
  add all cancel capture close confirm create del delete find first get insert list modify open patch post put
  query reject remove retrieve save search select send submit sync upsert verify`);

export const rule: Rule = {
  id: 'trace/column',
  severity: 'error',
  summary:
    'A column that Section 7 reads or writes exists in Section 5, or 7.E adds it; otherwise the first statement fails.',
  *check({ section, project, tables, catalog }) {
    if (!project || !tables || tables.length === 0) return;
    const byName = tablesByName(tables);
    const theirs = vendorsNames(section, catalog);
    // What the documents have now may be named where Section 7 says what is wrong with it and what it changes.
    const before = new Set(project.tables.flatMap(({ name, columns }) => columns.map((c) => `${name}.${c.name}`)));
    const isGone = ({ run }: CodeSpan, { name }: KnownColumns, column: string) =>
      (isBelow(run.section, '7.0') || isBelow(run.section, '7.E')) && before.has(`${name}.${column}`);
    let said: ReadonlySet<string> | undefined;
    for (const span of codeSpansOf(section)) {
      if (!span.text.includes('.') || isTheirs(span.run)) continue;
      for (const match of span.text.matchAll(NAME)) {
        const [name, first, second, third] = match as unknown as [string, string, string, string | undefined];
        const at = { start: span.at.start + match.index, end: span.at.start + match.index + name.length };
        const longer = byName.get(`${first}.${second}`);
        const table = longer ?? byName.get(first);
        const column = longer ? third : second;
        if (column === undefined || theirs.has(name) || ENDINGS.has(column) || METHODS.has(column)) continue;
        if (table && !isGone(span, table, column)) yield* missingColumn(table, column, at, project);
        // A topic, a key or an object that the documents name is no table.
        if (table || !project.schemaComplete || !isOurs(span, name) || (said ??= namesIn(project)).has(name)) continue;
        yield unknownTable(third === undefined ? first : `${first}.${second}`, at, [...byName.keys()]);
      }
    }
    yield* listedColumns(section, byName, project);
  },
};

/** `orders`, `orders.id`, and what follows it in a list of columns. */
const LIST = /^`\s?(?:,|\(|and|und|\+|\/)\s?`$/;

/**
 * In our column of a mapping: `orders` (`id`, `paid_at`), or `orders.id`, `paid_at`. Behind any other sign a value
 * may stand.
 */
function* listedColumns(
  section: RuleInput['section'],
  byName: ReadonlyMap<string, KnownColumns>,
  project: ProjectContext,
): Iterable<Finding> {
  let before: CodeSpan | undefined;
  let table: KnownColumns | undefined;
  for (const span of codeSpansOf(section)) {
    const listed = before?.run === span.run && LIST.test(section.text.slice(before.at.end, span.at.start));
    before = span;
    const named = byName.get(span.text) ?? byName.get(span.text.split('.').slice(0, -1).join('.'));
    if (!isOursOnly(span)) table = undefined;
    else if (named) table = named;
    else if (!listed || !/^[a-z_][a-z0-9_]*$/.test(span.text)) table = undefined;
    else if (table) yield* missingColumn(table, span.text, span.at, project);
  }
}

/** With and without the schema; of two tables with one name none is meant for sure. */
function tablesByName(tables: readonly KnownColumns[]): Map<string, KnownColumns> {
  const short = new Map<string, KnownColumns | null>();
  for (const table of tables) {
    const name = table.name.toLowerCase().split('.').at(-1)!;
    short.set(name, short.has(name) ? null : table);
  }
  const unique = [...short].filter((entry): entry is [string, KnownColumns] => entry[1] !== null);
  return new Map([...unique, ...tables.map((table) => [table.name.toLowerCase(), table] as const)]);
}

/** Cells that hold the vendors' names. */
const isTheirs = ({ table, column }: Run) =>
  (table === 'events' && column === 'Event') || column === 'Theirs' || column === 'Call';

/** What the vendors call theirs: `charge.refunded`. */
function vendorsNames({ runs }: RuleInput['section'], { sheets }: RuleInput['catalog']): Set<string> {
  const written = runs.filter(isTheirs).flatMap(({ piece }) => piece.plain.match(NAME) ?? []);
  return new Set([...written, ...sheets.flatMap(({ events }) => (events ?? []).map(({ name }) => name))]);
}

function* missingColumn(
  { name, columns, complete }: KnownColumns,
  column: string,
  at: Finding['at'],
  { schemaComplete }: ProjectContext,
): Iterable<Finding> {
  if (!complete || columns.some((known) => known.toLowerCase() === column)) return;
  const meant = near(column, columns.slice(0, 500));
  yield {
    at,
    message: `Unexpected column ${name}.${column}, missing in Section 5 and in 7.E${didYouMean(meant)}`,
    advice: 'Use a column of Section 5, or add it in the SQL of 7.E.',
    // An extract may leave out columns too.
    ...(!schemaComplete && { severity: 'warning' as const }),
  };
}

const namesIn = ({ files }: ProjectContext) => new Set(files.flatMap(({ text }) => text.match(NAME) ?? []));
/** Only the column of ours in a mapping holds nothing but our names; elsewhere an unknown table may be anybody's. */
const isOursOnly = ({ run }: CodeSpan) => run.table === 'mapping' && run.column === 'Ours';
const isOurs = (span: CodeSpan, name: string) => isOursOnly(span) && span.text === name;

function unknownTable(table: string, at: Finding['at'], known: readonly string[]): Finding {
  const meant = near(table, known.slice(0, 500));
  return {
    at,
    message: `Unexpected table ${table}, missing in Section 5 and in 7.E${didYouMean(meant)}`,
    advice: 'Use a table of Section 5, or add it in the SQL of 7.E.',
  };
}
