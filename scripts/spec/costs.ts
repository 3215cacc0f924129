import { perMonth, Ratio, sumOf, type Money } from '../quantities/index.ts';
import { valueOf, type Leaf } from './kinds.ts';

/** Whether a row of the cost estimate adds up the others, by what it calls itself. */
export const isTotal = (driver: Leaf<string>): boolean => /^(?:total|sum|summe|gesamt)\b/i.test(valueOf(driver) ?? '');

/** What a sum comes to in a month: as it is where no period is named, a twelfth of "GBP 1,000 a year", to the cent. */
export function monthly(money: Pick<Money, 'amount' | 'period' | 'text'>): Ratio {
  const amount = sumOf(money);
  const { period } = money;
  return period === null ? amount : Ratio.from(perMonth({ amount, per: period }).format(2, { grouped: false }))!;
}
