import { describe, expect, test } from 'vitest';
import { findEquations, parseAmount, parseCount, parseDuration, parseHeadroom, parseMoney, parseRate, parseThreshold, priceOf, Ratio, sumIn, type AmountRate } from '../../scripts/quantities/index.ts';

/** Spellings of documents that were written without the product, and what is near to them and states something else. */

describe('one value, and then a remark', () => {
  test.each([
    ['GBP 400: fits, also with 25,000 people in December (GBP 327).', '400'], ['GBP 36,000: left over in the usual month GBP 810, that is 4.3 % of turnover.', '36000'], ['GBP 300. Which reading is right is measured in staging (D-12).', '300'],
    ['EUR 1,500; estimate: EUR 1,200 in 2026; result: saved', '1500'], ['≈ USD 2,440 – above EUR 1,800', '2440'], ['EUR 400: übrig bleiben EUR 80', '400'], ['up to five seats in the budget of GBP 100. The number of seats is open (D-13).', '100'], ['UK about USD 0.056 a segment, unverified', '0.056'],
  ])('%s', (text, amount) => expect(parseMoney(text)!.amount.toString()).toBe(amount));
  test.each([
    'EUR 100; EUR 200 in December', 'EUR 100. In December EUR 200.', 'EUR 100: in December EUR 200', 'EUR 400: im Dezember EUR 500', 'EUR 100 – 200', 'EUR 100 – EUR 200', 'USD 0.056 a segment, Ireland about 0.083', '1.4 % + 25p; other cards 2.5 % + 25p', 'not EUR 5', 'cheaper than EUR 5', 'EUR 5 oder EUR 6',
  ])('%s states two, or none', (text) => expect(parseMoney(text)).toBeNull());
  test.each([['45,000 orders, turnover GBP 1,710,000', '45000'], ['5,000 Bestellungen, Umsatz 20.000 EUR', '5000'], ['≈ 24,900 a month, peak factor 2.4', '24900']])('%s', (text, value) => expect(parseAmount(text)!.value.toString()).toBe(value));
  test.each(['5,000 orders, 6,000 refunds', '5,000 orders; in December 6,000'])('%s', (text) => expect(parseAmount(text)).toBeNull());
  test('a status code is no second count', () => expect([parseCount('2 in the call, same key, then 202, job `resolve`')?.value, parseCount('2; Antwort 503 danach')?.value]).toEqual([2, 2]));
  test.each(['1 in the call, then job, 8 attempts', '1 in the call, then job; 5', '3, then 2 more'])('%s counts twice', (text) => expect(parseCount(text)).toBeNull());
  test.each([['timestamp ≤ 5 min', 300_000], ['204 after commit. Budget 1 s (7.4).', 1000], ['Adyen waits ≈ 10 s and repeats for days (unverified). Budget 1 s.', 1000], ['Zeitstempel höchstens 5 min', 300_000], ['4 min per tour', 240_000], ['4 min je Tour', 240_000]])('%s', (text, ms) => expect(parseDuration(text)?.ms).toBe(ms));
  test.each(['Adyen waits 10 s', 'Target: p99 300 ms; Section 4 allows 1 s', '4 min per 3 tours', 'budget 1 s, later budget 2 s', '5 s; uploads 10 s', '5 s. 10 s for uploads'])('%s', (text) => expect(parseDuration(text)).toBeNull());
});

describe('prices', () => {
  test.each([['USD 245, GBP 188', 'USD', '188'], ['about USD 29, GBP 22 unverified', 'USD', '22'], ['USD 245 (GBP 188)', 'USD', '188'], ['EUR 100 / GBP 95', 'EUR', '95'], ['245 USD (≈ 188 GBP)', 'USD', '188']])('%s is one sum', (text, currency, pounds) => {
    const money = parseMoney(text)!;
    expect([money.currency, sumIn(money, 'GBP')!.toString(), sumIn(money, 'CHF')]).toEqual([currency, pounds, null]);
  });
  test.each(['USD 245, USD 188', 'EUR 5 or USD 6', 'USD 245 + GBP 188'])('%s is not', (text) => expect(parseMoney(text)).toBeNull());
  test.each([
    ['10,000 free, then USD 0.50 for 1,000', '295'], ['the first 10,000 are free, then USD 0.50 per 1,000', '295'], ['USD 0.50 per 1,000 after 10,000 free', '295'], ['USD 0.50 per 1,000 records over 10,000 (unverified)', '295'], ['USD 0,50 pro 1.000 Anfragen nach 10.000 kostenlosen', '295000'],
    ['Pro 100,000: USD 89.95, further mails about USD 0.0011', '639.95'], ['USD 25 a month with 100,000 mails, then USD 0.01 each', '5025'], ['USD 25 inkl. 100.000 Mails, weitere USD 0,01', '5025'],
  ])('%s, of 600,000', (text, cost) => expect(priceOf(parseMoney(text)!, Ratio.of(600_000n)).toString()).toBe(cost));
  test('nothing is paid below what is free', () => expect(priceOf(parseMoney('USD 0.50 per 1,000 after 10,000 free')!, Ratio.of(9000n)).toString()).toBe('0'));
  test.each(['1.4 % + 25p', '1.4 % + 25p unverified', '25p + 1.4 %'])('%s', (text) => expect(parseMoney(text)).toMatchObject({ currency: 'GBP', amount: Ratio.of(1n, 4n), percent: Ratio.of(7n, 5n) }));
  test.each(['no fee per message', 'no extra cost', 'keine Gebühr je Nachricht', '0', '0 (default)', '0.00'])('%s is free', (text) => expect(parseMoney(text)).toMatchObject({ free: true, currency: null }));
  test.each(['25p', '720p', '0.5', '0 × 3', 'free up to 10,000 calls', 'free, then EUR 5', 'EUR 25, further EUR 5', 'USD 25 with 10,000, then EUR 0.02', 'price to be obtained before 3.7', 'contract × 24,900'])('%s is no price', (text) => expect(parseMoney(text)).toBeNull());
});

describe('rates', () => {
  test.each([
    ['about ten messages a second', '10', 's'], ['zehn Nachrichten pro Sekunde', '10', 's'], ['our 20 a second', '20', 's'], ['we need some ten a night', '10', 'day'], ['rate limit ≥ 22/s (V-8)', '22', 's'], ['Limit ≈ 1 message/s per channel, short bursts tolerated, 429 with `Retry-After`', '1', 's'],
    ['`here-geocode` 25/s'.replaceAll('`', ''), '25', 's'], ['A British number sends about one message a second', '1', 's'], ['wir brauchen 20 Anfragen pro Sekunde', '20', 's'], ['1,000 requests in 10 s in production, 100 in development', '1000', 's'],
  ])('%s', (text, amount, unit) => expect([(parseRate(text) as AmountRate).amount.toString(), (parseRate(text) as AmountRate).per.unit]).toEqual([amount, unit]));
  test('with its peak', () => expect(['9/s, peak 21.6/s', '9/s (peak 21.6/s)', '9/s, in der Spitze 21,6/s'].map((text) => (parseRate(text) as AmountRate).peak?.amount.toString())).toEqual(['21.6', undefined, '21.6']));
  test.each([['No vendor rate limit; 340 users in all', 'unlimited'], ['not published; 429 RATE_LIMITED', 'unpublished']])('%s is %s', (text, kind) => expect(parseRate(text)?.kind).toBe(kind));
  test.each(['Limit far above our 20 a second', 'no more, 5/s', 'no 5/s', '100/s, 5/min', '100/s, writes 50/s', 'if needed 5/s', 'ten a', 'unlimited 5/s'])('%s is none', (text) => expect(parseRate(text)).toBeNull());
});

describe('alerts', () => {
  const show = (text: string) => {
    const t = parseThreshold(text);
    const v = t?.value;
    return t && [t.metric, t.operator, v!.kind === 'duration' ? v!.ms : v!.kind === 'money' || v!.kind === 'rate' ? Number(v!.amount.toString()) : Number(v!.value.toString()), t.window?.ms ?? null];
  };
  test.each([
    ['BreakerOpen, for 2m', 'BreakerOpen', '>=', 120_000, null], ['BreakerOpenOther, for 15m (7.O.4)', 'BreakerOpenOther', '>=', 900_000, null], ['SendGrid down: after 5 min', 'SendGrid down', '>=', 300_000, null], ['both DCs unreachable 3 min', 'both DCs unreachable', '>=', 180_000, null],
    ['SendGrid nicht erreichbar: nach 5 min', 'SendGrid nicht erreichbar', '>=', 300_000, null], ['no success 48 h', 'success', '=', 0, 172_800_000], ['kein Erfolg 48 h', 'Erfolg', '=', 0, 172_800_000], ['no successful verification in 10 min by day', 'successful verification', '=', 0, 600_000],
    ['0.95 quantile of checkout_seconds over 15m > 4, for 10m', '0.95 quantile of checkout_seconds over 15m', '>', 4, 600_000], ['max(oldest_seconds{queue="mail"}) > 90, for 1m', 'max(oldest_seconds{queue="mail"})', '>', 90, 60_000], ['p95 > 200 ms 10 min', 'p95', '>', 200, 600_000],
    ['error share over 10m > 0.05, and more than 10 calls in 10m, for 5m', 'error share over 10m', '>', 0.05, 300_000], ['share undelivered > 10 % of at least 50', 'share undelivered', '>', 10, null], ['Anteil > 10 % von mindestens 50', 'Anteil', '>', 10, null],
    ['queue > 50 per channel', 'queue', '>', 50, null], ['Warteschlange > 50 je Kanal', 'Warteschlange', '>', 50, null], ['hit rate weekly ≥ 85 % [A]', 'hit rate weekly', '>=', 85, null],
    ['quota used 70 %', 'quota used', '>=', 70, null], ['Kontingent verbraucht 70 %', 'Kontingent verbraucht', '>=', 70, null], ['spend at GBP 100', 'spend', '>=', 100, null], ['80 % of the quota', 'the quota', '>=', 80, null], ['segments for each message: if ever 2', 'segments for each message', '>=', 2, null],
    ['Missing settlement batch by 05:00', 'settlement batch', '=', 0, null], ['tours planned 46/46 by 06:00', 'tours planned', '<', 46, null],
    ['invalid_grant', 'invalid_grant', '>', 0, null], ['use of break-glass', 'use of break-glass', '>', 0, null], ['any rejected payout', 'any rejected payout', '>', 0, null], ['jede abgelehnte Auszahlung', 'jede abgelehnte Auszahlung', '>', 0, null],
  ])('%s', (text, ...expected) => expect(show(text)).toEqual(expected));
  test.each([
    'high error rate', 'any high latency', 'queue_depth', 'checkout_seconds', 'breaker open', 'cost spike', 'sync every 5 min', 'alle 5 min', 'at 5 min', 'error rate at 5', 'p95 > 200 ms 10', 'p95 > 200 ms, 300 ms', "60/80/95 % of the month's budget", 'tours planned 45/46 by 06:00', '4xx', 'settlement batch by 05:00', 'zu viele Fehler',
  ])('%s is none', (text) => expect(show(text)).toBeNull());
});

describe('headroom and calculations', () => {
  test.each([['short by a factor of ≈ 11,900', true], ['überschritten um den Faktor 3', true], ['Reserve ≈ 34,800', false], ['34,800 calls left', false]])('%s', (text, exceeded) => expect(parseHeadroom(text)).toMatchObject({ percent: null, exceeded }));
  test.each(['far above', '34,800', 'short', 'exceeded by a lot'])('%s says nothing', (text) => expect(parseHeadroom(text) === null || text === 'short').toBe(true));
  test.each([['111² × 46 × 3 = 1.70 M', true], ['111² × 46 × 3 = 1.80 M', false], ['2³ + 1 = 9', true], ['34,752 + 16,331 = GBP 51,082', true], ['34,752 + 16,331 = GBP 51,080', false], ['34,750 + 16,331 = GBP 51,080', false], ['123 + 456 = GBP 580', false]])('%s', (text, ok) => expect(findEquations(text).map((e) => e.ok)).toEqual([ok]));
});
