import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareRates,
  findQuantities,
  formatDuration,
  formatMoney,
  parseDuration,
  perMonth,
  Ratio,
  type FoundValue,
} from '../../scripts/quantities/index.ts';

/** The first quantity of a kind. */
const first = <K extends FoundValue['kind']>(text: string, kind: K) =>
  findQuantities(text).find((f) => f.kind === kind)?.value as Extract<FoundValue, { kind: K }>;
const r = (text: string): Ratio => Ratio.from(text)!;
const period = (per: { readonly count: Ratio; readonly unit: string } | null): string =>
  per ? `${per.count}×${per.unit}` : '-';

describe('durations', () => {
  test.each([
    ['5 s', 5000],
    ['30 seconds', 30_000],
    ['500ms', 500],
    ['1.5 s', 1500],
    ['1,5 Sekunden', 1500],
    ['2 min', 120_000],
    ['5 minutes', 300_000],
    ['1 h 30 min', 5_400_000],
    ['1h30m', 5_400_000],
    ['1 hour and 30 minutes', 5_400_000],
    ['90 days', 7_776_000_000],
    ['1 Tag', 86_400_000],
    ['24 Stunden', 86_400_000],
    ['2 Std', 7_200_000],
    ['PT5S', 5000],
    ['PT1H30M', 5_400_000],
    ['P1D', 86_400_000],
    ['100 µs', 0.1],
    ['2 weeks', 1_209_600_000],
    ['5\u00a0s', 5000],
    ['5\u202fs', 5000],
    ['24-hour', 86_400_000],
    ['three days', 259_200_000],
    ['0 s', 0],
  ])('%j is %d ms', (text, ms) => expect(parseDuration(text)).toMatchObject({ kind: 'duration', ms, calendar: false }));
  test.each([
    '',
    '5',
    '5 m',
    '3.4',
    'soon',
    '5 s, 10 s for uploads',
    '5 s 10 s',
    '5 parsecs',
    '3-D',
    '5 s for 3 attempts',
    '5 s, part 5, 10 s for uploads',
    '1-2 s',
    's',
    'P',
    'PT',
    '02:00',
    '5s5',
  ])('%j is none', (text) => expect(parseDuration(text)).toBeNull());
  test('months and years are nominal', () => {
    expect(parseDuration('1 month')).toMatchObject({ ms: 30 * 86_400_000, calendar: true });
    expect(parseDuration('2 Jahre')).toMatchObject({ ms: 730 * 86_400_000, calendar: true });
  });
  test('format reads back', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer({ min: 0, max: 10_000_000_000 }),
          fc.integer({ min: 0, max: 200_000 }).map((n) => n * 60_000),
        ),
        (ms) => {
          expect(parseDuration(formatDuration(ms))?.ms).toBe(ms);
        },
      ),
    );
  });
  test.each([
    [90_000, '1 min 30 s'],
    [5_400_000, '1 h 30 min'],
    [172_800_000, '2 days'],
    [1500, '1.5 s'],
    [17_000, '17 s'],
    [0, '0 s'],
    [0.1, '100 µs'],
  ])('%d ms is shown as %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe('rates', () => {
  test.each([
    ['100 requests per second', '100', 'requests', '1×s', null],
    ['10,000 units/day', '10000', 'units', '1×day', null],
    ['100 req/s', '100', 'req', '1×s', null],
    ['190 requests per 10 s', '190', 'requests', '10×s', null],
    ['250 calls a day', '250', 'calls', '1×day', null],
    ['1 message per second per channel', '1', 'message', '1×s', 'channel'],
    ['10 requests per user per second', '10', 'requests', '1×s', 'user'],
    ['650,000/day', '650000', '', '1×day', null],
    ['60/min', '60', '', '1×min', null],
    ['20 Anfragen pro Sekunde', '20', 'Anfragen', '1×s', null],
    ['1.000.000 Aufrufe täglich', '1000000', 'Aufrufe', '1×day', null],
    ['Live mode: 100 requests per second (burst 200)', '100', 'requests', '1×s', null],
    ['3,000 requests per minute on the Team plan', '3000', 'requests', '1×min', null],
    ['100 requests per second, burst 200', '100', 'requests', '1×s', null],
    ['500 RPM', '500', 'requests', '1×min', null],
    ['100 requests / minute / user', '100', 'requests', '1×min', 'user'],
    ['1,000 API calls per 24 h', '1000', 'API calls', '24×h', null],
    ['10\u00a0000\u00a0Anfragen pro Monat', '10000', 'Anfragen', '1×month', null],
  ])('%j', (text, amount, unit, per, scope) => {
    const rate = first(text, 'rate');
    expect([rate.kind, rate.amount.toString(), rate.unit, period(rate.per), rate.scope]).toEqual([
      'rate',
      amount,
      unit,
      per,
      scope,
    ]);
  });
  test.each(['', '100', '5 s', '100 concurrent requests', 'fast', '10 per', '100 requests per 0 s', '5 a 0 s'])(
    '%j is none',
    (text) => expect(first(text, 'rate')).toBeUndefined(),
  );
  test('exact conversions', () => {
    const rate = first('100 requests per minute', 'rate');
    expect(
      [perMonth(rate), perMonth(rate, 31), perMonth(first('6,000 calls a month', 'rate'), 22)].map(String),
    ).toEqual(['4320000', '4464000', '6000']);
    expect(compareRates(first('60/min', 'rate'), first('1/s', 'rate'))).toBe(0);
    expect(compareRates(first('190 requests per 10 s', 'rate'), first('20/s', 'rate'))).toBeLessThan(0);
  });
});

describe('money', () => {
  test.each([
    ['EUR 1,800', '1800 EUR', '-', '-'],
    ['€1.800,00', '1800 EUR', '-', '-'],
    ['1,800 EUR', '1800 EUR', '-', '-'],
    ['$0.0004', '0.0004 USD', '-', '-'],
    ['USD 0.25 per 1,000 calls', '0.25 USD', '1000 calls', '-'],
    ['EUR 85 a month', '85 EUR', '-', '1×month'],
    ['$0.10/GB', '0.1 USD', '1 GB', '-'],
    ['$15 per million emails', '15 USD', '1000000 emails', '-'],
    ['from EUR 49 a month', '49 EUR', '-', '1×month'],
    ['EUR 1.800,– pro Monat', '1800 EUR', '-', '1×month'],
    ['USD 20 per user per month', '20 USD', '1 user', '1×month'],
    ['USD 5 per 1M tokens', '5 USD', '1000000 tokens', '-'],
    ['€\u00a00,29', '0.29 EUR', '-', '-'],
    ['85 Euro', '85 EUR', '-', '-'],
    ['25 US cents', '0.25 USD', '-', '-'],
    ['CHF 12.50', '12.5 CHF', '-', '-'],
  ])('%j', (text, sum, per, time) => {
    const money = first(text, 'money');
    expect([
      `${money.amount} ${money.currency}`,
      money.per ? `${money.per.count} ${money.per.unit}` : '-',
      period(money.period),
    ]).toEqual([sum, per, time]);
  });
  test.each([
    ['0.29 EUR + 1.5 %', '0.29', 'EUR', '1.5'],
    ['1.5% + €0.25', '0.25', 'EUR', '1.5'],
  ])('%s has a percentage', (text, amount, currency, percent) => {
    const money = first(text, 'money');
    expect([money.amount.toString(), money.currency, money.percent!.toString(), money.free]).toEqual([
      amount,
      currency,
      percent,
      false,
    ]);
  });
  test.each(['', '85', 'EUR', 'cheap', '5 cents', '1.2.3 EUR', '720p'])('%j is none', (text) =>
    expect(first(text, 'money')).toBeUndefined(),
  );
  test.each([
    ['1800', 'EUR 1,800'],
    ['0.5', 'EUR 0.50'],
    ['0.0004', 'EUR 0.0004'],
    ['1234.56', 'EUR 1,234.56'],
  ])('%s is shown as %s', (amount, text) => {
    expect(formatMoney(r(amount), 'EUR')).toBe(text);
    expect(first(text, 'money').amount.toString()).toBe(amount);
  });
});
