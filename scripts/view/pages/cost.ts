import { append } from '../../append.ts';
import { formatMoney } from '../../quantities/index.ts';
import { servicesIn } from '../../rules/shared/services.ts';
import { rowsOf } from '../../rules/shared/tables.ts';
import { moneyOf, type Money } from '../../rules/shared/values.ts';
import type { Row, Section7, Service } from '../../spec/model.ts';
import { html, type Html } from '../html.ts';
import { cell, rowOf, tableOf } from '../table.ts';
import { cellOf, linkTo, short, type Gathered, type View } from './common.ts';

type Registered = Row<'registry'>;

const serviceOf = (section: Section7, { cells }: Registered): Service | undefined =>
  servicesIn(section, cells.section?.text ?? '')[0] ?? servicesIn(section, cells.service?.text ?? '')[0];

/** What a service costs above its budget, where both are sums of one currency. */
export function overBudget(section: Section7, row: Registered) {
  const [cost, budget] = [moneyOf(row.cells.cost), moneyOf(row.cells.budget)];
  if (!cost || cost.currency !== budget?.currency || cost.amount.cmp(budget.amount) <= 0) return [];
  const more = formatMoney(cost.amount.sub(budget.amount), cost.currency);
  const name = row.cells.service?.text ?? '';
  return [{ service: serviceOf(section, row), name, cost: cost.text, budget: budget.text, more }];
}

/** Monthly cost by service against its budget: a table whose bars are drawn, so that it reads without them too. */
export function costChart(view: View): Gathered | null {
  const { section } = view.source;
  const rows = rowsOf(section, 'registry').map(({ row }) => ({
    row,
    cost: moneyOf(row.cells.cost),
    budget: moneyOf(row.cells.budget),
  }));
  if (rows.every(({ cost }) => !cost)) return null;
  const scales = scalesOf(rows.flatMap(({ cost, budget }) => [cost, budget]));
  const totals = rowsOf(section, 'registry', { totals: true }).filter(({ row }) => row.total);
  const lines = [
    ...rows.map(({ row, cost, budget }) => {
      const service = serviceOf(section, row);
      const head = service ? linkTo(service, short(service)) : cellOf(view, row, 'service');
      const [over] = overBudget(section, row);
      const isOther = cost && budget && cost.currency !== budget.currency;
      return rowOf(
        [
          cell('Cost', [cellOf(view, row, 'cost'), over && html` <span class="over">${over.more} over</span>`]),
          cell('Budget', [cellOf(view, row, 'budget'), isOther && html` <span class="soft">other currency</span>`]),
          cell('', cost && bar(cost, budget, scales.get(cost.currency)), 'bars'),
        ],
        { head },
      );
    }),
    ...totals.map(({ row }) =>
      rowOf(
        [cell('Cost', cellOf(view, row, 'cost')), cell('Budget', cellOf(view, row, 'budget')), cell('', '', 'bars')],
        { head: cellOf(view, row, 'service'), kind: 'total' },
      ),
    ),
  ];
  const headers = ['Service', 'Cost a month', 'Budget', html`<span class="hidden">Cost against budget</span>`];
  const title = 'Cost a month, by service';
  const body = html`<section class="chunk"><h2 id="cost">${title}</h2>
${tableOf(headers, lines, 'chart')}
<p class="soft">The mark is the budget, where it has the currency of the cost.
${scales.size > 1 && 'Each currency has its own scale.'}</p></section>`;
  return { id: 'cost', title, body };
}

/** The largest sum of each currency. One alone has none: its bar would be full, whatever it is. */
function scalesOf(sums: readonly (Money | null)[]): ReadonlyMap<string, number> {
  const byCurrency = new Map<string, number[]>();
  for (const sum of sums) if (sum) append(byCurrency, sum.currency, sum.amount.toNumber());
  return new Map([...byCurrency].flatMap(([currency, all]) => (all.length > 1 ? [[currency, Math.max(...all)]] : [])));
}

function bar(cost: Money, budget: Money | null, most: number | undefined): Html | null {
  if (most === undefined) return null;
  const scaled = ({ amount }: Money) => (most > 0 ? Math.max(0, Math.min(100, (amount.toNumber() / most) * 100)) : 0);
  const length = scaled(cost);
  const mark = budget?.currency === cost.currency ? scaled(budget) : null;
  const within = Math.min(mark ?? length, length);
  const beyond = (length - within).toFixed(2);
  return html`<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
<rect class="ground" width="100" height="10"/><rect class="within" y="2" width="${within.toFixed(2)}" height="6"/>
${length > within && html`<rect class="beyond" x="${within.toFixed(2)}" y="2" width="${beyond}" height="6"/>`}
${
  mark !== null &&
  html`<line class="mark" x1="${mark.toFixed(2)}" x2="${mark.toFixed(2)}" y1="0" y2="10"
 vector-effect="non-scaling-stroke"/>`
}</svg>`;
}
