import type { Span } from '../../../markdown/types.ts';
import type { BlockNumber, TableKind } from '../../../spec/format.ts';
import type { Row, Section7, Service } from '../../../spec/model.ts';
import { isForAll, openServices, servicesMeant } from '../../shared/services.ts';
import { isBelow } from '../../shared/spans.ts';
import { cellsOf, rowsOf, tablesOf, textOf } from '../../shared/tables.ts';
import type { Finding, Rule, RuleInput } from '../../types.ts';

const PLACES: readonly {
  readonly number: BlockNumber;
  readonly kinds: readonly TableKind[];
  readonly what: string;
  readonly advice: string;
}[] = [
  {
    number: '7.1.2',
    kinds: ['outages'],
    what: 'what people see when it is down',
    advice: 'Write its row: what still works, what people see, what is at risk.',
  },
  {
    number: '7.O.5',
    kinds: ['incidents', 'symptoms'],
    what: 'what the person on call does',
    advice: 'Write its row, or name it in one that covers it.',
  },
];

export const rule: Rule = {
  id: 'trace/outage',
  severity: 'error',
  summary: 'Every service fails one day: 7.1.2 says what people see then, 7.O.5 what the person on call does first.',
  *check(input) {
    for (const place of PLACES) {
      const table = place.kinds
        .flatMap((kind) => tablesOf(input.section, kind))
        .find(({ service }) => service === null);
      if (table) yield* missing(input, place, table.headerAt);
    }
  },
};

/** A row of the tables, or any sentence beside them, that names the service; "any service" stands for all. */
function* missing(
  { section, catalog }: RuleInput,
  { number, kinds, what, advice }: (typeof PLACES)[number],
  at: Span,
): Iterable<Finding> {
  const rows = kinds.flatMap((kind) => rowsOf(section, kind)).map(({ row }) => row);
  if (rows.some(({ cells }) => isForAll(cellsOf(cells)[0]?.text ?? ''))) return;
  const namedIn = (text: string) => [...servicesMeant(section, text, catalog)];
  const sentences = section.runs.filter((run) => run.table === undefined && isBelow(run.section, number));
  // "A plain outage: 7.1.2, switch off what errs" is said of every service.
  if (sentences.some((run) => number !== '7.1.2' && run.piece.plain.includes('7.1.2'))) return;
  const beside = sentences.flatMap(({ piece }) => namedIn(piece.plain));
  const said = new Set([...beside, ...rows.flatMap((row) => subjectsOf(row, namedIn)), ...heldBack(section, namedIn)]);
  for (const service of section.services) {
    if (said.has(service)) continue;
    yield {
      at,
      message: `Missing ${service.name} in ${number}: ${what}`,
      advice,
      related: [{ message: service.name, at: service.headingAt }],
      // Of a service whose loss nobody notices the person on call needs no row.
      ...(number === '7.O.5' && { severity: 'warning' as const }),
    };
  }
}

/** Whom a row is about: whom its first cell names; of "a key leaked", whose steps name several, nobody. */
function subjectsOf(row: Row, namedIn: (text: string) => Service[]): Service[] {
  const subjects = namedIn(cellsOf(row.cells)[0]?.text ?? '');
  if (subjects.length > 0) return subjects;
  const named = namedIn(textOf(row));
  return named.length > 1 ? [] : named;
}

/** Open in the registry and in no row of the coverage table: not built until somebody decides. */
function heldBack(section: Section7, namedIn: (text: string) => Service[]): Service[] {
  // "Adyen; Mollie only if D-1 says so": what stands beside a decision is not used yet.
  const uses = rowsOf(section, 'coverage').flatMap(({ row }) => (row.cells.services?.text ?? '').split(/[;,]/));
  const used = new Set(uses.filter((use) => !/\bD-\d/.test(use)).flatMap(namedIn));
  return [...openServices(section)].filter((service) => !used.has(service));
}
