import { formatMoney, ONE, priceOf, Ratio, readingsOf, sumIn, sumOf, type Money } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import { given } from '../../spec/model.ts';
import type { Rule } from '../types.ts';
import { statesRate } from './currency.ts';

const CENT = Ratio.of(1n, 100n);

/** A stated cost may be rounded: to the cent, or to the unit when it is written without cents. */
export function roundsTo(stated: Money, exact: Ratio): boolean {
  const step = /[.,]\d{1,2}(?!\d)/.test(stated.text) ? CENT : ONE;
  const slack = stated.qualifier === 'about' ? exact.abs().mul(Ratio.of(2n, 100n)).add(step) : step;
  return sumOf(stated).sub(exact).abs().cmp(slack) < 0;
}

export const costLine: Rule = {
  id: 'numbers/cost-line',
  severity: 'error',
  summary: 'Volume times price is the cost: a line that does not come out is a budget that does not hold.',
  *check({ spec }) {
    for (const { parts } of spec.services) {
      const estimate = given(parts, 'cost')?.estimate;
      for (const row of valueOf(estimate) ?? []) {
        const volume = valueOf(row.volume);
        const price = valueOf(row.unitPrice);
        const monthly = valueOf(row.monthly);
        if (!volume || !price || !monthly || price.percent !== null || price.period !== null) continue;
        const own = price.currency === null || monthly.currency === null ? monthly.amount : sumIn(monthly, price.currency);
        if (own === null) {
          // Converted at a rate that the section states.
          if (spec.prose.some((run) => /[=≈]|\b(?:rate|Kurs)\b/i.test(run.text) && /\d/.test(run.text) && statesRate(run.text, monthly.currency!, [price.currency!]))) continue;
          yield { at: row.monthly.at, message: `Unexpected currency ${monthly.currency} of the cost, expected ${price.currency} as in the price` };
          continue;
        }
        const exact = priceOf(price, volume.value);
        const stated = own === monthly.amount ? monthly : { ...monthly, amount: own };
        // As it is written, before all that it may mean.
        if (roundsTo(stated, exact)) continue;
        const readings = readingsOf(volume.text).flatMap((v) => readingsOf(price.text).map((p) => v.mul(p)));
        if (!readings.some((reading) => roundsTo(stated, exact.mul(reading)))) yield { at: row.monthly.at, message: `Unexpected monthly cost ${monthly.text}: ${volume.text} × ${price.text} = ${formatMoney(exact, monthly.currency ?? price.currency ?? '')}` };
      }
    }
  },
};
