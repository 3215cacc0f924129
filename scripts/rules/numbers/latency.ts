import type { Threshold } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import type { Service } from '../../spec/model.ts';
import { operations } from './budgets.ts';
import { wordsOf } from './objectives.ts';

/** How late or old something is: no duration of one call. */
const PIPELINE = /delay|\bfrom\b.{1,60}\b(?:to|until|till)\b|\bvon\b.{1,60}\bbis\b|\blag\b|_lag|\bage\b|_age|fresh|end[- _]to[- _]end|e2e|queue|wait|since|until|backlog|Verzögerung|Alter|Rückstand/i;

/** A time that calls take. */
const LATENCY = /\bp\d\d|latency|latenz|response time|duration|\b(?:median|mean|average)\b|histogram_quantile/i;

/** Milliseconds of a condition that rings when calls last longer; null when it is about something else. */
export function latencyOf({ metric, operator, value }: Threshold): number | null {
  const isLatency = LATENCY.test(metric) && /^>=?$/.test(operator) && !PIPELINE.test(metric);
  return isLatency && value.kind === 'duration' ? value.ms : null;
}

type Operations = ReturnType<typeof operations>;

/** The operations that a metric is about: those it names, as `search_seconds` or `call_seconds{operation="search"}` do; all where it names none. Null for a metric of something else, as of an endpoint of ours. */
export function measured(service: Service, metric: string): { operations: Operations; all: boolean; longestMs: number } | null {
  const calls = operations(service);
  const said = new Set(wordsOf(metric));
  const named = calls.filter(({ name }) => wordsOf(name).some((word) => said.has(word)));
  const name = /[a-z0-9]+(?:_[a-z0-9]+)+/i.exec(metric)?.[0];
  if (named.length === 0 && name !== undefined && !/call|request|api|http|outbound/i.test(name) && !wordsOf(service.name).some((word) => name.toLowerCase().includes(word))) return null;
  const own = named.length > 0 ? named : calls;
  const totals = own.map(({ timeout }) => valueOf(timeout.total)?.ms ?? Infinity);
  return { operations: own, all: own.length === calls.length, longestMs: totals.length === 0 ? Infinity : Math.max(...totals) };
}
