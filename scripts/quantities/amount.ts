import { Ratio, ZERO } from './decimal.ts';
import type { Period } from './duration.ts';
import { readPercent } from './money.ts';
import { readNoun, readPer } from './rate.ts';
import { endOf, isDigit, isWordChar, matchAt, noteAfter, parseRange, parseWhole, readNumber, skipBlanks, type Read, type Written } from './scan.ts';

export const EXAMPLE = '21,000 payments';
export const PERCENTAGE_EXAMPLE = '99.5 %';
export const COUNT_EXAMPLE = '3';
export const HEADROOM_EXAMPLE = '40 %';

export interface AmountValue {
  readonly kind: 'amount';
  readonly value: Ratio;
  /** What is counted, as written: `payments`, `GB`; '' when the text does not say. */
  readonly unit: string;
  /** Present for a demand: `a day`. */
  readonly per: Period | null;
}
export type Amount = AmountValue & Written;

/** Reads `21,000 payments`, `25 GB`, `1.06 M geocodes a month`. */
export function readAmount(text: string, pos: number): (Read<AmountValue> & { readonly nounEnd: number }) | null {
  const number = readNumber(text, pos);
  if (!number || isWordChar(text[number.end]) && !/^[KMGT]i?B\b/.test(text.slice(number.end, number.end + 4))) return null;
  const noun = readNoun(text, number.end);
  const per = readPer(text, noun.end);
  return { value: { kind: 'amount', value: number.value, unit: noun.value, per: per?.value ?? null }, end: per?.end ?? noun.end, nounEnd: noun.end };
}

/** A number that a remark may have and that is no second amount: "turnover GBP 1,710,000", "peak factor 2.4", "4.3 %". */
function readSecond(text: string, pos: number): Read<AmountValue> | null {
  const read = /(?:[A-Z]{3}|[€$£])[ \u00a0]?$/.test(text.slice(Math.max(0, pos - 4), pos)) ? null : readAmount(text, pos);
  return read && /^[ \u00a0]?(?:%|[€$£]|[A-Z]{3}\b)/.test(text.slice(readNumber(text, pos)!.end)) ? null : read;
}

/** Reads a whole text as an amount. Of a calculation ("62,000 × 48 = 2,976,000 calls per day") the result is read; equation.ts checks it. */
export function parseAmount(source: string): Amount | null {
  const text = source.trim();
  const equals = Math.max(text.lastIndexOf('='), text.lastIndexOf(' ≈ '));
  if (equals <= 0 || !/\d/.test(text.slice(0, equals)) || /[<>!]/.test(text[equals - 1]!)) return parseWhole(text, readAmount, readSecond);
  const result = parseWhole(text.slice(equals + (text[equals] === '=' ? 1 : 2)), readAmount, readSecond);
  return result && { ...result, text };
}

/** `100–190 requests`. */
export function parseAmountRange(text: string): { readonly from: Amount; readonly to: Amount } | null {
  return parseRange(text, parseAmount);
}

export interface CountValue {
  readonly kind: 'count';
  readonly value: number;
  /** `attempts`, or ''. */
  readonly unit: string;
}
export type Count = CountValue & Written;

const NUMERALS: Readonly<Record<string, number>> = {
  no: 0, none: 0, zero: 0, once: 1, one: 1, twice: 2, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10,
  kein: 0, keine: 0, null: 0, einmal: 1, ein: 1, eine: 1, zweimal: 2, zwei: 2, drei: 3, dreimal: 3, vier: 4, fünf: 5, sechs: 6, sieben: 7, acht: 8, neun: 9, zehn: 10,
};

function readCount(text: string, pos: number): Read<CountValue> | null {
  const number = readNumber(text, pos);
  const word = number ? null : matchAt(/[A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff]{1,10}(?![A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\d])/uy, text, pos)?.[0];
  const exact = number?.value.toNumber();
  const value = number ? (Number.isSafeInteger(exact) && number.value.isInteger ? exact! : null) : word && Object.hasOwn(NUMERALS, word.toLowerCase()) ? NUMERALS[word.toLowerCase()]! : null;
  if (value === null || number && isWordChar(text[number.end])) return null;
  const end = number?.end ?? pos + word!.length;
  if (end === text.length) return { value: { kind: 'count', value, unit: '' }, end };
  const noun = readNoun(text, endOf(/(?: ?[×x](?![A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff]))?/uy, text, end));
  return { value: { kind: 'count', value, unit: noun.value }, end: noun.end };
}

/** A status code is no second count: "2 in the call, then 202". */
function readOther(text: string, pos: number): Read<CountValue> | null {
  const read = readCount(text, pos);
  return read && /^[1-5]\d\d(?!\d)/.test(text.slice(pos, pos + 4)) ? null : read;
}

/** Reads a whole number: `3`, `3 attempts`, `three`, `none`. */
export function parseCount(text: string): Count | null {
  return parseWhole(text, readCount, readOther);
}

export interface PercentageValue {
  readonly kind: 'percentage';
  /** In per cent: 99.5 for "99.5 %". */
  readonly value: Ratio;
}
export type Percentage = PercentageValue & Written;

function readSignedPercentage(text: string, pos: number): Read<PercentageValue> | null {
  const sign = pos < text.length ? '+-−–'.indexOf(text[pos]!) : -1;
  const percent = readPercent(text, skipBlanks(text, sign < 0 ? pos : pos + 1));
  return percent && { value: { kind: 'percentage', value: sign > 0 ? percent.value.neg() : percent.value }, end: percent.end };
}

/** Reads `99.5 %`, `-12%`, `40 percent`, `5 Prozent`. */
export function parsePercentage(text: string): Percentage | null {
  return parseWhole(text, readSignedPercentage);
}

export interface HeadroomValue {
  readonly kind: 'headroom';
  /** What is left of the limit, in per cent of the limit; negative when exceeded; null when that is not stated in per cent. */
  readonly percent: Ratio | null;
  readonly exceeded: boolean;
}
export type Headroom = HeadroomValue & Written;

const EXCEEDED = /^(?:exceeded|over(?: (?:the )?limit)?|short|überschritten)(?: (?:by|um) (?:a |den |einen )?(?:factor|Faktor)(?: of| von)? (?:≈|~|about|rund|etwa)? ?\d[\d.,]{0,15}| by ([^;(]{1,30})| \(([^;()]{1,30})\)|\b)/i;

/** "Reserve ≈ 34,800", "34,800 calls left": as a number of what the limit counts. */
const RESERVE = /^(?:(?:reserve|headroom|spare|left|remaining|frei|Reserve|übrig):? (?:of |von )?(?:≈ ?|~ ?|about |rund |etwa )?\d[\d.,\u00a0]{0,15}(?: [A-Za-zÀ-ÿ/]{1,20}){0,3}|(?:≈ ?|~ ?|about |rund |etwa )?\d[\d.,\u00a0]{0,15}(?: [A-Za-zÀ-ÿ]{1,20}){0,2} (?:left|free|in reserve|remaining|to spare|frei|übrig))\.?$/i;

/** Reads `40 %`, `40 % headroom`, `exceeded`, `exceeded by 12 %`, `12 % over`, `-12 %`, `none`. */
export function parseHeadroom(source: string): Headroom | null {
  const text = source.trim();
  const numeric = isDigit(text.charCodeAt(0));
  const over = numeric ? null : EXCEEDED.exec(text.slice(0, 80));
  if (over) {
    const by = parsePercentage(over[1] ?? over[2] ?? '');
    const note = over[1] !== undefined && !by ? null : noteAfter(text, over[0].length);
    return note === null ? null : { kind: 'headroom', percent: by ? by.value.abs().neg() : null, exceeded: true, text, qualifier: null, note };
  }
  if (!numeric && /^(?:none|no headroom|keiner?)\.?$/i.test(text)) return { kind: 'headroom', percent: ZERO, exceeded: false, text, qualifier: null, note: '' };
  const start = text.slice(0, 80);
  // No reserve has a per cent sign, which most headrooms have.
  if (!start.includes('%') && RESERVE.test(start)) return { kind: 'headroom', percent: null, exceeded: false, text, qualifier: null, note: '' };
  return parseWhole(text, (all, pos) => {
    const percent = readSignedPercentage(all, pos);
    if (!percent) return null;
    if (percent.end === all.length) return { value: { kind: 'headroom', percent: percent.value.value, exceeded: percent.value.value.cmp(ZERO) < 0 }, end: percent.end };
    const after = matchAt(/ ?(?:(over|above|exceeded|zu viel|überschritten)|headroom|free|left|remaining|reserve|spare|frei|of the limit left)?(?: (?:the )?limit)?(?![a-zßäöü])/iy, all, percent.end);
    const value = after?.[1] ? percent.value.value.abs().neg() : percent.value.value;
    return { value: { kind: 'headroom', percent: value, exceeded: value.cmp(ZERO) < 0, }, end: percent.end + (after?.[0].length ?? 0) };
  });
}

/** What is left of a limit, in per cent of it; null when the limit is 0. */
export function headroomOf(demand: Ratio, limit: Ratio): Ratio | null {
  return limit.isZero ? null : limit.sub(demand).mul(Ratio.of(100)).div(limit);
}

