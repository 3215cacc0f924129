import { readLines, type InputDocument } from './documents.ts';
import { EndpointReader, endpointsOf } from './endpoints.ts';
import type { Grammars } from './grammars.ts';
import { configure, type Located } from './sections.ts';
import { sqlBlocks, tablesOf } from './tables.ts';
import type { ApiBase, DataTable, Endpoint, Place, Unread } from './types.ts';

interface Known {
  readonly endpoints: readonly Endpoint[];
  readonly bases: readonly ApiBase[];
  readonly tables: readonly DataTable[];
}

/**
 * Where the configuration gives one heading of a file to Section 4 or 5: endpoints and tables that stand below others
 * of its headings, and that no section has.
 */
export function leftOut({ sections, ranges }: Located, known: Known, grammars: Grammars): Unread[] {
  return sections.flatMap(({ number, by, file, title }) => {
    if (by !== 'configuration' || (number !== '4' && number !== '5')) return [];
    const own = ranges.filter((r) => r.document.path === file);
    const { document } = own[0]!;
    const isRead = (block: number) => own.some((r) => block >= r.from && block < r.to);
    const places =
      number === '4' ? endpointsOutside(document, isRead, known) : tablesOutside(document, isRead, known, grammars);
    const [first] = places;
    if (!first) return [];
    return {
      what:
        `${places.length} ${number === '4' ? 'endpoints' : 'tables'} of ${file} outside of "${title}" ` +
        `(first at ${file}:${first.line})`,
      why: 'the configuration maps this heading alone',
      how: configure(number, file),
    };
  });
}

type IsRead = (block: number) => boolean;

function endpointsOutside(document: InputDocument, isRead: IsRead, { endpoints, bases }: Known): Place[] {
  const { lines, code } = readLines(document, (block) => (isRead(block) ? null : '4'));
  const reader = new EndpointReader(bases);
  for (const line of lines) reader.line(line);
  for (const block of code) reader.code(block);
  const prefixes = bases.map((b) => b.prefix);
  // Those that are read come first, so that what is left of both is new.
  return endpointsOf([...endpoints, ...reader.found], prefixes)
    .filter((e) => reader.found.includes(e))
    .map((e) => e.place);
}

function tablesOutside(document: InputDocument, isRead: IsRead, { tables }: Known, { sql }: Grammars): Place[] {
  const { lines, code } = readLines(document, (block) => (isRead(block) ? null : '5'));
  const blocks = sqlBlocks(code, lines, []);
  const schema = sql && blocks.length > 0 ? sql(blocks) : null;
  const names = new Set(tables.map((t) => t.name));
  return tablesOf(schema, blocks, code, lines, []).tables.flatMap(({ name, place }) =>
    place === null || names.has(name) ? [] : [place],
  );
}
