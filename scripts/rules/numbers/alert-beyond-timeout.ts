import { formatDuration } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import type { Rule } from '../types.ts';
import { longestCall } from './budgets.ts';

/** How late or old something is: no duration of one call. */
const PIPELINE = /delay|\blag\b|_lag|\bage\b|_age|fresh|end[- _]to[- _]end|e2e|queue|wait|since|until|backlog|Verzögerung|Alter|Rückstand/i;

export const alertBeyondTimeout: Rule = {
  id: 'numbers/alert-beyond-timeout',
  severity: 'error',
  summary: 'An alert on a latency above every total timeout can never fire.',
  *check({ spec }) {
    for (const service of spec.services) {
      const longest = longestCall(service);
      const alerts = service.parts.monitoring?.state === 'given' ? service.parts.monitoring.fields.alerts : undefined;
      for (const row of valueOf(alerts) ?? []) {
        const condition = valueOf(row.condition);
        if (!condition || !/^p\d\d|latency|response time|duration/i.test(condition.metric) || !/^>=?$/.test(condition.operator) || condition.value.kind !== 'duration' || PIPELINE.test(condition.metric)) continue;
        if (Number.isFinite(longest) && condition.value.ms > longest) yield { at: row.condition.at, message: `Unexpected threshold ${formatDuration(condition.value.ms)}: no call of ${service.name} lasts longer than ${formatDuration(longest)}`, advice: 'Alert below the timeout, where users begin to notice.' };
      }
    }
  },
};
