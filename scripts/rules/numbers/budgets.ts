import type { Duration } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import { given, type Service } from '../../spec/model.ts';
import type { Backoff } from '../../spec/values.ts';

const fold = (name: string) => name.toLowerCase().replace(/[^a-z0-9äöüß]+/g, ' ').trim();

const ALL = /^(?:all|every|any|alle)\b/i;

const known = new WeakMap<Service, ReturnType<typeof pairRows>>();

/** Rows of the timeout table with the retry row of the same operation; a single row, or one for "all", goes with every other. Paired once for all rules. */
export function operations(service: Service) {
  let paired = known.get(service);
  if (!paired) known.set(service, (paired = pairRows(service)));
  return paired;
}

function pairRows({ parts }: Service) {
  const part = given(parts, 'resilience');
  const timeouts = valueOf(part?.timeouts) ?? [];
  const retries = (valueOf(part?.retry) ?? []).map((row) => {
    const name = valueOf(row.operation) ?? '';
    return { row, name, folded: fold(name) };
  });
  return timeouts.map((timeout) => {
    const name = valueOf(timeout.operation) ?? '';
    const folded = fold(name);
    const found = retries.find((retry) => retry.folded === folded) ?? retries.find((retry) => ALL.test(retry.name)) ?? (retries.length === 1 && timeouts.length === 1 ? retries[0] : undefined);
    return { name, timeout, retry: found?.row };
  });
}

/** The longest that the waits between `attempts` calls can be, in milliseconds; null when the row does not bound them. */
export function longestWaits(attempts: number, backoff: Backoff | undefined): { ms: number; terms: number[] } | null {
  if (attempts <= 1) return { ms: 0, terms: [] };
  if (!backoff || backoff.firstMs === null) return null;
  const terms: number[] = [];
  for (let i = 0; i < Math.min(attempts - 1, 50); i++) {
    const wait = backoff.waitsMs ? (backoff.waitsMs[i] ?? backoff.maxMs ?? backoff.waitsMs.at(-1)!) : backoff.strategy === 'exponential' ? backoff.firstMs * 2 ** i : backoff.strategy === 'linear' ? backoff.firstMs * (i + 1) : backoff.firstMs;
    terms.push(Math.min(wait, backoff.maxMs ?? Infinity));
  }
  return { ms: terms.reduce((a, b) => a + b, 0), terms };
}

/** One call's own bound: connect and read one after the other, as far as they are stated; "4.5 s (attempt)" is all of it. */
export function callMs(connect: Duration | undefined, read: Duration | undefined): number | null {
  if (read && /^\W{0,2}(?:(?:for )?(?:the |each |one )?(?:whole )?(?:attempt|call)|(?:der |ganzer |je )?Versuch)\b/i.test(read.note)) return Math.max(connect?.ms ?? 0, read.ms);
  return read ? (connect?.ms ?? 0) + read.ms : null;
}
