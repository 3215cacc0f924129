import {
  findQuantities,
  perMonth,
  Ratio,
  readNumber,
  sumOf,
  type DurationValue,
  type FoundValue,
  type MoneyValue,
  type RateValue,
} from '../../quantities/index.ts';
import type { Cell } from '../../spec/model.ts';

/** Values as cells have them: the first amount counts, words around it are welcome. */
function first<K extends FoundValue['kind']>(
  cell: Cell | undefined,
  kind: K,
): { value: Extract<FoundValue, { kind: K }>; text: string } | null {
  if (!cell) return null;
  const found = findQuantities(cell.text).find((quantity) => quantity.kind === kind);
  return found ? { value: found.value as Extract<FoundValue, { kind: K }>, text: found.text } : null;
}

export interface Money {
  /** In units of the currency, exact; a yearly sum is a twelfth. */
  readonly amount: Ratio;
  readonly currency: string;
  readonly text: string;
}

/**
 * The first sum of money, as it comes to in a month. Null without a sum, for a percentage, or where the first sum is a
 * price per piece.
 */
export function moneyOf(cell: Cell | undefined): Money | null {
  const money: { value: MoneyValue; text: string } | null = first(cell, 'money');
  if (!money || money.value.currency === null || money.value.percent || money.value.per) return null;
  const { period, currency } = money.value;
  const amount = sumOf({ amount: money.value.amount, text: money.text });
  return { amount: period === null ? amount : perMonth({ amount, per: period }), currency, text: money.text };
}

/**
 * The sum of a cell that states one sum and no other number, brackets and ids aside: "about USD 137 (D-3)"; not "USD
 * 1,200 to 1,860", "0; USD 20 later".
 */
export function onlySumOf(cell: Cell | undefined): Money | null {
  const money = moneyOf(cell);
  const rest = money && cell!.text.replace(money.text, ' ').replace(/\([^()]*\)|\b[DVT]-\d+\b/g, ' ');
  return rest !== null && !/\d/.test(rest) ? money : null;
}

/** The first duration, in milliseconds. */
export function durationOf(cell: Cell | undefined): { ms: number; text: string } | null {
  const duration: { value: DurationValue; text: string } | null = first(cell, 'duration');
  return duration && { ms: duration.value.ms, text: duration.text };
}

/** All durations of a cell, in milliseconds. */
export const durationsIn = (cell: Cell | undefined) =>
  cell ? findQuantities(cell.text).flatMap(({ value }) => (value.kind === 'duration' ? [value.ms] : [])) : [];

export function rateOf(cell: Cell | undefined): { value: RateValue; text: string } | null {
  return first(cell, 'rate');
}

/** A number that a cell begins with: "3 attempts", "1". */
export function countOf(cell: Cell | undefined): number | null {
  const read = cell && /^\d/.test(cell.text) ? readNumber(cell.text, 0) : null;
  return read?.value.isInteger ? read.value.toNumber() : null;
}

/** Equal but for how each was rounded: to its last digit, and sums to half a per cent. */
export function roughlyEqual(a: Ratio, b: Ratio): boolean {
  const off = a.sub(b).abs();
  const larger = a.abs().cmp(b.abs()) > 0 ? a.abs() : b.abs();
  return off.cmp(Ratio.of(1)) <= 0 || off.cmp(larger.div(Ratio.of(200))) <= 0;
}
