import { formatMoney, ZERO, type Ratio } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import { given, type Section7, type Service } from '../../spec/model.ts';
import { monthly, plannedIn } from '../../spec/costs.ts';
import type { Span } from '../../markdown/types.ts';
import type { Rule } from '../types.ts';
import { isDecision, MONEY } from './cost-sum.ts';
import { plannedLines } from './planned.ts';
import { statedBudgets } from './stated-budgets.ts';

export const budget: Rule = {
  id: 'numbers/budget',
  severity: 'error',
  summary: 'Who pays has set the budget: a section that spends more decides what is not its own to decide.',
  *check({ spec, project }) {
    if (!project || !spec.services.some(({ parts }) => parts.cost?.state === 'given')) return;
    for (const stated of statedBudgets(spec, project)) {
      const { currency, amount } = stated.money;
      const lines = stated.services.flatMap((service) => plannedBy(spec, service, currency) ?? []);
      const sum = lines.reduce<Ratio>((n, line) => n.add(line.amount), ZERO);
      if (sum.cmp(amount) <= 0 || stated.services.some((service) => isDecision(spec, service, MONEY))) continue;
      const names = lines.map(({ service }) => service.name).join(' and ');
      const terms = lines.length > 1 ? `${lines.map((line) => formatMoney(line.amount, currency)).join(' + ')} = ` : '';
      yield {
        at: lines.at(-1)!.at,
        message: `Unexpected ${terms}${formatMoney(sum, currency)} a month for ${names}, expected at most ${stated.text} as the documents say`,
        advice: 'Stay inside, or make it a row of 7.0 that names the service, with the calculation and an owner.',
        related: [{ message: 'the budget of the documents', at: stated.place }],
      };
    }
  },
};

/** What a service plans to spend a month: its budget where it has one, else the sum of its cost lines. */
function plannedBy(spec: Section7, service: Service, currency: string): { service: Service; amount: Ratio; at: Span } | null {
  const part = given(service.parts, 'cost');
  const own = valueOf(part?.budget);
  if (own) return own.currency === currency ? { service, amount: monthly(own), at: part!.budget!.at } : null;
  const costs = plannedLines(spec, service, currency).lines.flatMap((row) => valueOf(row.monthly) ?? []).map((cost) => plannedIn(cost, currency));
  if (costs.length === 0 || costs.some((cost) => cost === null)) return null;
  return { service, amount: costs.reduce<Ratio>((n, cost) => n.add(cost!), ZERO), at: part!.estimate!.at };
}
