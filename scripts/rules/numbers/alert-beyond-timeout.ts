import { formatDuration } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import { given } from '../../spec/model.ts';
import type { Rule } from '../types.ts';
import { latencyOf, measured } from './latency.ts';

export const alertBeyondTimeout: Rule = {
  id: 'numbers/alert-beyond-timeout',
  severity: 'error',
  summary: 'An alert on a latency above every total timeout can never fire.',
  *check({ spec }) {
    for (const service of spec.services) {
      const alerts = given(service.parts, 'monitoring')?.alerts;
      for (const { condition } of valueOf(alerts) ?? []) {
        const alert = valueOf(condition);
        const ms = alert ? latencyOf(alert) : null;
        if (ms === null) continue;
        const about = measured(service, alert!.metric);
        if (!about || ms <= about.longestMs) continue;
        const { operations, all, longestMs } = about;
        const which = all ? '' : ` "${operations.map(({ name }) => name).join('", "')}"`;
        yield { at: condition.at, message: `Unexpected threshold ${formatDuration(ms)}: no call${which} of ${service.name} lasts longer than ${formatDuration(longestMs)}`, advice: 'Alert below the timeout, where users begin to notice.' };
      }
    }
  },
};
