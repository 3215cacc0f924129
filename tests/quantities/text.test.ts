import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findEquations, findQuantities } from '../../scripts/quantities/index.ts';

const show = (text: string): string[] =>
  findEquations(text).map((e) => `${e.left} = ${e.stated}${e.ok ? '' : ` but ${e.computed}`}`);

describe('calculations', () => {
  test.each([
    '62,000 × 48 = 2,976,000',
    '3 × 5 s + 2 × 1 s = 17 s',
    '1 + 2 + 4 = 7 s',
    '100/s × 60 = 6,000/min',
    '(2 + 3) × 4 = 20',
    '3 x 5 = 15',
    '3x5=15',
    '3 · 5 s = 15 s',
    '100 % − 60 % = 40 %',
    '21,000 / 50,000 = 42 %',
    '5 × 200 ms = 1 s',
    '4 × 15 min = 1 h',
    '10 / 3 = 3.33',
    '62,000 parcels / 30 minutes = 34 calls per second',
    '40 % × 1,000 = 400',
    '2,000 × EUR 0.01 = EUR 20',
    '48,000 × 22 = 1.06 M',
    '1 – 0.4 = 0.6',
    '5 s × 3 = 15',
    '21,000 × 0.25 EUR + 21,000 × 40 EUR × 1.5 % = 17,850 EUR',
    '2,976,000 / 650,000 = 4.58',
    '30 days × 24 h = 720 h',
    '2.976.000 × 0,5 = 1.488.000',
    '3\u00a0×\u00a05\u202fs = 15\u00a0s',
    '1,300 × EUR 4.30 = EUR 5,590 a month',
    '1,300 payments × EUR 4.30 per payment = EUR 5,590',
    '1.300 × 4,30 € = 5.590 € pro Monat',
    'EUR 50 a day × 30 = EUR 1,500 a month',
    'EUR 120 a year / 12 = EUR 10 a month',
    '12 users × EUR 5 per user per month = EUR 60 a month',
    '0.5 s + 1 s + 2 s = 3.5 s',
    'EUR 3,966.55 + EUR 1,416.75 = EUR 5,383',
    '500 ms + 1 s + 2 s = 3.5 s',
  ])('%s is right', (text) => {
    expect(findEquations(text)).toEqual([
      {
        at: { start: 0, end: text.length },
        left: text.slice(0, text.indexOf('=')).trim(),
        stated: text.slice(text.indexOf('=') + 1).trim(),
        computed: expect.any(String),
        ok: true,
      },
    ]);
  });
  test.each([
    ['62,000 × 48 = 2,967,000 calls per day', '62,000 × 48 = 2,967,000 calls per day but 2,976,000 per day'],
    ['Total: 3 attempts × 5 s + 2 × 1 s = 16 s, within 20 s.', '3 attempts × 5 s + 2 × 1 s = 16 s but 17 s'],
    ['1 + 2 + 4 = 8 s', '1 + 2 + 4 = 8 s but 7 s'],
    ['21,000 / 50,000 = 52 %', '21,000 / 50,000 = 52 % but 42 %'],
    ['10 / 3 = 3.34', '10 / 3 = 3.34 but 3.333'],
    ['12 = 3 × 5', '3 × 5 = 12 but 15'],
    ['2,000 × EUR 0.01 = EUR 21', '2,000 × EUR 0.01 = EUR 21 but 20 EUR'],
    ['**3 × 5 = 16**', '3 × 5 = 16 but 15'],
    ['3 × (2 + 4) = 19.', '3 × (2 + 4) = 19 but 18'],
    ['1,300 × EUR 4.30 = EUR 5,950 a month', '1,300 × EUR 4.30 = EUR 5,950 a month but 5,590 EUR a month'],
    [
      '1,300 payments × EUR 4.30 per payment = 5,950 EUR/month',
      '1,300 payments × EUR 4.30 per payment = 5,950 EUR/month but 5,590 EUR/month',
    ],
    ['1.300 × 4,30 EUR = 5.950,00 EUR pro Monat', '1.300 × 4,30 EUR = 5.950,00 EUR pro Monat but 5,590 EUR pro Monat'],
    [
      'EUR 20 a month + EUR 30 a month = EUR 60 a month',
      'EUR 20 a month + EUR 30 a month = EUR 60 a month but 50 EUR a month',
    ],
    ['0.5 + 1 + 2 = 4 s', '0.5 + 1 + 2 = 4 s but 3.5 s'],
    ['0.5 s + 1 s + 2 s = 4 s', '0.5 s + 1 s + 2 s = 4 s but 3.5 s'],
    ['62,000 / 30 min ≈ 40/s', '62,000 / 30 min = 40/s but 34.44/s'],
  ])('%s is wrong', (text, expected) => expect(show(text)).toEqual([expected]));
  test('about is within 2 %', () => {
    expect(show('48,000/day × ~22 workdays ≈ 1.06 M; 7 × 7 ≈ 50; 7 × 7 = about 50; 7 × 7 ≈ 51')).toEqual([
      '48,000/day × ~22 workdays = 1.06 M',
      '7 × 7 = 50',
      '7 × 7 = 50',
      '7 × 7 = 51 but 49',
    ]);
  });
  test('chains are checked link by link, paragraphs apart', () => {
    expect(show('2 + 2 = 4 = 2 × 2, and 1 + 1 = 3\n\n6 + 1 = 7')).toEqual([
      '2 + 2 = 4',
      '2 × 2 = 4',
      '1 + 1 = 3 but 2',
      '6 + 1 = 7',
    ]);
  });
  test.each([
    'x = 3 × 4',
    'a = b',
    'n × 3 = 12',
    'x=1',
    'https://a.example/?a=1+2=4',
    '5-3 = 2',
    'costs 100 – 3 × 5 = 15',
    'v1.2.3 + 4 = 5',
    '2026-11-23 + 1 = 3',
    '2 a + 3 b = 10',
    '1 / 0 = 5',
    '2^3 + 1 = 9',
    '√4 + 1 = 3',
    'f(2) + 3 = 5',
    '10 + 5 = 16 + x',
    '1,000 + 10 % = 1,200',
    '3 × 5 s + 3 = 20 s',
    '2 * n + 1 = 7',
    '2 + 2 == 5',
    '7.P.1.6 + 2 = 3',
    '10 % of 30 + 5 = 8',
    '2.000 × 0,01 € = 20 €',
    'Phase 1 + 2 = 4 weeks',
    'SHA-256 + 1 = 3',
    'timeout = 5 + 3',
    'a <= 3 + 4',
    'EUR 5 + USD 5 = EUR 11',
    'EUR 5 a day + EUR 30 a month = EUR 36 a month',
    'EUR 5 a day + EUR 1 a day = EUR 180 a month',
    '5,000 × EUR 0.10 per 1,000 = EUR 0.50',
    'EUR 30 a month × 10 months = EUR 250',
    '02:00 + 1 = 3',
    '1 × 2',
    '= = =',
    'double 3 × = 4',
  ])('%s is left alone', (text) => expect(show(text)).toEqual([]));
  test.each([
    ['111² × 46 × 3 = 1.70 M', true],
    ['111² × 46 × 3 = 1.80 M', false],
    ['2³ + 1 = 9', true],
    ['34,752 + 16,331 = GBP 51,082', true],
    ['34,752 + 16,331 = GBP 51,080', false],
    ['34,750 + 16,331 = GBP 51,080', false],
    ['123 + 456 = GBP 580', false],
  ])('%s', (text, ok) => expect(findEquations(text).map((e) => e.ok)).toEqual([ok]));
  test('a calculation made of whole numbers is judged as arithmetic does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('+', '−', '×'), fc.integer({ min: 1, max: 9 })), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 5 }),
        (terms, first, off) => {
          const left = `${first} ${terms.map(([sign, n]) => `${sign} ${n}`).join(' ')}`;
          const result = Number(new Function(`return ${left.replaceAll('−', '-').replaceAll('×', '*')}`)());
          fc.pre(result >= 0);
          expect(findEquations(`${left} = ${result + off}`).map((e) => e.ok)).toEqual([off === 0]);
        },
      ),
    );
  });
});

const found = (text: string): string[] => findQuantities(text).map((f) => `${f.kind} ${f.text}`);

describe('quantities in prose', () => {
  test.each([
    [
      'Retry after 5 s, budget about EUR 85 a month, 99.5 % of calls, 100 requests per second.',
      ['duration 5 s', 'money EUR 85 a month', 'percentage 99.5 %', 'rate 100 requests per second'],
    ],
    [
      'We wait 1–2 s, 500 ms; 190 requests per 10 s; $0.10/GB; 21,000 payments a month that grow',
      [
        'duration 2 s',
        'duration 500 ms',
        'rate 190 requests per 10 s',
        'money $0.10/GB',
        'rate 21,000 payments a month',
      ],
    ],
    [
      'bis zu 20 Anfragen pro Sekunde, 5 Minuten, 1.800,00 € pro Monat, 10\u00a0000 Aufrufe pro Tag',
      [
        'rate 20 Anfragen pro Sekunde',
        'duration 5 Minuten',
        'money 1.800,00 € pro Monat',
        'rate 10\u00a0000 Aufrufe pro Tag',
      ],
    ],
    [
      'a 24-hour window; P95 > 5 s for 10 min; (3 × 5 s)',
      ['duration 24-hour', 'duration 5 s', 'duration 10 min', 'duration 5 s'],
    ],
    ['EUR 0.25 per parcel that we send, 34/s', ['money EUR 0.25 per parcel', 'rate 34/s']],
  ])('%s', (text, expected) => expect(found(text)).toEqual(expected));
  test.each([
    'Section 7.P.1.6, 3.4 and 02:00 on 2026-11-23',
    'HTTP 503 and port 443',
    'OAuth 2.0, HMAC-SHA256, RFC 9457, Java 21, v2.1',
    'ch_123 s',
    '650,000 customers who order twice a day',
    '50 requests in a burst',
    '24/7 and 3/4',
    'EUR and USD',
    'Node 20 s',
    '3-D Secure',
    '## 5 Budget per month',
  ])('%s has none', (text) => expect(found(text)).toEqual([]));
  test('qualifier and place', () => {
    const text = 'We allow at most 5 s.';
    expect(findQuantities(text)).toMatchObject([
      { kind: 'duration', qualifier: 'at-most', at: { start: 17, end: 20 }, text: '5 s' },
    ]);
  });
});

test('any text: nothing throws, ranges are in order and cut out what they say', () => {
  const piece = fc.constantFrom(
    '5',
    '1,000',
    '1.000',
    ' s',
    ' min',
    ' %',
    ' EUR',
    '€',
    ' per ',
    '/',
    ' × ',
    ' + ',
    ' = ',
    ' ≈ ',
    '–',
    '(',
    ')',
    ' a ',
    ' day',
    'x',
    '\u00a0',
    '\n\n',
    ' - ',
    '~',
    '\ud800',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(piece, { maxLength: 25 }).map((parts) => parts.join('')),
      ),
      (text) => {
        let last = 0;
        for (const { at, text: cut } of findQuantities(text)) {
          expect(at.start).toBeGreaterThanOrEqual(last);
          expect(text.slice(at.start, at.end)).toBe(cut);
          last = at.end;
        }
        for (const { at, left, stated } of findEquations(text))
          expect([left, stated].every((part) => text.slice(at.start, at.end).includes(part))).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});
