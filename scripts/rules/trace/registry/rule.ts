import { CATEGORIES } from '../../../spec/format.ts';
import type { Row } from '../../../spec/model.ts';
import { servicesIn, servicesMeant } from '../../shared/services.ts';
import { rowsOf, tablesOf } from '../../shared/tables.ts';
import type { Finding, Rule, RuleInput } from '../../types.ts';

const NUMBER = /(?<![\p{L}\p{N}.])7\.[A-Z]\.[1-9]\d{0,2}(?![\p{L}\p{N}])/gu;
const fold = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
const BY_NAME = new Map(
  Object.entries(CATEGORIES).flatMap(([code, name]) => [
    [fold(name), code],
    [code.toLowerCase(), code],
  ]),
);

export const rule: Rule = {
  id: 'trace/registry',
  severity: 'error',
  summary:
    'The registry is where a reader begins: it lists each service that has a section, and no other as if it had one.',
  *check(input) {
    const { section, catalog } = input;
    const table = tablesOf(section, 'registry')[0];
    if (!table) return;
    const rows = rowsOf(section, 'registry').map(({ row }) => row);
    const headings = new Set(section.headings.map(({ number }) => number));
    for (const row of rows) yield* faultsOf(row, input, headings);
    const listed = new Set(
      rows.flatMap(({ cells }) => [
        ...servicesMeant(section, `${cells.section?.text ?? ''} ${cells.service?.text ?? ''}`, catalog),
      ]),
    );
    for (const service of section.services) {
      if (listed.has(service)) continue;
      yield {
        at: service.headingAt,
        message: `Missing row for ${service.number} ${service.name} in the registry of 7.3`,
        related: [{ message: 'the registry', at: table.headerAt }],
      };
    }
  },
};

function* faultsOf(
  { cells }: Row<'registry'>,
  { section }: RuleInput,
  headings: ReadonlySet<string>,
): Iterable<Finding> {
  const numbers = [...new Set(cells.section?.text.match(NUMBER))];
  for (const number of numbers) {
    if (headings.has(number)) continue;
    yield {
      at: cells.section!.at,
      message: `Unexpected ${number} in the registry, which is no section`,
      advice: 'Write the section, or leave its number out.',
    };
  }
  if (numbers.length !== 1) return;
  const [number] = numbers as [string];
  const [service] = servicesIn(section, number);
  if (!service) return;
  const others = servicesIn(section, cells.service?.text ?? '');
  if (others.length > 0 && !others.includes(service)) {
    yield {
      at: cells.service!.at,
      message: `Unexpected ${cells.service!.text} for ${number}, expected ${service.name}`,
      related: [{ message: 'its heading', at: service.headingAt }],
    };
  }
  // Only another category's own name: a short or translated one misleads nobody.
  const category = BY_NAME.get(fold(cells.category?.text ?? ''));
  if (category !== undefined && category !== service.code) {
    yield {
      at: cells.category!.at,
      message: `Unexpected category ${cells.category!.text} for ${number}, expected ${CATEGORIES[service.code]}`,
    };
  }
}
