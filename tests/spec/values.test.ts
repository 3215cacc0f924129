import { describe, expect, test } from 'vitest';
import type { Content, Kind, ReadScope } from '../../scripts/spec/kinds.ts';
import { attempts, backoff, bound, count, features, patterns, quota, rates, retriedBy, urls, variables } from '../../scripts/spec/values.ts';

function read<T>(kind: Kind<T>, text: string): T | null {
  const items = text.split(/[;\n]/).map((piece) => piece.trim()).filter((piece) => piece !== '');
  return kind.read({ inline: text, text, items, at: { start: 0, end: 0 }, blocks: [], urls: [] } satisfies Content, {} as ReadScope);
}

describe('who repeats', () => {
  test.each(['job', 'nightly job', 'BullMQ job', 'our worker', 'the queue', '@lantern/outbound, then job `resolve`', 'parcelo-http-starter (7.1)', 'der Auftrag', 'Warteschlange', 'we'])('%s is ours', (text) => expect(read(retriedBy, text)).toBe('we'));
  test.each(['SDK', 'the Stripe SDK', '@aws-sdk/client-s3', 'client library', 'their official client'])('%s is the SDK', (text) => expect(read(retriedBy, text)).toBe('SDK'));
  test.each(['none', 'niemand'])('%s', (text) => expect(read(retriedBy, text)).toBe('none'));
  test.each(['maybe', 'yes', '3', 'the provider', 'Stripe', 'they'])('%s is nobody who is known', (text) => expect(read(retriedBy, text)).toBeNull());
});

describe('waits', () => {
  test.each([
    ['up to 2, 4, 8 ... s, at most 5 min; full jitter', { strategy: 'exponential', firstMs: 2000, maxMs: 300_000, jitter: true }],
    ['1, 2, 4 … s', { strategy: 'exponential', firstMs: 1000, maxMs: null }],
    ['after 0, 5, 15, 30, 60 s, then each 5 min up to 6 h', { strategy: 'listed', firstMs: 0, maxMs: 300_000, waitsMs: [0, 5000, 15_000, 30_000, 60_000] }],
    ['1 s, 5 s, 30 s', { strategy: 'listed', maxMs: 30_000, waitsMs: [1000, 5000, 30_000] }],
    ['2, 4, 8 Sekunden, höchstens 5 min', { strategy: 'listed', maxMs: 300_000 }],
    ['exponential, 500 ms to 8 s, full jitter', { strategy: 'exponential', firstMs: 500, maxMs: 8000, jitter: true }],
    ['7.2, rule 3', { strategy: 'referenced', firstMs: null }], ['see 7.2', { strategy: 'referenced' }], ['siehe 7.2, Regel 3', { strategy: 'referenced' }],
    ['fixed 1 s', { strategy: 'fixed', firstMs: 1000, maxMs: 1000 }],
    ['1 s, 30 % jitter', { strategy: 'fixed', firstMs: 1000, jitter: true }],
  ])('%s', (text, expected) => expect(read(backoff, text)).toMatchObject(expected));
  test.each(['rule 3', '7 times', 'see the library', 'full jitter, and never past the deadline', 'later', 'rules 1, 2, 3'])('%s', (text) => expect(read(backoff, text)).toBeNull());
  test.each([['retries: 1, same key', 2], ['retries: 0', 1], ['2 retries', 3], ['Wiederholungen: 2', 3], ['3', 3], ['3 attempts', 3], ['3 (1 + 2 retries)', 3]])('%s: %i calls', (text, calls) => expect(read(count, text)?.value).toBe(calls));
  test('no number of retries', () => expect(read(count, 'retries: while the deadline lasts')).toBeNull());
});

test.each([
  ['250 calls a day, 1 call per 5 s (unverified). Shared limit: contract quota', 2], ['Limits Professional ≈ 190 calls/10 s, 650,000/day for the account, shared with other apps; we use 5/s', 3], ['not published; 429 `RATE_LIMITED`. We make far less than one a second.', 1],
  ['Shared limit: a –; b (batch) 5/s; c 1 parallel', 2], ['A number sends about one message a second; the other sender about ten.', 1], ['No vendor rate limit; 340 users: full sync in seconds.', 1],
])('%s has %i limits', (text, number) => expect(read(rates, text)).toHaveLength(number));
test.each(['fast', '5 s; 100/s', '100/s and 5/min', '100/s; 50/s writes and 5/min', '100/s; we send 10 mails'])('%s has none', (text) => expect(read(rates, text)).toBeNull());

test.each([['jobs', ['asynchronous']], ['job; the page polls', ['asynchronous']], ['webhook, nightly job', ['webhook', 'batch']], ['nächtlich', ['batch']], ['own database', null]])('pattern %s', (text, expected) => expect(read(patterns, text)).toEqual(expected));
test.each([['ingest.de.sentry.io (`SENTRY_DSN`, EU)', ['https://ingest.de.sentry.io']], ['api.stripe.com/v1', ['https://api.stripe.com/v1']], ['verify.ts', null], ['see 7.P.1', null], ['none', null]])('address %s', (text, expected) => expect(read(urls, text)).toEqual(expected));
test.each([['3.3; feeds 3.6, 3.7', ['3.3']], ['3.3, speist 3.6', ['3.3']], ['3.5, second way for 3.6', ['3.5', '3.6']]])('features %s', (text, expected) => expect(read(features, text)).toEqual(expected));
test.each([
  ['webhook_url_{channel} × 9', ['webhook_url_{channel}']], ['A_KEY', ['A_KEY']], ['the key', null], ['bind_dn, bind_password', ['bind_dn', 'bind_password']],
  ['hmac_key, basic_user and basic_password (+ _previous)', ['hmac_key', 'basic_user', 'basic_password']], ['A_KEY, as contract', null],
])('variables %s', (text, expected) => expect(read(variables, text)).toEqual(expected));
test.each([
  ['1 s', 1000], ['Target: p99 300 ms; Section 4 allows 1 s', 1000], ['1 s (Section 4); target p99 300 ms', 1000], ['Ziel p99 300 ms, höchstens 2 s', 2000], ['p99 300 ms; 1 s', null], ['allows 1 s; limit 2 s', null],
])('kept %s', (text, ms) => expect(read(bound, text)?.ms ?? null).toBe(ms));
test.each([
  ['3', 3], ['retries: 2', 3], ['until the deadline', null], ['retries: while deadline lasts', null], ['for 6 h', null], ['as above, until 3 h before the show', null], ['solange die Frist läuft', null],
])('attempts %s', (text, value) => expect(read(attempts, text)?.value).toBe(value));
test.each(['soon', 'other DC', 'some'])('no attempts: %s', (text) => expect(read(attempts, text)).toBeNull());
test('of two limits the first is compared', () => expect(read(quota, '250 calls a day, 1 call per 5 s (unverified) (D-2)')).toMatchObject({ kind: 'rate', unit: 'calls' }));
