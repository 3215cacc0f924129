import { append } from '../../../append.ts';
import type { Feature } from '../../../project/types.ts';
import type { Cell, Run, Section7, Service } from '../../../spec/model.ts';
import { featuresIn, hasRange, unknownFeaturesIn } from '../../shared/features.ts';
import { openServices, servicesIn, servicesMeant } from '../../shared/services.ts';
import { isBelow } from '../../shared/spans.ts';
import { rowsOf, tablesOf, textOf } from '../../shared/tables.ts';
import type { Finding, Rule, RuleInput } from '../../types.ts';

export const rule: Rule = {
  id: 'trace/coverage',
  severity: 'error',
  summary: 'Every feature is mapped to its services or said to need none, and every place says the same.',
  *check(input) {
    const features = input.project?.features ?? [];
    if (features.length === 0) return;
    yield* missing(input, features);
    yield* unknown(input, features);
    yield* disagreeing(input, features);
  },
};

function* missing({ section }: RuleInput, features: readonly Feature[]): Iterable<Finding> {
  const heading = section.headings.find(({ number }) => number === '7.3');
  if (!heading) return;
  const table = tablesOf(section, 'coverage')[0];
  const said = section.runs.filter((run) => run.table === 'coverage' || isHome(run, table !== undefined));
  const covered = new Set(said.flatMap((run) => [...featuresIn(run.piece.plain, features)]));
  const all = said.map((run) => run.piece.plain.toLowerCase()).join('\n');
  const left = features.filter(
    ({ id, title }) => !covered.has(id) && !(title.length > 3 && all.includes(title.toLowerCase())),
  );
  const advice = 'Map it to its services, or write "none" and why.';
  if (!table && left.length > 1) {
    const ids = left.map(({ id }) => id).join(', ');
    yield {
      at: heading.at,
      message: `Missing features ${ids} in 7.3, expected each with its services or "none"`,
      advice,
    };
  } else
    for (const { id, title, place } of left) {
      yield {
        at: table?.headerAt ?? heading.at,
        message: `Missing feature ${id} "${title}" in the coverage table`,
        advice,
        related: [{ message: 'the feature', at: place }],
      };
    }
}

/** Beside the table a sentence or list of 7.3. Without it the registry counts too, and what the overview says. */
const isHome = ({ section, table }: Run, hasTable: boolean) =>
  hasTable
    ? isBelow(section, '7.3') && table !== 'registry'
    : section === '7' || isBelow(section, '7.1') || isBelow(section, '7.3');

function* unknown({ section }: RuleInput, features: readonly Feature[]): Iterable<Finding> {
  const cells = [
    ...rowsOf(section, 'coverage').flatMap(({ row }) => row.cells.feature ?? []),
    ...rowsOf(section, 'registry').flatMap(({ row }) => row.cells.features ?? []),
    ...section.labels.flatMap(({ key, value }) => (key === 'features' ? [value] : [])),
  ];
  for (const cell of cells) {
    for (const id of unknownFeaturesIn(cell.text, features))
      yield { at: cell.at, message: `Unexpected feature ${id}: the documents have no such feature` };
  }
}

interface Supported {
  readonly service: Service;
  readonly ids: ReadonlySet<string>;
  readonly at: Cell['at'];
}

/** A service's features by its label and by its row, against the coverage table. */
function* disagreeing({ section, catalog }: RuleInput, features: readonly Feature[]): Iterable<Finding> {
  const supported = supportedBy(section, features);
  const byFeature = new Map<string, Supported[]>();
  for (const one of supported.values()) for (const id of one.ids) append(byFeature, id, one);
  const open = openServices(section);
  for (const { row } of rowsOf(section, 'coverage')) {
    const [id, ...more] = featuresIn(row.cells.feature?.text ?? '', features);
    const cell = row.cells.services;
    if (id === undefined || more.length > 0 || !cell) continue;
    const text = textOf(row);
    // A cell without anything in it is no place to look at.
    const place = cell.text === '' ? row : cell;
    const meant = servicesMeant(section, text, catalog);
    // A feature that waits for a decision may name nobody yet, and nobody has to name a candidate.
    for (const { service, at } of /D-\d/.test(text) ? [] : (byFeature.get(id) ?? [])) {
      if (!meant.has(service) && !open.has(service))
        yield warning(
          place,
          `Missing ${service.name} for feature ${id}, expected it as in ${service.number}`,
          service,
          at,
        );
    }
    for (const { service, ids, at } of servicesIn(section, cell.text).flatMap((named) => supported.get(named) ?? [])) {
      if (!ids.has(id))
        yield warning(
          place,
          `Unexpected ${service.name} for feature ${id}, which ${service.number} does not support`,
          service,
          at,
        );
    }
  }
}

const warning = ({ at }: Pick<Cell, 'at'>, message: string, { name }: Service, place: Cell['at']): Finding => ({
  at,
  severity: 'warning',
  message,
  related: [{ message: `the features of ${name}`, at: place }],
});

/** What each service says of itself; a range such as "3.2–3.12" says of no feature in particular that it is meant. */
function supportedBy(section: Section7, features: readonly Feature[]): ReadonlyMap<Service, Supported> {
  const cells = new Map<Service, Cell[]>();
  const add = (service: Service | undefined, cell: Cell | undefined) => service && cell && append(cells, service, cell);
  const byNumber = new Map(section.services.map((service) => [service.number, service]));
  for (const { key, value, service } of section.labels) if (key === 'features') add(byNumber.get(service ?? ''), value);
  for (const {
    row: {
      cells: { section: number, features: own },
    },
  } of rowsOf(section, 'registry'))
    add(byNumber.get(number?.text ?? ''), own);
  return new Map(
    [...cells].flatMap(([service, own]): [Service, Supported][] => {
      const text = own.map((cell) => cell.text).join(' | ');
      const ids = featuresIn(text, features);
      return ids.size === 0 || hasRange(text, features) ? [] : [[service, { service, ids, at: own[0]!.at }]];
    }),
  );
}
