import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Ratio } from '../../scripts/quantities/decimal.ts';
import { readNumber, readQualifier } from '../../scripts/quantities/scan.ts';

const ratio = fc.tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.bigInt(1n, 10n ** 9n)).map(([n, d]) => Ratio.of(n, d));

describe('Ratio', () => {
  test.each([
    ['0.1', '0.2', '0.3'],
    ['-1.5', '1.5', '0'],
    ['999999999999.99', '0.01', '1000000000000'],
  ])('%s + %s = %s', (a, b, sum) => expect(Ratio.from(a)!.add(Ratio.from(b)!).toString()).toBe(sum));

  test.each([
    ['1234.5', 2, '1,234.5'],
    ['-1234567.895', 2, '-1,234,567.9'],
    ['0.005', 2, '0.01'],
    ['-0.001', 2, '0'],
    ['12', 0, '12'],
    ['999.5', 0, '1,000'],
  ])('%s with %i digits is %s', (value, digits, text) => expect(Ratio.from(value)!.format(digits)).toBe(text));

  test('what has no finite decimal is written as a fraction', () => {
    expect(JSON.stringify([Ratio.of(1, 3), Ratio.of(5, 4)])).toBe('["1/3","1.25"]');
  });
  test('no denominator 0', () => expect(() => Ratio.of(1n, 0n)).toThrow(RangeError));
  test.each(['', '1,5', 'x', '1.', '.5', '1e5'])('%j is no machine notation', (text) =>
    expect(Ratio.from(text)).toBeNull(),
  );

  test('laws of arithmetic', () => {
    fc.assert(
      fc.property(ratio, ratio, ratio, (a, b, c) => {
        expect(a.add(b).eq(b.add(a))).toBe(true);
        expect(
          a
            .add(b)
            .add(c)
            .eq(a.add(b.add(c))),
        ).toBe(true);
        expect(a.mul(b.add(c)).eq(a.mul(b).add(a.mul(c)))).toBe(true);
        expect(a.sub(b).add(b).eq(a)).toBe(true);
        expect(Math.sign(a.cmp(b))).toBe(-Math.sign(b.cmp(a)) || 0);
        if (!b.isZero) expect(a.div(b).mul(b).eq(a)).toBe(true);
      }),
    );
  });
  test('exact on both sides of the largest safe integer, and there is one 0', () => {
    const around = fc
      .bigInt(-5n, 5n)
      .chain((off) => fc.constantFrom(0n, 1n, 3n, 2n ** 27n, 2n ** 53n, -(2n ** 53n), 2n ** 80n).map((n) => n + off));
    fc.assert(
      fc.property(around, around, (a, b) => {
        const [x, y] = [Ratio.of(a), Ratio.of(b)];
        expect([x.add(y).num, x.sub(y).num, x.mul(y).num, x.neg().num]).toEqual([a + b, a - b, a * b, -a]);
        expect(Math.sign(x.cmp(y))).toBe(a < b ? -1 : a > b ? 1 : 0);
        expect(x.sub(y).add(y)).toEqual(x);
        if (b !== 0n) expect(x.div(y).mul(y)).toEqual(x);
      }),
    );
  });
  test('toString reads back, toNumber is near', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.integer({ min: 0, max: 6 }), (n, places) => {
        const value = Ratio.of(n, 10n ** BigInt(places));
        expect(Ratio.from(value.toString())!.eq(value)).toBe(true);
        expect(value.toNumber()).toBeCloseTo(Number(n) / 10 ** places, 3);
      }),
    );
  });
});

describe('numbers as people write them', () => {
  test.each([
    ['1,000', '1000'],
    ['1.000', '1'],
    ['2.976.000', '2976000'],
    ['1 000', '1000'],
    ['1\u00a0000\u00a0000', '1000000'],
    ['1\u202f000', '1000'],
    ['1\u2009000', '1000'],
    ["1'000", '1000'],
    ['1,5', '1.5'],
    ['1.5', '1.5'],
    ['1.800,00', '1800'],
    ['1,800.50', '1800.5'],
    ['1.800,–', '1800'],
    ['0,125', '0.125'],
    ['0.125', '0.125'],
    ['48k', '48000'],
    ['3.1 million', '3100000'],
    ['1,2 Mio.', '1200000'],
    ['2 Mrd.', '2000000000'],
    ['1.06 M', '1060000'],
    ['1M', '1000000'],
    ['007', '7'],
    ['1,2345', '1.2345'],
    ['12345', '12345'],
  ])('%j is %s', (text, value) => expect(readNumber(text, 0)?.value.toString()).toBe(value));
  test.each(['1.2.3', '1,2,3', '1,234,5', '1.234.5', 'x1', '', '2026.11.23'])('%j is none', (text) =>
    expect(readNumber(text, 0)).toBeNull(),
  );
  test.each([
    ['10 GB', 2],
    ['25 MB', 2],
    ['5 kg', 1],
    ['1 0000', 1],
    ['1,000.', 5],
    ['3, 4', 1],
  ])('%j ends after %i characters', (text, end) => expect(readNumber(text, 0)?.end).toBe(end));
  test('grouped format reads back', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n), fc.constantFrom(0, 1, 2), (n, places) => {
        const value = Ratio.of(n, 10n ** BigInt(places));
        expect(readNumber(value.format(places), 0)!.value.eq(value)).toBe(true);
      }),
    );
  });
});

test.each([
  ['≈ 5', 'about'],
  ['~5', 'about'],
  ['ca. 5', 'about'],
  ['about 5', 'about'],
  ['rund 5', 'about'],
  ['≤ 5', 'at-most'],
  ['<= 5', 'at-most'],
  ['up to 5', 'at-most'],
  ['bis zu 5', 'at-most'],
  ['höchstens 5', 'at-most'],
  ['< 5', 'less-than'],
  ['>= 5', 'at-least'],
  ['mindestens 5', 'at-least'],
  ['> 5', 'more-than'],
  ['über 5', 'more-than'],
  ['5', null],
  ['overt 5', null],
])('%s is qualified as %s', (text, qualifier) => expect(readQualifier(text, 0).value).toBe(qualifier));
