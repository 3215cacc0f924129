import { formatMoney, ZERO, type Ratio } from '../../../quantities/index.ts';
import type { KnownTable } from '../../../spec/model.ts';
import { tablesOf } from '../../shared/tables.ts';
import { onlySumOf, roughlyEqual } from '../../shared/values.ts';
import type { Finding, NotChecked, Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'numbers/cost-total',
  severity: 'error',
  summary: 'A total that is not the sum of its lines is quoted to those who pay.',
  *check({ section }) {
    for (const table of [...tablesOf(section, 'costs'), ...tablesOf(section, 'registry')])
      yield* judge(table as KnownTable<'costs'>);
  },
};

function* judge(table: KnownTable<'costs'>): Iterable<Finding | NotChecked> {
  const totals = table.rows.filter(({ total }) => total);
  const [only] = totals;
  const stated = onlySumOf(only?.cells.cost);
  // Two totals are two cases.
  if (!only || totals.length !== 1 || !stated) return;
  const total = isCredit(only.cells.cost!.text) ? stated.amount.neg() : stated.amount;
  let sum: Ratio = ZERO;
  for (const { cells, total } of table.rows) {
    const text = cells.cost?.text ?? '';
    if (total || !/\d/.test(text)) continue;
    const money = onlySumOf(cells.cost);
    if (money?.currency !== stated.currency)
      return yield {
        at: only.cells.cost!.at,
        notChecked: `the total of ${table.section}: a line has several sums or none`,
      };
    sum = sum.add(isCredit(text) ? money.amount.neg() : money.amount);
  }
  if (!roughlyEqual(sum, total))
    yield {
      at: only.cells.cost!.at,
      message: `Unexpected total ${stated.text}, its lines make ${formatMoney(sum, stated.currency)}`,
    };
}

/** What comes back: "−$31,500, paid by the customers". */
const isCredit = (text: string) => /^[-−–][^\s\-−–]/.test(text.trim());
