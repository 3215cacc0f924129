import { formatMoney, sumOf, ZERO, type Money, type Ratio } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import type { SERVICE_PARTS } from '../../spec/format.ts';
import { given, type RowOf, type Section7, type Service } from '../../spec/model.ts';
import { isTotal, monthly, plannedIn } from '../../spec/costs.ts';
import type { Rule } from '../types.ts';
import { roundsTo } from './cost-line.ts';
import { plannedLines } from './planned.ts';

/** What a row of 7.0 about money has; "European" is no currency. */
export const MONEY = /\bbudget|\b(?:EUR|USD|GBP|CHF)\b|[€$£]/i;

type CostRow = RowOf<(typeof SERVICE_PARTS)['cost']['fields']['estimate']['kind']>;

export const costSum: Rule = {
  id: 'numbers/cost-sum',
  severity: 'error',
  summary: 'The lines make the total, and the total fits the budget or is a decision for its owner.',
  *check({ spec }) {
    for (const service of spec.services) {
      const part = given(service.parts, 'cost');
      if (!part) continue;
      const totals: CostRow[] = [];
      const lines: Money[] = [];
      const currencies = new Set<string>();
      let sum: Ratio = ZERO;
      for (const row of valueOf(part.estimate) ?? []) {
        const cost = valueOf(row.monthly);
        if (isTotal(row.driver)) totals.push(row);
        else if (cost) {
          lines.push(cost);
          sum = sum.add(sumOf(cost));
          if (cost.currency !== null) currencies.add(cost.currency);
        }
      }
      const currency = [...currencies][0]!;
      const budget = valueOf(part.budget);
      let known: ReturnType<typeof plannedLines> | undefined;
      const planned = () => (known ??= plannedLines(spec, service, budget?.currency ?? null));
      for (const row of currencies.size === 1 ? totals : []) {
        const stated = valueOf(row.monthly);
        if (!stated || stated.currency === currency && roundsTo(stated, sum)) continue;
        // Of alternatives nobody knows which ones a total has added up.
        if (planned().alternatives) continue;
        if (stated.currency && stated.currency !== currency) yield { at: row.monthly.at, message: `Unexpected currency ${stated.currency} of the total, expected ${currency} as in its lines` };
        else if (!roundsTo(stated, sum)) yield { at: row.monthly.at, message: `Unexpected total ${stated.text}: ${lines.map((m) => m.text).join(' + ')} = ${formatMoney(sum, currency)}` };
      }
      if (!budget?.currency) continue;
      const allowed = monthly(budget);
      // Without alternatives it would be more.
      if (currencies.size === 1 && currency === budget.currency && sum.cmp(allowed) <= 0) continue;
      const sums = planned().lines.flatMap((row) => valueOf(row.monthly) ?? []).map((m) => plannedIn(m, budget.currency!));
      if (sums.length === 0 || sums.some((m) => m === null)) continue;
      const cost = sums.reduce<Ratio>((n, m) => n.add(m!), ZERO);
      if (cost.cmp(allowed) > 0 && !isDecision(spec, service, MONEY)) {
        yield { at: part.budget!.at, message: `Unexpected cost above the budget: ${formatMoney(cost, budget.currency)} a month against ${formatMoney(allowed, budget.currency)}`, advice: 'Make it a row of 7.0 that names the service, with the calculation and an owner.' };
      }
    }
  },
};

/** A row of 7.0 that names the service or one of its sections, and speaks of `about`: some other question about the service excuses nothing. */
export function isDecision(spec: Section7, service: Service, about: RegExp): boolean {
  return (spec.decisions?.rows ?? []).some((row) => {
    const text = [row.decision, row.sources, row.options, row.recommendation, row.blocks].map((leaf) => valueOf(leaf) ?? '').join(' ');
    return (text.includes(service.name) || text.includes(service.number)) && about.test(text);
  });
}
