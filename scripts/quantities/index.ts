/**
 * Quantities: one grammar each for what Section 7 states in numbers. Pure, linear, exact.
 *
 * - `findQuantities(text)` finds values in prose, `findEquations(text)` recomputes every calculation written in it.
 * - Numbers are `Ratio` (exact; JSON: a string); durations are milliseconds. "1,000" is a thousand, "1.000" is one:
 *   see readNumber.
 */
export { Ratio, ZERO } from './decimal.ts';
export { readNumber } from './scan.ts';
export { formatDuration, parseDuration, type DurationValue } from './duration.ts';
export { compareRates, perMonth, type RateValue } from './rate.ts';
export { formatMoney, type MoneyValue } from './money.ts';
export { findEquations } from './equation.ts';
export { sumOf } from './readings.ts';
export { findQuantities, type Found, type FoundValue } from './find.ts';
