import { compareRates, headroomOf, perDay, Ratio } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import type { Rule } from '../types.ts';
import { isDecision } from './cost-sum.ts';

export const quota: Rule = {
  id: 'numbers/quota',
  severity: 'error',
  summary: 'A demand above the quota makes the design fail on its first full day.',
  *check({ spec }) {
    for (const service of spec.services) {
      const field = service.parts.cost?.state === 'given' ? service.parts.cost.fields.quota : undefined;
      for (const row of valueOf(field) ?? []) {
        const [limit, demand, headroom] = [valueOf(row.limit), valueOf(row.demand), valueOf(row.headroom)];
        if (limit?.kind !== 'rate' || demand?.kind !== 'rate') continue;
        const left = headroomOf(perDay(demand), perDay(limit));
        if (left === null) continue;
        const exceeded = compareRates(demand, limit) > 0;
        const times = perDay(demand).div(perDay(limit)).format(1, { grouped: true });
        if (exceeded && !isDecision(spec, service, /quota|limit|demand|requests|calls|\d ?\/ ?(?:s|min|h|day)\b/i)) {
          yield { at: row.demand.at, message: `Unexpected demand of ${demand.text} against a limit of ${limit.text}: ${times} times the quota`, advice: 'Make it a row of 7.0 that names the service: ask for a higher quota, or change the plan.' };
        }
        if (!headroom) continue;
        if (headroom.exceeded !== exceeded && headroom.percent === null) yield { at: row.headroom.at, message: `Unexpected headroom "${headroom.text}", expected ${left.format(0)} %` };
        else if (headroom.percent !== null && headroom.percent.sub(left).abs().cmp(Ratio.of(1n)) > 0) yield { at: row.headroom.at, message: `Unexpected headroom ${headroom.text}: (${limit.text} − ${demand.text}) ÷ ${limit.text} = ${left.format(0)} %` };
      }
    }
  },
};
