import { formatRate, type RateValue } from '../../../quantities/index.ts';
import { valueOf, type Leaf } from '../../../spec/kinds.ts';
import { given, type Section7 } from '../../../spec/model.ts';
import type { Finding } from '../../types.ts';
import { sameUnit } from './compare.ts';

/** A limit stands in "Rate Limits", and again beside the demand: the two are one number. Only where part 3 has one of the same unit and period, so that no other limit can be meant. */
export function* otherLimits({ services }: Section7): Iterable<Finding> {
  for (const { number, parts } of services) {
    const leaf = given(parts, 'api')?.rateLimits;
    const rates = (valueOf(leaf) ?? []).filter((rate) => rate.kind === 'rate');
    const rows = valueOf(given(parts, 'cost')?.quota) ?? [];
    for (const row of rows) {
      const limit = valueOf(row.limit);
      // What is asked for, or comes with a contract, is not the limit of today.
      if (limit?.kind !== 'rate' || FUTURE.test(`${limit.text} ${valueOf(row.quota) ?? ''}`)) continue;
      const same = rates.filter((rate) => isSame(rate, limit));
      if (same.length !== 1 || same[0]!.amount.eq(limit.amount) || isNamed(limit, leaf) || isOtherRow(same[0]!, rows, row)) continue;
      yield {
        at: row.limit.at,
        message: `Unexpected limit "${formatRate(limit)}", expected ${formatRate(same[0]!)} as in ${number}.3`,
        advice: 'Correct the one that the source does not have; a second limit belongs into "Rate Limits" too.',
        related: [{ message: 'Rate Limits', at: leaf!.at }],
      };
    }
  }
}

const FUTURE = /\bD-?\d|upgrad|request(?:ed|ing)|ask(?:ed)? for|to be granted|after|contract|rais(?:e|ed|ing)|Vertrag|beantragt/i;

const WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Whether a text has the number of a limit, in a form that was not read as one: "the other sender about ten". */
function names(text: string, { amount }: RateValue): boolean {
  const word = amount.isInteger ? WORDS[Number(amount.num) - 1] : undefined;
  const figures = [amount.format(6), amount.format(6, { grouped: false })];
  return text.split(/[^\w.,]+/).some((piece) => figures.includes(piece.replace(/[.,]$/, '')) || word !== undefined && piece.toLowerCase() === word);
}

const isNamed = (limit: RateValue, leaf: Leaf<unknown> | undefined) => leaf?.state === 'stated' && names(leaf.text, limit);

/** The limit of part 3 is another row's: this one has a limit of its own. */
function isOtherRow(rate: RateValue, rows: readonly { readonly limit: Leaf<unknown> }[], row: { readonly limit: Leaf<unknown> }): boolean {
  return rows.slice(0, 100).some(({ limit }) => limit !== row.limit && limit.state !== 'not-applicable' && names(limit.text, rate));
}

function isSame(a: RateValue, b: RateValue): boolean {
  return a.per.unit === b.per.unit && a.per.count.eq(b.per.count) && sameUnit('rate', a, b);
}
