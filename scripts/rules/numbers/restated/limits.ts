import { formatRate, type RateValue } from '../../../quantities/index.ts';
import { valueOf } from '../../../spec/kinds.ts';
import type { Section7 } from '../../../spec/model.ts';
import type { Finding } from '../../types.ts';
import { sameUnit } from './compare.ts';

/** A limit stands in "Rate Limits", and again beside the demand: the two are one number. Only where part 3 has one of the same unit and period, so that no other limit can be meant. */
export function* otherLimits({ services }: Section7): Iterable<Finding> {
  for (const { number, parts } of services) {
    const leaf = parts.api?.state === 'given' ? parts.api.fields.rateLimits : undefined;
    const rates = (valueOf(leaf) ?? []).filter((rate) => rate.kind === 'rate');
    for (const row of valueOf(parts.cost?.state === 'given' ? parts.cost.fields.quota : undefined) ?? []) {
      const limit = valueOf(row.limit);
      // What is asked for, or comes with a contract, is not the limit of today.
      if (limit?.kind !== 'rate' || FUTURE.test(`${limit.text} ${valueOf(row.quota) ?? ''}`)) continue;
      const same = rates.filter((rate) => isSame(rate, limit));
      if (same.length !== 1 || same[0]!.amount.eq(limit.amount)) continue;
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

function isSame(a: RateValue, b: RateValue): boolean {
  return a.per.unit === b.per.unit && a.per.count.eq(b.per.count) && sameUnit('rate', a, b);
}
