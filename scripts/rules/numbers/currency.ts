import { formatMoney, ZERO, type Ratio } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import { given } from '../../spec/model.ts';
import { plannedIn } from '../../spec/costs.ts';
import type { Rule } from '../types.ts';
import { proseOf } from '../facts/pairs.ts';
import { plannedLines } from './planned.ts';

export const currency: Rule = {
  id: 'numbers/currency',
  severity: 'warning',
  summary: 'A cost in one currency fits no budget in another, unless the section says at which rate.',
  *check({ spec }) {
    for (const service of spec.services) {
      const part = given(service.parts, 'cost');
      const budget = valueOf(part?.budget);
      if (!budget?.currency) continue;
      if (!(valueOf(part!.estimate) ?? []).some((row) => valueOf(row.monthly)?.currency && valueOf(row.monthly)!.currency !== budget.currency)) continue;
      const foreign = new Map<string, Ratio>();
      for (const row of plannedLines(spec, service, budget.currency).lines) {
        const cost = valueOf(row.monthly);
        if (cost?.currency && plannedIn(cost, budget.currency) === null) foreign.set(cost.currency, (foreign.get(cost.currency) ?? ZERO).add(cost.amount));
      }
      if (foreign.size === 0 || proseOf(spec, service).some((run) => run.part === 'cost' && statesRate(run.text, budget.currency!, [...foreign.keys()]))) continue;
      const sums = [...foreign].map(([code, sum]) => formatMoney(sum, code)).join(' + ');
      yield { at: part!.budget!.at, message: `Unexpected budget ${budget.text.length <= 60 ? budget.text : formatMoney(budget.amount, budget.currency)} for a cost of ${sums}: they cannot be compared`, advice: `Convert the cost, and say at which rate and of which day, for example "at EUR 0.92 a dollar on 2026-11-20".` };
    }
  },
};

const NAMES: Readonly<Record<string, string>> = { EUR: 'EUR|euros?|€', USD: 'USD|dollars?|US\\$|\\$', GBP: 'GBP|pounds?|£', CHF: 'CHF|francs?|Franken' };

/** "USD 1 = EUR 0.92", "at EUR 0.92 a dollar", "while a dollar costs at most EUR 1.05": a sentence with both currencies and a word that relates them. */
export function statesRate(text: string, own: string, others: readonly string[]): boolean {
  const names = (code: string) => new RegExp(`(?:^|[^A-Za-z])(?:${NAMES[code] ?? code})(?![A-Za-z])`, 'i');
  return /=|≈|\b(?:rate|Kurs|costs?|kostet|an?|per|je|pro|convert\w*|umgerechnet)\b/i.test(text) && names(own).test(text) && others.some((code) => names(code).test(text));
}
