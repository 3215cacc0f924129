import { perMonth, type Amount, type AmountRate } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import type { Rule } from '../types.ts';
import { wordsOf } from './objectives.ts';

/** The longest month: a demand that reaches the volume in it is no contradiction. */
const DAYS = 31;

export const demand: Rule = {
  id: 'numbers/demand',
  severity: 'error',
  summary: 'The volume that is paid for passes through the quota: a demand that cannot add up to it hides an exceeded quota, or a wrong bill.',
  *check({ spec }) {
    for (const { number, parts } of spec.services) {
      if (parts.cost?.state !== 'given') continue;
      const drivers = valueOf(parts.cost.fields.estimate) ?? [];
      const quotas = valueOf(parts.cost.fields.quota) ?? [];
      for (const quota of quotas) {
        const asked = valueOf(quota.demand);
        if (asked?.kind !== 'rate' || asked.scope !== null) continue;
        const same = drivers.flatMap((row) => {
          const volume = valueOf(row.volume);
          return volume && isSame(volume, asked, valueOf(row.driver) ?? '', valueOf(quota.quota) ?? '', drivers.length + quotas.length === 2) ? [{ volume, at: row.volume.at }] : [];
        });
        // Of two drivers with the same name nobody knows which one the quota is about.
        if (same.length !== 1) continue;
        const [{ volume, at }] = same as [{ volume: Amount; at: typeof quota.at }];
        const reached = perMonth(asked, DAYS);
        if (reached.cmp(volume.value) >= 0) continue;
        yield {
          at: quota.demand.at,
          message: `Unexpected demand of ${asked.text}: that is at most ${reached.format(0, { grouped: true })} in a month of ${DAYS} days, and ${number}.8 plans ${volume.text}`,
          advice: 'State the demand at its peak, in the same unit as the volume.',
          related: [{ message: 'the volume', at }],
        };
      }
    }
  },
};

function isSame(volume: Amount, asked: AmountRate, driver: string, quota: string, alone: boolean): boolean {
  if (volume.per !== null && volume.per.unit !== 'month') return false;
  return share(volume.unit, asked.unit) && (alone || share(driver, quota));
}

function share(a: string, b: string): boolean {
  const words = wordsOf(b);
  return wordsOf(a).some((word) => words.includes(word));
}
