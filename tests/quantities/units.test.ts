import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareRates, EXAMPLES, formatDuration, formatMoney, formatRate, headroomOf, parseAmount, parseAmountRange, parseCount, parseDuration, parseDurationRange, parseHeadroom, parseMoney,
  parseMoneyRange, parsePercentage, parseRate, parseThreshold, perDay, perMonth, perSecond, priceOf, Ratio, type AmountRate, type Period,
} from '../../scripts/quantities/index.ts';

const r = (text: string): Ratio => Ratio.from(text)!;
const period = (per: Period | null): string => (per ? `${per.count}×${per.unit}` : '-');

describe('durations', () => {
  test.each([
    ['5 s', 5000], ['30 seconds', 30_000], ['500ms', 500], ['1.5 s', 1500], ['1,5 Sekunden', 1500], ['2 min', 120_000], ['5 minutes', 300_000], ['1 h 30 min', 5_400_000], ['1h30m', 5_400_000],
    ['1 hour and 30 minutes', 5_400_000], ['90 days', 7_776_000_000], ['1 Tag', 86_400_000], ['24 Stunden', 86_400_000], ['2 Std.', 7_200_000], ['PT5S', 5000], ['PT1H30M', 5_400_000], ['P1D', 86_400_000],
    ['100 µs', 0.1], ['2 weeks', 1_209_600_000], ['5\u00a0s', 5000], ['5\u202fs', 5000], ['24-hour', 86_400_000], ['three days', 259_200_000], ['0 s', 0], ['10 s.', 10_000],
  ])('%j is %d ms', (text, ms) => expect(parseDuration(text)).toMatchObject({ kind: 'duration', ms, calendar: false, note: '' }));
  test.each([
    ['≈ 5 s', 'about', ''], ['within 20 s', 'at-most', ''], ['5 s (read)', null, '(read)'], ['5 s, unverified', null, ', unverified'], ['5 s per attempt', null, 'per attempt'], ['5 s for uploads', null, 'for uploads'], ['5 s; see 7.P.1.6', null, '; see 7.P.1.6'], ['5 s, part 5 of the architecture document', null, ', part 5 of the architecture document'], ['5 s; agreed in ADR-014 in week 9', null, '; agreed in ADR-014 in week 9'], ['5 s for 3.4 and D-9', null, 'for 3.4 and D-9'],
  ])('%j keeps qualifier and note', (text, qualifier, note) => expect(parseDuration(text)).toMatchObject({ ms: text.includes('20') ? 20_000 : 5000, qualifier, note, text }));
  test.each(['', '5', '5 m', '3.4', 'soon', '5 s, 10 s for uploads', '5 s 10 s', '5 parsecs', '3-D', '5 s for 3 attempts', '5 s, part 5, 10 s for uploads', '1-2 s', 's', 'P', 'PT', '02:00', '5s5'])('%j is none', (text) => expect(parseDuration(text)).toBeNull());
  test('months and years are nominal', () => {
    expect(parseDuration('1 month')).toMatchObject({ ms: 30 * 86_400_000, calendar: true });
    expect(parseDuration('2 Jahre')).toMatchObject({ ms: 730 * 86_400_000, calendar: true });
  });
  test.each([['1-2 s', 1000, 2000], ['1–2 s', 1000, 2000], ['500 ms to 2 s', 500, 2000], ['5 bis 10 Minuten', 300_000, 600_000]])('%s is a range', (text, from, to) => {
    expect(parseDurationRange(text)).toMatchObject({ from: { ms: from }, to: { ms: to } });
  });
  test('no range', () => expect([parseDurationRange('5 s'), parseDurationRange('1-2'), parseDurationRange('')]).toEqual([null, null, null]));
  test('format reads back', () => {
    fc.assert(fc.property(fc.oneof(fc.integer({ min: 0, max: 10_000_000_000 }), fc.integer({ min: 0, max: 200_000 }).map((n) => n * 60_000)), (ms) => {
      expect(parseDuration(formatDuration(ms))?.ms).toBe(ms);
    }));
  });
  test.each([[90_000, '1 min 30 s'], [5_400_000, '1 h 30 min'], [172_800_000, '2 days'], [1500, '1.5 s'], [17_000, '17 s'], [0, '0 s'], [0.1, '100 µs']])('%d ms is shown as %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe('rates', () => {
  test.each([
    ['100 requests per second', '100', 'requests', '1×s', null], ['10,000 units/day', '10000', 'units', '1×day', null], ['100 req/s', '100', 'req', '1×s', null], ['190 requests per 10 s', '190', 'requests', '10×s', null],
    ['250 calls a day', '250', 'calls', '1×day', null], ['1 message per second per channel', '1', 'message', '1×s', 'channel'], ['10 requests per user per second', '10', 'requests', '1×s', 'user'],
    ['650,000/day', '650000', '', '1×day', null], ['60/min', '60', '', '1×min', null], ['20 Anfragen pro Sekunde', '20', 'Anfragen', '1×s', null], ['1.000.000 Aufrufe täglich', '1000000', 'Aufrufe', '1×day', null],
    ['Live mode: 100 requests per second (burst 200)', '100', 'requests', '1×s', null], ['3,000 requests per minute on the Team plan', '3000', 'requests', '1×min', null], ['100 requests per second, burst 200', '100', 'requests', '1×s', null], ['500 RPM', '500', 'requests', '1×min', null], ['100 requests / minute / user', '100', 'requests', '1×min', 'user'], ['1,000 API calls per 24 h', '1000', 'API calls', '24×h', null], ['10\u00a0000\u00a0Anfragen pro Monat', '10000', 'Anfragen', '1×month', null],
  ])('%j', (text, amount, unit, per, scope) => {
    const rate = parseRate(text) as AmountRate;
    expect([rate.kind, rate.amount.toString(), rate.unit, period(rate.per), rate.scope]).toEqual(['rate', amount, unit, per, scope]);
  });
  test.each([['unlimited', 'unlimited'], ['Unbegrenzt', 'unlimited'], ['not published', 'unpublished'], ['none published', 'unpublished'], ['No published limit for webhooks', 'unpublished'], ['not published, unverified', 'unpublished'], ['nicht veröffentlicht', 'unpublished'], ['no published limit found (unverified)', 'unpublished'], ['no limit was found at the provider', 'unpublished']])('%s is %s', (text, kind) => expect(parseRate(text)).toEqual({ kind, text }));
  test.each(['', '100', '5 s', '100 concurrent requests', 'fast', '10 per', '100 requests per 0 s', '5 a 0 s', '100/s and 5/min', 'unlimited 5/s'])('%j is none', (text) => expect(parseRate(text)).toBeNull());
  test('exact conversions', () => {
    const rate = parseRate('100 requests per minute') as AmountRate;
    expect([perDay(rate), perMonth(rate), perMonth(rate, 31), perSecond(rate)].map(String)).toEqual(['144000', '4320000', '4464000', '5/3']);
    const monthly = parseRate('6,000 calls a month') as AmountRate;
    expect([perDay(monthly), perMonth(monthly, 22)].map(String)).toEqual(['200', '6000']);
    expect(compareRates(parseRate('60/min') as AmountRate, parseRate('1/s') as AmountRate)).toBe(0);
    expect(compareRates(parseRate('190 requests per 10 s') as AmountRate, parseRate('20/s') as AmountRate)).toBeLessThan(0);
  });
  test('format reads back', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 90 }), fc.constantFrom('s', 'min', 'h', 'day', 'month'), fc.constantFrom(null, 'user'), (n, count, unit, scope) => {
      const value = { kind: 'rate', amount: Ratio.of(n), unit: 'requests', per: { count: Ratio.of(count), unit: unit as Period['unit'] }, scope } as const;
      expect(parseRate(formatRate(value))).toMatchObject(value);
    }));
  });
});

describe('money', () => {
  test.each([
    ['EUR 1,800', '1800 EUR', '-', '-'], ['€1.800,00', '1800 EUR', '-', '-'], ['1,800 EUR', '1800 EUR', '-', '-'], ['$0.0004', '0.0004 USD', '-', '-'], ['USD 0.25 per 1,000 calls', '0.25 USD', '1000 calls', '-'],
    ['EUR 85 a month', '85 EUR', '-', '1×month'], ['$0.10/GB', '0.1 USD', '1 GB', '-'], ['$15 per million emails', '15 USD', '1000000 emails', '-'], ['from EUR 49 a month', '49 EUR', '-', '1×month'], ['EUR 1.800,– pro Monat', '1800 EUR', '-', '1×month'], ['USD 20 per user per month', '20 USD', '1 user', '1×month'],
    ['USD 5 per 1M tokens', '5 USD', '1000000 tokens', '-'], ['€\u00a00,29', '0.29 EUR', '-', '-'], ['85 Euro', '85 EUR', '-', '-'], ['25 US cents', '0.25 USD', '-', '-'], ['CHF 12.50', '12.5 CHF', '-', '-'], ['-5 EUR', '-5 EUR', '-', '-'],
  ])('%j', (text, sum, per, time) => {
    const money = parseMoney(text)!;
    expect([`${money.amount} ${money.currency}`, money.per ? `${money.per.count} ${money.per.unit}` : '-', period(money.period)]).toEqual([sum, per, time]);
  });
  test.each([['0.29 EUR + 1.5 %', '0.29', 'EUR', '1.5'], ['1.5% + €0.25', '0.25', 'EUR', '1.5'], ['2.9 %', '0', null, '2.9']])('%s has a percentage', (text, amount, currency, percent) => {
    const money = parseMoney(text)!;
    expect([money.amount.toString(), money.currency, money.percent!.toString(), money.free]).toEqual([amount, currency, percent, false]);
  });
  test.each(['free', 'included', 'included in the plan', '0 EUR', 'kostenlos'])('%s costs nothing', (text) => expect(parseMoney(text)).toMatchObject({ kind: 'money', free: true, text }));
  test.each(['', '85', 'EUR', 'cheap', 'free up to 10,000 calls', 'EUR 5 or EUR 6', '5 cents', 'EUR 100–190', '1.2.3 EUR'])('%j is none', (text) => expect(parseMoney(text)).toBeNull());
  test.each([['EUR 100–190', 'EUR'], ['$100-190', 'USD'], ['100–190 EUR', 'EUR']])('%s is a range', (text, currency) => {
    expect(parseMoneyRange(text)).toMatchObject({ from: { amount: Ratio.of(100), currency }, to: { amount: Ratio.of(190), currency } });
  });
  test('prices are exact', () => {
    expect(priceOf(parseMoney('USD 0.25 per 1,000 calls')!, r('2976000')).toString()).toBe('744');
    expect(priceOf(parseMoney('0.29 EUR + 1.5 %')!, r('21000'), r('840000')).toString()).toBe('18690');
  });
  test.each([['1800', 'EUR 1,800'], ['0.5', 'EUR 0.50'], ['0.0004', 'EUR 0.0004'], ['1234.56', 'EUR 1,234.56']])('%s is shown as %s', (amount, text) => {
    expect(formatMoney(r(amount), 'EUR')).toBe(text);
    expect(parseMoney(text)!.amount.toString()).toBe(amount);
  });
});

describe('thresholds', () => {
  const show = (text: string): unknown => {
    const t = parseThreshold(text);
    if (!t) return null;
    const v = t.value;
    const value = v.kind === 'duration' ? `${v.ms} ms` : v.kind === 'percentage' ? `${v.value} %` : v.kind === 'amount' ? `${v.value}` : v.kind === 'rate' ? `${v.amount} per ${period(v.per)}` : `${v.amount} ${v.currency}`;
    return [t.metric, t.operator, value, t.window?.ms ?? null];
  };
  test.each([
    ['P95 > 5 s for 10 min', 'P95', '>', '5000 ms', 600_000], ['error rate > 2 % over 5 minutes', 'error rate', '>', '2 %', 300_000], ['queue depth >= 1,000 for 15 min', 'queue depth', '>=', '1000', 900_000],
    ['circuit breaker open > 2 min', 'circuit breaker open', '>', '120000 ms', null], ['circuit breaker open for 2 min', 'circuit breaker open', '>=', '120000 ms', null], ['5xx rate ≥ 1% (5 min)', '5xx rate', '>=', '1 %', 300_000],
    ['no event for 30 min', 'event', '=', '0', 1_800_000], ['failed payments > 20 in 5 min', 'failed payments', '>', '20', 300_000], ['P95 latency exceeds 800 ms', 'P95 latency', '>', '800 ms', null],
    ['Fehlerrate über 5 % für 10 Minuten', 'Fehlerrate', '>', '5 %', 600_000], ['cost > EUR 100 a month', 'cost', '>', '100 EUR', null], ['requests > 100/s for 5 min', 'requests', '>', '100 per 1×s', 300_000],
    ['error rate over 5 minutes > 2 %', 'error rate', '>', '2 %', 300_000], ['availability < 99.5 %', 'availability', '<', '99.5 %', null], ['oldest message older than 10 min', 'oldest message', '>', '600000 ms', null],
    ['no finished plan at 06:15', 'finished plan', '=', '0', null], ['sync not finished by 05:00 Europe/Amsterdam', 'sync', '=', '0', null], ['Abgleich nicht fertig um 5:00', 'Abgleich', '=', '0', null],
  ])('%j', (text, ...expected) => expect(show(text)).toEqual(expected));
  test.each(['', 'high error rate', '> 5 s', 'P95', 'P95 > slow', '5 s', 'a > b', 'no plan at noon', 'sync not finished at 25:00', 'finished by 05:00'])('%j is none', (text) => expect(parseThreshold(text)).toBeNull());
});

describe('amounts, counts, percentages, headroom', () => {
  test.each([
    ['21,000 payments', '21000', 'payments', '-'], ['2,976,000 calls/day', '2976000', 'calls', '1×day'], ['62,000 × 48 = 2,976,000 calls per day', '2976000', 'calls', '1×day'], ['1.06 M geocodes a month', '1060000', 'geocodes', '1×month'],
    ['25 GB', '25', 'GB', '-'], ['12GB', '12', 'GB', '-'], ['48k', '48000', '', '-'], ['2\u202f976\u202f000 calls', '2976000', 'calls', '-'], ['21.000.000 Zahlungen', '21000000', 'Zahlungen', '-'],
  ])('%j', (text, value, unit, per) => {
    const amount = parseAmount(text)!;
    expect([amount.value.toString(), amount.unit, period(amount.per), amount.text]).toEqual([value, unit, per, text]);
  });
  test.each(['', 'many', '3.4.5', '5x', 'a = b', '= 5'])('%j is no amount', (text) => expect(parseAmount(text)).toBeNull());
  test('range', () => expect(parseAmountRange('100–190 requests')).toMatchObject({ from: { value: Ratio.of(100), unit: 'requests' }, to: { value: Ratio.of(190) } }));
  test.each([['3', 3, ''], ['3 attempts', 3, 'attempts'], ['three', 3, ''], ['none', 0, ''], ['3×', 3, ''], ['1,000', 1000, ''], ['3 (1 + 2 retries)', 3, ''], ['drei Versuche', 3, 'Versuche']])('%s counts %i', (text, value, unit) => expect(parseCount(text)).toMatchObject({ value, unit }));
  test.each(['1.5', '', 'some', '3s', '1 or 2 or 3'])('%j is no count', (text) => expect(parseCount(text)).toBeNull());
  test.each([['99.5 %', '99.5'], ['1%', '1'], ['−3,5 %', '-3.5'], ['40 percent', '40'], ['5 Prozent', '5']])('%s is %s per cent', (text, value) => expect(parsePercentage(text)!.value.toString()).toBe(value));
  test.each(['40', '', '% 5', '5 % 6 %'])('%j is no percentage', (text) => expect(parsePercentage(text)).toBeNull());
  test.each([['60 %', '60', false], ['40 % headroom', '40', false], ['-12 %', '-12', true], ['exceeded by 12 %', '-12', true], ['exceeded (−358 %)', '-358', true], ['12 % over', '-12', true], ['none', '0', false]])('headroom %s', (text, percent, exceeded) => {
    const headroom = parseHeadroom(text)!;
    expect([headroom.percent!.toString(), headroom.exceeded]).toEqual([percent, exceeded]);
  });
  test('headroom without a number, and none at all', () => {
    expect(parseHeadroom('exceeded')).toMatchObject({ percent: null, exceeded: true });
    expect([parseHeadroom('lots'), parseHeadroom(''), parseHeadroom('exceeded by much')]).toEqual([null, null, null]);
  });
  test('headroom is computed', () => expect([headroomOf(r('60'), r('100')), headroomOf(r('2976000'), r('650000')), headroomOf(r('1'), r('0'))].map(String)).toEqual(['40', '-4652/13', 'null']));
});

test('every example can be read', () => {
  const { amount, count, duration, headroom, money, percentage, rate, threshold } = EXAMPLES;
  expect([parseAmount(amount), parseCount(count), parseDuration(duration), parseHeadroom(headroom), parseMoney(money), parsePercentage(percentage), parseRate(rate), parseThreshold(threshold)]).not.toContain(null);
});

test('no text makes a parser throw', () => {
  const piece = fc.constantFrom('5', '1,000', '.', ',', ' s', ' min', '%', 'EUR ', '€', ' per ', '/', ' > ', '=', '–', '+', '(', ')', 'a', ' day', 'unlimited', 'P', 'T', '\u00a0', '\ud800', '0', 'exceeded', 'for ', '\n');
  const parsers = [parseAmount, parseAmountRange, parseCount, parseDuration, parseDurationRange, parseHeadroom, parseMoney, parseMoneyRange, parsePercentage, parseRate, parseThreshold];
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(piece, { maxLength: 14 }).map((parts) => parts.join(''))), (text) => {
    for (const parse of parsers) {
      const value = parse(text);
      expect(value === null || typeof value === 'object').toBe(true);
    }
  }), { numRuns: 1000 });
});
