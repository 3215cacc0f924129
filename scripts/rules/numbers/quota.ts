import { headroomOf, perDay, Ratio, readingsOf, type Amount, type Headroom, type Rate, type RateValue } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import { given } from '../../spec/model.ts';
import type { Rule } from '../types.ts';
import { isDecision } from './cost-sum.ts';

export const quota: Rule = {
  id: 'numbers/quota',
  severity: 'error',
  summary: 'A demand above the quota makes the design fail on its first full day.',
  *check({ spec }) {
    for (const service of spec.services) {
      const field = given(service.parts, 'cost')?.quota;
      for (const row of valueOf(field) ?? []) {
        const limit = valueOf(row.limit);
        const demand = valueOf(row.demand);
        const headroom = valueOf(row.headroom);
        const sizes = limit && demand && comparable(limit, demand, headroom);
        const left = sizes && headroomOf(sizes.demand, sizes.limit);
        if (!limit || !demand || !sizes || !left) continue;
        const exceeded = sizes.demand.cmp(sizes.limit) > 0;
        if (exceeded && !isDecision(spec, service, /quota|limit|demand|requests|calls|\d ?\/ ?(?:s|min|h|day)\b/i)) {
          const times = sizes.demand.div(sizes.limit).format(1, { grouped: true });
          yield { at: row.demand.at, message: `Unexpected demand of ${demand.text} against a limit of ${limit.text}: ${times} times the quota`, advice: 'Make it a row of 7.0 that names the service: ask for a higher quota, or change the plan.' };
        }
        if (!headroom) continue;
        if (headroom.exceeded !== exceeded && headroom.percent === null) yield { at: row.headroom.at, message: `Unexpected headroom "${headroom.text}", expected ${left.format(0)} %` };
        else if (headroom.percent !== null && !isNear(headroom.percent, left)) yield { at: row.headroom.at, message: `Unexpected headroom ${headroom.text}: (${limit.text} − ${demand.text}) ÷ ${limit.text} = ${left.format(0)} %` };
      }
    }
  },
};

const SHORT: ReadonlySet<string> = new Set(['ms', 's', 'min', 'h']);

/** Both as numbers of one unit: rates a day, or sizes that count the same thing. */
function comparable(limit: Rate | Amount, demand: Rate | Amount, headroom: Headroom | undefined): { limit: Ratio; demand: Ratio } | null {
  if (limit.kind === 'rate' && demand.kind === 'rate') {
    // A limit for a short time has to hold at the peak.
    if (demand.peak && perDay(demand.peak).cmp(perDay(demand)) > 0 && SHORT.has(limit.per.unit)) return { limit: perDay(limit), demand: perDay(demand.peak) };
    const [most, needed] = meant(limit, demand, headroom);
    return { limit: most, demand: needed };
  }
  const counted = (size: Amount) => size.unit.toLowerCase().replace(/s$/, '');
  if (limit.kind === 'amount' && demand.kind === 'amount' && counted(limit) === counted(demand)) return { limit: limit.value, demand: demand.value };
  return null;
}

const isNear = (stated: Ratio, exact: Ratio) => stated.sub(exact).abs().cmp(Ratio.of(1n)) <= 0;

type Written = RateValue & { readonly text: string };

/** Limit and demand of a day; of "2.400 messages" the reading with which the headroom comes out. */
function meant(limit: Written, demand: Written, headroom: Headroom | undefined): readonly [Ratio, Ratio] {
  const readings = readingsOf(limit.text).flatMap((l) => readingsOf(demand.text).map((d) => [perDay(limit).mul(l), perDay(demand).mul(d)] as const));
  return readings.find(([most, needed]) => headroom?.percent && isNear(headroom.percent, headroomOf(needed, most) ?? Ratio.of(-1n))) ?? readings[0]!;
}
