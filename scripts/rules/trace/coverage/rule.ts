import type { Feature } from '../../../project/types.ts';
import type { Cell, Service } from '../../../spec/model.ts';
import { featuresIn, hasRange, unknownFeaturesIn } from '../../shared/features.ts';
import { isNamed, servicesIn } from '../../shared/services.ts';
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

/** In the coverage table, or in a sentence or list of 7.3; the registry says what is used, not what was considered. */
function* missing({ section }: RuleInput, features: readonly Feature[]): Iterable<Finding> {
  const heading = section.headings.find(({ number }) => number === '7.3');
  if (!heading) return;
  const said = section.runs.filter((run) => run.table === 'coverage' || isBelow(run.section, '7.3') && run.table !== 'registry');
  const covered = new Set(said.flatMap((run) => [...featuresIn(run.piece.plain, features)]));
  const texts = said.map((run) => run.piece.plain.toLowerCase());
  const left = features.filter(({ id, title }) => !covered.has(id) && !(title.length > 3 && texts.some((text) => text.includes(title.toLowerCase()))));
  const table = tablesOf(section, 'coverage')[0];
  const advice = 'Map it to its services, or write "none" and why.';
  if (!table && left.length > 1) {
    yield { at: heading.at, message: `Missing features ${left.map(({ id }) => id).join(', ')} in 7.3, expected each with its services or "none"`, advice };
  } else for (const { id, title, place } of left) {
    yield { at: table?.headerAt ?? heading.at, message: `Missing feature ${id} "${title}" in the coverage table`, advice, related: [{ message: 'the feature', at: place }] };
  }
}

function* unknown({ section }: RuleInput, features: readonly Feature[]): Iterable<Finding> {
  const cells = [
    ...rowsOf(section, 'coverage').flatMap(({ row }) => row.cells.feature ?? []),
    ...rowsOf(section, 'registry').flatMap(({ row }) => row.cells.features ?? []),
    ...section.labels.flatMap(({ key, value }) => (key === 'features' ? [value] : [])),
  ];
  for (const cell of cells) {
    for (const id of unknownFeaturesIn(cell.text, features)) yield { at: cell.at, message: `Unexpected feature ${id}: the documents have no such feature` };
  }
}

/** A service's features by its label and by its row, against the coverage table. */
function* disagreeing({ section, catalog }: RuleInput, features: readonly Feature[]): Iterable<Finding> {
  const rows = rowsOf(section, 'coverage').map(({ row }) => ({ row, ids: featuresIn(row.cells.feature?.text ?? '', features) }));
  for (const service of section.services) {
    const said = featuresOf(section, service);
    const own = featuresIn(said.map(({ text }) => text).join(' | '), features);
    if (own.size === 0 || said.some(({ text }) => hasRange(text, features))) continue;
    const related = [{ message: `the features of ${service.name}`, at: said[0]!.at }];
    for (const { row, ids } of rows) {
      const cell = row.cells.services;
      if (!cell) continue;
      const lacking = [...ids].filter((id) => own.has(id));
      // A feature that waits for a decision may name nobody yet.
      if (lacking.length === 1 && ids.size === 1 && !/D-\d/.test(textOf(row)) && !isNamed(service, textOf(row), section, catalog)) {
        yield { at: cell.at, severity: 'warning', message: `Missing ${service.name} for feature ${lacking[0]}, expected it as in ${service.number}`, related };
      } else if (lacking.length === 0 && ids.size === 1 && servicesIn(section, cell.text).includes(service)) {
        yield { at: cell.at, severity: 'warning', message: `Unexpected ${service.name} for feature ${[...ids][0]}, which ${service.number} does not support`, related };
      }
    }
  }
}

function featuresOf(section: RuleInput['section'], service: Service): Cell[] {
  const label = section.labels.flatMap(({ key, value, service: number }) => (key === 'features' && number === service.number ? [value] : []));
  const rows = rowsOf(section, 'registry').filter(({ row }) => servicesIn(section, row.cells.section?.text ?? '').includes(service));
  return [...label, ...rows.flatMap(({ row }) => row.cells.features ?? [])];
}
