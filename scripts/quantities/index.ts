/**
 * Quantities: one grammar each for what Section 7 states in numbers. Pure, linear, exact.
 *
 *   parseDuration('1 h 30 min')              → { ms: 5400000 }          parsePercentage('99.5 %') → { value: 99.5 }
 *   parseRate('1 message per second per channel')  amount, unit, per (Period), scope; or kind 'unlimited' / 'unpublished'
 *   parseMoney('0.29 EUR + 1.5 %')           amount, currency, percent, per (count and unit), period
 *   parseThreshold('P95 > 5 s for 10 min')   metric, operator, value (any measure), window
 *   parseAmount('1.06 M geocodes a month')   value, unit, per           parseCount('3 attempts'), parseHeadroom('exceeded')
 *
 * - `parse…(text)` reads a whole text and returns null when it cannot; a result keeps `text`, `qualifier` ("≈", "up to") and `note`.
 *   `parse…Range` reads `1–2 s`. `read…(text, pos)` reads one value at a position of a longer text.
 * - `findQuantities(text)` finds values in prose, `findEquations(text)` recomputes every calculation written in it.
 * - Numbers are `Ratio` (exact; JSON: a string); durations are milliseconds. "1,000" is a thousand, "1.000" is one: see readNumber.
 * - `EXAMPLES` has one readable spelling of each kind, for messages.
 */
import { EXAMPLE as amount, COUNT_EXAMPLE as count, HEADROOM_EXAMPLE as headroom, PERCENTAGE_EXAMPLE as percentage } from './amount.ts';
import { EXAMPLE as duration } from './duration.ts';
import { EXAMPLE as money } from './money.ts';
import { EXAMPLE as rate } from './rate.ts';
import { EXAMPLE as threshold } from './threshold.ts';

export const EXAMPLES = { amount, count, duration, headroom, money, percentage, rate, threshold } as const;

export { Ratio, ZERO, ONE } from './decimal.ts';
export { readNumber, readSignedNumber, type NumberRead, type Qualifier, type Read, type Written } from './scan.ts';
export { formatDuration, parseDuration, parseDurationRange, periodMs, readDuration, timeUnit, type Duration, type DurationValue, type Period, type TimeUnit } from './duration.ts';
export { compareRates, DAYS_A_MONTH, formatRate, parseRate, perDay, perMonth, perSecond, readRate, type AmountRate, type Rate, type RateValue, type Unlimited, type Unpublished } from './rate.ts';
export { formatMoney, parseMoney, parseMoneyRange, priceOf, readMoney, sumIn, type Money, type MoneyValue } from './money.ts';
export {
  headroomOf, parseAmount, parseAmountRange, parseCount, parseHeadroom, parsePercentage,
  type Amount, type AmountValue, type Count, type CountValue, type Headroom, type HeadroomValue, type Percentage, type PercentageValue,
} from './amount.ts';
export { parseThreshold, type Measure, type Operator, type Threshold } from './threshold.ts';
export { findEquations, EXAMPLE as EQUATION_EXAMPLE, type Equation } from './equation.ts';
export { readingsOf, sumOf } from './readings.ts';
export { findQuantities, type Found, type FoundValue } from './find.ts';
