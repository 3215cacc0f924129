import { formatDuration } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import type { Rule } from '../types.ts';
import { operations } from './budgets.ts';

export const alertBeyondTimeout: Rule = {
  id: 'numbers/alert-beyond-timeout',
  severity: 'error',
  summary: 'An alert on a latency above every total timeout can never fire.',
  *check({ spec }) {
    for (const service of spec.services) {
      const longest = Math.max(...operations(service).map(({ timeout }) => valueOf(timeout.total)?.ms ?? Infinity));
      const alerts = service.parts.monitoring?.state === 'given' ? service.parts.monitoring.fields.alerts : undefined;
      for (const row of valueOf(alerts) ?? []) {
        const condition = valueOf(row.condition);
        if (!condition || !/^p\d\d|latency|response time|duration/i.test(condition.metric) || !/^>=?$/.test(condition.operator) || condition.value.kind !== 'duration') continue;
        if (Number.isFinite(longest) && condition.value.ms > longest) yield { at: row.condition.at, message: `Unexpected threshold ${formatDuration(condition.value.ms)}: no call of ${service.name} lasts longer than ${formatDuration(longest)}`, advice: 'Alert below the timeout, where users begin to notice.' };
      }
    }
  },
};
