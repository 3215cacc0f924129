import { describe, expect, test } from 'vitest';
import { found, type Edit } from './example.ts';

const behind = (sentence: string): Edit => ['nothing is packed unpaid.', `nothing is packed unpaid. ${sentence}`];

describe('numbers/breaker', () => {
  const opens = (text: string): Edit => ['| 10 failures in 60 s | 30 s | 1 success |', `| ${text} | 30 s | 1 success |`];
  test.each(['3 failures in 60 s', 'five consecutive failures', '50 % of at least 20 calls in 60 s', '2 failed operations in 60 s', '2 failures after the last retry', '2 failures, counted around the retries'])('%s', (text) => {
    expect(found('numbers/breaker', opens(text))).toEqual([]);
  });
  test.each(['2 failures in 60 s', 'two consecutive failures', 'after 2 errors in a row'])('%s: the third attempt is never made', (text) => {
    expect(found('numbers/breaker', opens(text))).toEqual(['Unexpected breaker that opens after 2 failures, expected more than the 3 attempts of one "refund and nightly jobs": attempt 3 would never be made']);
  });

  const traffic = (demand: string): Edit => ['| live mode | 100 requests per second [^stripe-limits] | 1 request per second | 99 % |', `| live mode | 100 requests per second [^stripe-limits] | ${demand} | 99 % |`];
  test.each<[string, string, string[]]>([
    ['10 failures in 30 s', '700 calls/day', ['Unexpected breaker that opens after 10 failures in 30 s: 700 calls/day are 0.24 calls in that time, so it never opens']],
    ['10 failures in 30 s', '7,000 calls/day', []],
    ['3 failures in 10 min', '700 calls/day', []],
    ['10 consecutive failures', '700 calls/day', []],
    ['50 % of at least 20 calls in 30 s', '700 calls/day', []],
  ])('%s at %s', (text, demand, messages) => expect(found('numbers/breaker', opens(text), traffic(demand)).filter((m) => m.includes('never opens'))).toEqual(messages));

  const alert = (text: string): Edit => ['| `inbox_age_seconds{source="stripe"}` > 10 min |', `| ${text} |`];
  test.each(['circuit breaker open for 20 s', 'breaker not closed for 10 min', 'breaker half-open for 10 min', 'open disputes older than 3 days'])('%s', (text) => expect(found('numbers/breaker', alert(text))).toEqual([]));
  test.each(['circuit breaker open for 2 min', 'breaker open > 2 min'])('%s', (text) => expect(found('numbers/breaker', alert(text))).toEqual(['Unexpected alert on a breaker open for 2 min: it is half-open after 30 s']));
});

describe('numbers/throughput', () => {
  test.each<[string, string[]]>([
    ['It reads 17,000 payments at 2 payments per second in 90 min.', ['Unexpected 90 min: 17,000 payments at 2 payments per second take 2 h 22 min']],
    ['It reads 17,000 payments at 2 payments per second in 150 min.', []],
    ['The 62,000 parcels are asked for at 10 requests/s, which takes 90 min.', ['Unexpected 90 min: 62,000 parcels at 10 requests/s take 1 h 43 min']],
    ['500 Mails mit 10 Mails pro Sekunde dauern 20 s.', ['Unexpected 20 s: 500 Mails at 10 Mails pro Sekunde take 50 s']],
    ['500 Mails mit 10 Mails pro Sekunde dauern 50 s.', []],
    ['We send 8,900 contacts in batches of 100, at 10 requests per second, within 10 s.', []],
    ['17,000 boxes a week are paid at 2 payments per second in 5 min.', []],
    ['Up to 10 mails per second; an answer comes within 3 s.', []],
    ['11,333 payments are made; at 1 request per second we stay far below, and each lasts 2 s.', []],
  ])('%s', (sentence, messages) => expect(found('numbers/throughput', behind(sentence))).toEqual(messages));
});

describe('numbers/demand', () => {
  const row = '| live mode | 100 requests per second [^stripe-limits] | 1 request per second | 99 % |';
  test.each<[string, number]>([
    ['| debits of the week | 1,000 payments per day (unverified) | 300 payments per day | 70 % |', 1],
    ['| debits of the week | 1,000 payments per day (unverified) | 400 payments per day | 60 % |', 0],
    // Of another kind, of another name, for each of several.
    ['| debits of the week | 1,000 requests per day (unverified) | 300 requests per day | 70 % |', 0],
    ['| refunds | 1,000 payments per day (unverified) | 300 payments per day | 70 % |', 0],
    ['| debits of the week | 1,000 payments per day per account (unverified) | 300 payments per day per account | 70 % |', 0],
    ['| debits and cards | 1,000 payments per day (unverified) | 300 payments per day | 70 % |', 0],
  ])('%s', (to, count) => expect(found('numbers/demand', [row, to])).toHaveLength(count));
});

describe('numbers/currency', () => {
  const dollars: Edit = ['**Budget:** EUR 9,000 a month (architecture document)', '**Budget:** USD 10,000 a month (architecture document)'];
  const note = (text: string): Edit => ['Debit as the default (D-1);', `${text} Debit as the default (D-1);`];
  test('without a rate', () => expect(found('numbers/currency', dollars)).toHaveLength(1));
  test.each(['USD 1 = EUR 0.92 on 2026-11-20.', 'Converted at EUR 0.92 a dollar.', 'It is enough while a dollar costs at least EUR 0.90.', 'Umgerechnet zum Kurs von 0,92 € je Dollar.'])('%s', (text) => expect(found('numbers/currency', dollars, note(text))).toEqual([]));
  test.each(['Fees are paid in dollars.', 'Prices come in EUR.'])('no rate: %s', (text) => expect(found('numbers/currency', dollars, note(text))).toHaveLength(1));
});

describe('numbers/alert-objective', () => {
  const alert = (text: string): Edit => ['| P95 of `stripe_call_seconds` > 3 s for 10 min |', `| ${text} |`];
  test.each<[string, number]>([
    ['P95 of `stripe_call_seconds` > 5 s for 10 min', 1],
    ['P95 of `stripe_call_seconds` > 4 s for 10 min', 0],
    ['P95 of `nightly_import_seconds` > 30 s', 0],
    ['P95 of `webhook_delay_seconds` > 30 s', 0],
    ['share of `stripe_calls_total{outcome="error"}` > 50 % for 5 s', 0],
  ])('%s', (text, count) => expect(found('numbers/alert-objective', alert(text))).toHaveLength(count));
  test('a section that says why', () => expect(found('numbers/alert-objective', alert('P95 of `stripe_call_seconds` > 5 s'), behind('The objective of 4 s holds nevertheless: it is a p95.'))).toEqual([]));
});
