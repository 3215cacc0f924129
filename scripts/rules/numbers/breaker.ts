import { formatDuration, parseCount } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import type { Service } from '../../spec/model.ts';
import type { Finding, Rule } from '../types.ts';

export const breaker: Rule = {
  id: 'numbers/breaker',
  severity: 'warning',
  summary: 'A breaker that opens in the middle of one call’s own retries takes them away; an alert on a state that never lasts so long is silent.',
  *check({ spec }) {
    for (const service of spec.services) {
      yield* againstRetries(service);
      yield* againstAlerts(service);
    }
  },
};

/** The breaker counts whole operations, or stands around the retries: then one call is one failure. */
const WHOLE = /operation|after (?:the|its|their|all) (?:last |final )?(?:retr|attempt)|exhaust|with (?:all )?(?:its |their )?retries|failed jobs?|around the retr|Vorg(?:a|ä)ng/i;

const resilienceOf = ({ parts }: Service) => (parts.resilience?.state === 'given' ? parts.resilience.fields : undefined);

function* againstRetries(service: Service): Iterable<Finding> {
  const part = resilienceOf(service);
  const repeated = (valueOf(part?.retry) ?? []).filter((row) => valueOf(row.by) !== 'none' && (valueOf(row.attempts)?.value ?? 1) > 1);
  if (repeated.length === 0) return;
  for (const row of valueOf(part?.breaker) ?? []) {
    const opens = valueOf(row.opens) ?? '';
    const failures = /^(?:after )?(\d+|two|three|four|five|zwei|drei|vier|fünf)\b(?! ?%)/i.exec(opens)?.[1];
    const count = failures && parseCount(failures)?.value;
    if (!count || WHOLE.test(opens)) continue;
    const longer = repeated.filter((retry) => valueOf(retry.attempts)!.value > count);
    for (const retry of longer.slice(0, 1)) {
      const attempts = valueOf(retry.attempts)!.value;
      yield {
        at: row.opens.at,
        message: `Unexpected breaker that opens after ${count} failures, expected more than the ${attempts} attempts of one "${valueOf(retry.operation) ?? ''}": ${count + 1 === attempts ? `attempt ${attempts}` : `attempts ${count + 1} to ${attempts}`} would never be made`,
        advice: 'Let it open after more failures, or say that it counts operations, not attempts.',
        related: [{ message: 'the attempts', at: retry.at }],
      };
    }
  }
}

function* againstAlerts(service: Service): Iterable<Finding> {
  const [row] = valueOf(resilienceOf(service)?.breaker) ?? [];
  const halfOpen = valueOf(row?.halfOpen);
  const alerts = service.parts.monitoring?.state === 'given' ? valueOf(service.parts.monitoring.fields.alerts) : undefined;
  for (const { condition } of halfOpen ? alerts ?? [] : []) {
    const alert = valueOf(condition);
    if (!alert || alert.value.kind !== 'duration' || !/^>=?$/.test(alert.operator) || !/\b(?:breaker|circuit)/i.test(alert.metric) || !/\bopen\b/i.test(alert.metric) || /half|not closed/i.test(alert.metric)) continue;
    if (alert.value.ms <= halfOpen!.ms) continue;
    yield {
      at: condition.at,
      message: `Unexpected alert on a breaker open for ${formatDuration(alert.value.ms)}: it is half-open after ${formatDuration(halfOpen!.ms)}`,
      advice: 'Alert on the time since it was last closed ("breaker not closed for …"), or on how often it opens.',
      related: [{ message: 'half-open', at: row!.halfOpen.at }],
    };
  }
}
