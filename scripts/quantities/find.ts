import type { Span } from '../markdown/types.ts';
import { readDuration, type DurationValue } from './duration.ts';
import { readMoney, readPercent, type MoneyValue } from './money.ts';
import { readRate, type RateValue } from './rate.ts';
import type { PercentageValue } from './amount.ts';
import { isWordChar, readQualifier, skipBlanks, type Qualifier, type Read } from './scan.ts';

export type FoundValue = DurationValue | RateValue | MoneyValue | PercentageValue;

/** A quantity in running prose. */
export interface Found {
  readonly kind: FoundValue['kind'];
  readonly value: FoundValue;
  /** Range of the value with its unit, without qualifier. */
  readonly at: Span;
  readonly text: string;
  readonly qualifier: Qualifier | null;
}

/** Where a value may begin: a digit, or a currency before its number. */
const START = /\d|[€$£¥₹]|(?:EUR|USD|GBP|CHF|JPY|US\$)(?=[ \u00a0\u202f]?\d)/g;

/**
 * Every duration, rate, sum of money and percentage in a text, in order, without overlaps. Numbers without a unit are none of them: dates, versions,
 * section numbers, times of day, status codes, ports and names like HMAC-SHA256 are left alone. Durations in words ("a day") are not looked for.
 */
export function findQuantities(text: string): Found[] {
  const found: Found[] = [];
  const start = new RegExp(START);
  for (let m = start.exec(text); m; m = start.exec(text)) {
    const pos = m.index;
    const read = !mayBeQuantity(text, pos) || gluedBefore(text, pos) || namedBefore(text, pos) ? null : readOne(text, pos);
    if (read && !isWordChar(text[read.end])) {
      found.push({ kind: read.value.kind, value: read.value, at: { start: pos, end: read.end }, text: text.slice(pos, read.end), qualifier: qualifierBefore(text, pos) });
      start.lastIndex = read.end;
    } else start.lastIndex = afterNumber(text, pos);
  }
  return found;
}

/** Cheap and complete: most numbers of a document have no letter, `%`, `/` or currency behind them, and need no grammar tried. */
function mayBeQuantity(text: string, pos: number): boolean {
  if (!/\d/.test(text[pos]!)) return true;
  const end = afterNumber(text, pos);
  return /[A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff%/€$£¥₹'’-]/u.test(text[skipBlanks(text, end)] ?? '') || /[\s\u00a0\u202f]\d{3}/.test(text.slice(end, end + 4));
}

function readOne(text: string, pos: number): Read<FoundValue> | null {
  const money = readMoney(text, pos);
  if (money?.value.currency) return money;
  const percent = readPercent(text, pos);
  if (percent) return { value: { kind: 'percentage', value: percent.value }, end: percent.end };
  const duration = readDuration(text, pos);
  if (duration) return duration;
  const rate = readRate(text, pos);
  return rate && isPlausible(rate.value, text.slice(pos, rate.end)) ? rate : null;
}

/** "503 in 5 minutes" is a status code, "parcels that customers expect a day" a sentence: a rate in prose names few words, or says "per". */
function isPlausible({ unit }: RateValue, text: string): boolean {
  const words = unit === '' ? 0 : unit.split(/[\s\u00a0]/).length;
  return words <= 3 && (words > 0 || !/\d[\s\u00a0]{1,4}(?:in|within|every|each|alle|an?)[\s\u00a0]/i.test(text));
}

/** `7.P.1.6`, `SHA-256`, `02:00`, `#12`, `v2`: the number belongs to what stands before it. A range's upper end (`1–2 s`) does not. */
function gluedBefore(text: string, pos: number): boolean {
  const before = text[pos - 1];
  if (before === undefined) return false;
  if (/[-–—]/.test(before)) return isWordChar(text[pos - 2]) && !/\d/.test(text[pos - 2]!);
  return isWordChar(before) || /[.:#@_\\]/.test(before) || /[,/]/.test(before) && isWordChar(text[pos - 2]);
}

/** `HTTP 429`, `port 443`, `RFC 9457`, `OAuth 2.0`, `Section 7`: a name, not an amount. */
function namedBefore(text: string, pos: number): boolean {
  return /(?:HTTP(?:\/\d)?|status(?: code)?|code|port|RFC|ISO|OAuth|Java|Node(?:\.js)?|Python|TLS|version|section|feature|chapter|table|figure|step|phase|issue|level|Abschnitt|Kapitel|Tabelle|Schritt|§|#)[ \u00a0]$/i.test(text.slice(Math.max(0, pos - 16), pos));
}

function qualifierBefore(text: string, pos: number): Qualifier | null {
  const window = Math.max(0, pos - 20);
  for (let at = window; at < pos; at++) {
    if (at > 0 && isWordChar(text[at - 1]) && isWordChar(text[at])) continue;
    const read = readQualifier(text, at);
    if (read.value && read.end === pos) return read.value;
  }
  return null;
}

/** Past the digits, points and commas at a position, so that no part of a refused number is tried. */
function afterNumber(text: string, pos: number): number {
  let end = pos + 1;
  while (end < text.length && /[\d.,:]/.test(text[end]!)) end++;
  return end;
}
