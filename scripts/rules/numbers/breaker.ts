import { formatDuration, parseCount, parseDuration, perSecond, Ratio, readingsOf } from '../../quantities/index.ts';
import { valueOf, type Leaf } from '../../spec/kinds.ts';
import type { SERVICE_PARTS } from '../../spec/format.ts';
import { given, type RowOf, type Service } from '../../spec/model.ts';
import type { Finding, Rule } from '../types.ts';

export const breaker: Rule = {
  id: 'numbers/breaker',
  severity: 'warning',
  summary: 'A breaker that opens in the middle of one call’s own retries takes them away, one that counts more failures than calls come never opens, and an alert on a state that never lasts so long is silent.',
  *check({ spec }) {
    for (const service of spec.services) {
      const part = given(service.parts, 'resilience');
      const breakers = valueOf(part?.breaker);
      if (!breakers) continue;
      const retries = valueOf(part?.retry) ?? [];
      yield* againstRetries(breakers, retries);
      yield* againstTraffic(breakers, retries, service);
      yield* againstAlerts(breakers, service);
    }
  },
};

type Resilience = (typeof SERVICE_PARTS)['resilience']['fields'];
type Breakers = readonly RowOf<Resilience['breaker']['kind']>[];
type Retries = readonly RowOf<Resilience['retry']['kind']>[];

/** The breaker counts whole operations, or stands around the retries: then one call is one failure. */
const WHOLE = /operation|after (?:the|its|their|all) (?:last |final )?(?:retr|attempt)|exhaust|with (?:all )?(?:its |their )?retries|failed jobs?|around the retr|Vorg(?:a|ä)ng/i;

function* againstRetries(breakers: Breakers, retries: Retries): Iterable<Finding> {
  const repeated = retries.filter((row) => valueOf(row.by) !== 'none' && (valueOf(row.attempts)?.value ?? 1) > 1);
  if (repeated.length === 0) return;
  for (const row of breakers) {
    const opens = valueOf(row.opens) ?? '';
    const failures = /^(?:after )?(\d+|two|three|four|five|zwei|drei|vier|fünf)\b(?! ?%)/i.exec(opens)?.[1];
    const count = failures && parseCount(failures)?.value;
    if (!count || WHOLE.test(opens)) continue;
    const longer = repeated.filter((retry) => valueOf(retry.attempts)!.value! > count);
    for (const retry of longer.slice(0, 1)) {
      const attempts = valueOf(retry.attempts)!.value!;
      yield {
        at: row.opens.at,
        message: `Unexpected breaker that opens after ${count} failures, expected more than the ${attempts} attempts of one "${valueOf(retry.operation) ?? ''}": ${count + 1 === attempts ? `attempt ${attempts}` : `attempts ${count + 1} to ${attempts}`} would never be made`,
        advice: 'Let it open after more failures, or say that it counts operations, not attempts.',
        related: [{ message: 'the attempts', at: retry.at }],
      };
    }
  }
}

/** Traffic comes in bursts: so many times the average of a day may fall into one window. */
const BURST = 10n;

/** "10 failures in 30 s" where a call comes every two minutes. */
function* againstTraffic(breakers: Breakers, retries: Retries, service: Service): Iterable<Finding> {
  const quota = valueOf(given(service.parts, 'cost')?.quota) ?? [];
  let busiest: { readonly perSecond: Ratio; readonly text: string; readonly demand: Leaf<unknown> } | undefined;
  for (const { demand } of quota) {
    const asked = valueOf(demand);
    if (asked?.kind !== 'rate') return;
    const own = perSecond(asked).mul(readingsOf(asked.text).at(-1)!);
    if (!busiest || busiest.perSecond.cmp(own) < 0) busiest = { perSecond: own, text: asked.text, demand };
  }
  if (!busiest) return;
  const attempts = retries.reduce((most, row) => Math.max(most, valueOf(row.attempts)?.value ?? 1), 1);
  for (const row of breakers) {
    const [, failures, window] = /^(?:after )?(\d+) (?:consecutive )?(?:failures|errors|failed calls|Fehler\w*) (?:in|within|innerhalb von) ([^,;(]+)/i.exec(valueOf(row.opens) ?? '') ?? [];
    const ms = failures ? parseDuration(window!)?.ms : undefined;
    if (!failures || !ms) continue;
    const most = busiest.perSecond.mul(Ratio.of(BigInt(Math.round(ms)) * BigInt(attempts) * BURST, 1000n));
    if (most.cmp(Ratio.of(BigInt(failures))) >= 0) continue;
    const average = busiest.perSecond.mul(Ratio.of(BigInt(Math.round(ms)), 1000n));
    yield {
      at: row.opens.at,
      message: `Unexpected breaker that opens after ${failures} failures in ${formatDuration(ms)}: ${busiest.text} are ${average.format(2)} calls in that time, so it never opens`,
      advice: 'Count consecutive failures, or a share of the calls in a longer time, or do without a breaker.',
      related: [{ message: 'the demand', at: busiest.demand.at }],
    };
  }
}

function* againstAlerts([row]: Breakers, service: Service): Iterable<Finding> {
  const halfOpen = valueOf(row?.halfOpen);
  const alerts = valueOf(given(service.parts, 'monitoring')?.alerts);
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
