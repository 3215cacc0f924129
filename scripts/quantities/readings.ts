import { Ratio } from './decimal.ts';

const THOUSAND = Ratio.of(1000);
/**
 * "2.400" is 2.4 to some and 2,400 to others: one point with three digits behind it, and nothing that decides. The
 * quantities read it as 2.4.
 */
const AMBIGUOUS = /(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?![\d]|[.,]\d)(?!\s?(?:k|M|thousand|million|Mio|Tsd|Millionen)\b)/;

/** A sum of money has no three decimals, as a price may have: "36.000 GBP" are thousands. */
export function sumOf({ amount, text }: { readonly amount: Ratio; readonly text: string }): Ratio {
  return AMBIGUOUS.test(text) ? amount.mul(THOUSAND) : amount;
}
