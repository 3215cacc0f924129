import type { Row, Section7 } from '../../../spec/model.ts';
import { servicesIn } from '../../shared/services.ts';
import { rowsOf, tablesOf } from '../../shared/tables.ts';
import { onlySumOf, roughlyEqual, type Money } from '../../shared/values.ts';
import type { Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'numbers/registry-cost',
  severity: 'error',
  summary:
    'What a service costs is said once: the registry and the service agree, and a cost above its budget is somebody’s decision.',
  *check({ section }) {
    for (const { row } of rowsOf(section, 'registry')) {
      const cost = onlySumOf(row.cells.cost);
      if (!cost) continue;
      const total = totalOf(section, row);
      if (total && total.money.currency === cost.currency && !roughlyEqual(total.money.amount, cost.amount)) {
        yield {
          at: row.cells.cost!.at,
          message: `Unexpected cost ${cost.text}, the service's own total is ${total.money.text}`,
          related: [{ message: 'the total', at: total.at }],
        };
      }
      const budget = onlySumOf(row.cells.budget);
      if (budget?.currency === cost.currency && cost.amount.cmp(budget.amount) > 0 && !isDecided(section, row)) {
        yield {
          at: row.cells.cost!.at,
          message: `Unexpected cost ${cost.text} above the budget of ${budget.text}`,
          advice: 'Make it a decision in 7.0.1 that names the service, with an owner.',
        };
      }
    }
  },
};

/** The total of the service's only cost table. */
function totalOf(section: Section7, row: Row<'registry'>): { money: Money; at: { start: number; end: number } } | null {
  const number = row.cells.section?.text;
  const tables = tablesOf(section, 'costs').filter(({ service }) => service !== null && service === number);
  const totals = tables.length === 1 ? tables[0]!.rows.filter(({ total }) => total) : [];
  const [only] = totals;
  // "Total in the second year" is one case of several.
  const cell =
    totals.length === 1 && /^\p{L}+\W*$/u.test(only!.cells.driver?.text ?? 'Total') ? only!.cells.cost : undefined;
  const money = onlySumOf(cell);
  return money && { money, at: cell!.at };
}

/** The row itself refers to a decision or correction, or one of 7.0 names the service. */
function isDecided(section: Section7, row: Row<'registry'>): boolean {
  if (
    section.ids.mentioned.some(
      ({ kind, at }) => 'DC'.includes(kind) && row.at.start <= at.start && at.end <= row.at.end,
    )
  )
    return true;
  const [service] = servicesIn(section, row.cells.section?.text ?? row.cells.service?.text ?? '');
  if (!service) return true;
  const rows = [...rowsOf(section, 'decisions'), ...rowsOf(section, 'corrections')];
  return rows.some(({ row: { cells } }) =>
    Object.values(cells).some((cell) => servicesIn(section, cell.text).includes(service)),
  );
}
