import { findQuantities, formatDuration, formatRate, Ratio, type Duration } from '../../../quantities/index.ts';
import { valueOf, type Leaf } from '../../../spec/kinds.ts';
import { given, type Service } from '../../../spec/model.ts';
import type { Span } from '../../../markdown/types.ts';
import { markValues, type Value } from './marks.ts';

/** A value in its field. */
export interface Home {
  /** What `Quantity.homes` names. */
  readonly id: string;
  readonly value: Value;
  /** For a message. */
  readonly text: string;
  /** Number of the part: `7.P.1.6`. */
  readonly section: string;
  /** Label of the field or column. */
  readonly label: string;
  /** The operation that it is for, where the table has a row for each. */
  readonly operation: string | null;
  readonly at: Span;
}

/** Every value of a service that a sentence may repeat. */
export function homesOf({ number, parts }: Service): Home[] {
  const homes: Home[] = [];
  const add = (part: number, id: string, label: string, leaf: Leaf<unknown> | undefined, value: Value | null | undefined, operation: string | null = null) => {
    if (leaf?.state === 'stated' && value) homes.push({ id, value, text: written(value, leaf.text), section: `${number}.${part}`, label, operation, at: leaf.at });
  };
  const duration = (leaf: Leaf<Duration> | undefined): Value | null => (leaf?.state === 'stated' ? { kind: 'duration', ms: leaf.value.ms } : null);

  const resilience = given(parts, 'resilience');
  for (const row of valueOf(resilience?.timeouts) ?? []) {
    const operation = valueOf(row.operation) ?? null;
    add(6, 'connect', 'Connect', row.connect, duration(row.connect), operation);
    add(6, 'read', 'Read', row.read, duration(row.read), operation);
    add(6, 'total', 'Total', row.total, duration(row.total), operation);
  }
  for (const row of valueOf(resilience?.retry) ?? []) {
    const count = valueOf(row.attempts)?.value;
    add(6, 'attempts', 'Attempts', row.attempts, count == null ? null : { kind: 'count', count, ordinal: false }, valueOf(row.operation) ?? null);
  }
  for (const row of valueOf(resilience?.breaker) ?? []) {
    const failures = firstCount(valueOf(row.opens));
    add(6, 'breakerFailures', 'Opens after', row.opens, failures);
    const successes = firstCount(valueOf(row.closes));
    add(6, 'breakerSuccesses', 'Closes after', row.closes, successes);
    add(6, 'halfOpen', 'Half-open after', row.halfOpen, duration(row.halfOpen));
  }
  const webhook = given(parts, 'webhook');
  add(5, 'acknowledge', 'Acknowledge Within', webhook?.acknowledgeWithin, duration(webhook?.acknowledgeWithin));
  add(5, 'replay', 'Replay Window', webhook?.replayWindow, duration(webhook?.replayWindow));
  for (const row of valueOf(given(parts, 'authentication')?.credentials) ?? []) add(2, 'rotation', 'Rotation', row.rotation, onlyDuration(valueOf(row.rotation)));
  const api = given(parts, 'api');
  for (const rate of valueOf(api?.rateLimits) ?? []) if (rate.kind === 'rate') add(3, 'rate', 'Rate Limits', api!.rateLimits, rate);
  const frequency = given(parts, 'sync')?.frequency;
  if (/\b(?:every|alle)\b/i.test(valueOf(frequency) ?? '')) add(4, 'frequency', 'Synchronization Frequency', frequency, onlyDuration(valueOf(frequency)));
  const cost = given(parts, 'cost');
  for (const row of valueOf(cost?.quota) ?? []) {
    const limit = valueOf(row.limit);
    if (limit?.kind === 'rate') add(8, 'rate', 'Limit', row.limit, limit);
  }
  for (const row of valueOf(cost?.estimate) ?? []) {
    const volume = valueOf(row.volume);
    if (volume) add(8, 'volume', 'Volume a month', row.volume, { kind: 'rate', amount: volume.value, unit: volume.unit, per: MONTH, scope: null });
  }
  for (const row of valueOf(cost?.estimate) ?? []) add(8, 'cost', 'Monthly cost', row.monthly, valueOf(row.monthly));
  add(8, 'budget', 'Budget', cost?.budget, valueOf(cost?.budget));
  return homes;
}

/** How a message shows it: a list of rates shares one field, and durations have one spelling. */
function written(value: Value, text: string): string {
  if (value.kind === 'duration') return formatDuration(value.ms);
  if (value.kind === 'count') return String(value.count);
  return value.kind === 'rate' ? formatRate(value) : text;
}

const MONTH = { count: Ratio.of(1n), unit: 'month' } as const;

/** The duration of a text that names just one. */
function onlyDuration(text: string | undefined): Value | null {
  const found = findQuantities(text ?? '').flatMap(({ value }) => (value.kind === 'duration' ? [value] : []));
  return found.length === 1 ? { kind: 'duration', ms: found[0]!.ms } : null;
}

/** "10 failures in 60 s": what is counted stands at the beginning. */
function firstCount(text: string | undefined): Value | undefined {
  return [...markValues((text ?? '').slice(0, 300)).values.values()].find(({ value }) => value.kind === 'count' && Number.isFinite(value.count))?.value;
}
