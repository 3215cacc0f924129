import { formatDuration } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import type { Rule } from '../types.ts';
import { operations } from './budgets.ts';
import { wordsOf } from './objectives.ts';

/** A time that calls take. An age, such as that of a queue, is another thing. */
const LATENCY = /\bp\d\d|latency|latenz|response time|duration|\b(?:median|mean|average)\b|histogram_quantile/i;
const AGE = /\b(?:age|lag|delay|Alter)\b|_(?:age|lag|delay)_|queue|backlog/i;

export const alertBeyondTimeout: Rule = {
  id: 'numbers/alert-beyond-timeout',
  severity: 'error',
  summary: 'An alert on a latency above every total timeout can never fire.',
  *check({ spec }) {
    for (const service of spec.services) {
      const calls = operations(service);
      const alerts = service.parts.monitoring?.state === 'given' ? service.parts.monitoring.fields.alerts : undefined;
      for (const row of valueOf(alerts) ?? []) {
        const condition = valueOf(row.condition);
        if (!condition || !LATENCY.test(condition.metric) || AGE.test(condition.metric) || !/^>=?$/.test(condition.operator) || condition.value.kind !== 'duration') continue;
        const named = measured(calls, condition.metric);
        const longest = Math.max(...named.map(({ timeout }) => valueOf(timeout.total)?.ms ?? Infinity));
        if (Number.isFinite(longest) && condition.value.ms > longest) yield { at: row.condition.at, message: `Unexpected threshold ${formatDuration(condition.value.ms)}: no call${named.length < calls.length ? ` "${named.map(({ name }) => name).join('", "')}"` : ''} of ${service.name} lasts longer than ${formatDuration(longest)}`, advice: 'Alert below the timeout, where users begin to notice.' };
      }
    }
  },
};

/** The operations that a metric names, as `search_seconds` or `call_seconds{operation="search"}` do; all where it names none. */
function measured(calls: ReturnType<typeof operations>, metric: string): ReturnType<typeof operations> {
  const said = new Set(wordsOf(metric));
  const named = calls.filter(({ name }) => wordsOf(name).some((word) => said.has(word)));
  return named.length > 0 ? named : calls;
}
