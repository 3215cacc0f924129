import type { Span } from '../markdown/types.ts';
import { readDuration, type DurationValue } from './duration.ts';
import { readMoney, readPercent, type MoneyValue, type PercentageValue } from './money.ts';
import { readRate, type RateValue } from './rate.ts';
import {
  isDigit,
  isLetter,
  isWordChar,
  mayQualify,
  readNumber,
  readQualifier,
  skipBlanks,
  type Qualifier,
  type Read,
} from './scan.ts';

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
 * Every duration, rate, sum of money and percentage in a text, in order, without overlaps. Numbers without a unit are
 * none of them: dates, versions, section numbers, times of day, status codes, ports and names like HMAC-SHA256 are left
 * alone. Durations in words ("a day") are not looked for.
 */
export function findQuantities(text: string): Found[] {
  const found: Found[] = [];
  START.lastIndex = 0;
  for (let m = START.exec(text); m; m = START.exec(text)) {
    const pos = m.index;
    const read =
      !mayBeQuantity(text, pos) || gluedBefore(text, pos) || namedBefore(text, pos) ? null : readOne(text, pos);
    if (read && !isWordChar(text[read.end])) {
      found.push({
        kind: read.value.kind,
        value: read.value,
        at: { start: pos, end: read.end },
        text: text.slice(pos, read.end),
        qualifier: qualifierBefore(text, pos),
      });
      START.lastIndex = read.end;
    } else START.lastIndex = afterNumber(text, pos);
  }
  return found;
}

/**
 * Cheap and complete: most numbers of a document have no letter, `%`, `/` or currency behind them, and need no grammar
 * tried.
 */
function mayBeQuantity(text: string, pos: number): boolean {
  if (!isDigit(text.charCodeAt(pos))) return true;
  const end = afterNumber(text, pos);
  const next = text[skipBlanks(text, end)];
  return (
    (next !== undefined && (isLetter(next.charCodeAt(0)) || UNIT.test(next))) ||
    /[\s\u00a0\u202f]\d{3}/.test(text.slice(end, end + 4))
  );
}

/** What a unit begins with, beside letters of ASCII. */
const UNIT = /[µÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff%/€$£¥₹'’-]/u;

function readOne(text: string, pos: number): Read<FoundValue> | null {
  if (isDigit(text.charCodeAt(pos)) && !readNumber(text, pos)) return null;
  const money = readMoney(text, pos);
  if (money?.value.currency) return money;
  const percent = readPercent(text, pos);
  if (percent) return { value: { kind: 'percentage', value: percent.value }, end: percent.end };
  const duration = readDuration(text, pos);
  if (duration) return duration;
  const rate = readRate(text, pos);
  return rate && isPlausible(rate.value, text.slice(pos, rate.end)) ? rate : null;
}

const FOUR_WORDS = /(?:[\s\u00a0][^\s\u00a0]*){3}/;

/**
 * "503 in 5 minutes" is a status code, "parcels that customers expect a day" a sentence: a rate in prose names few
 * words, or says "per".
 */
function isPlausible({ unit }: RateValue, text: string): boolean {
  return (
    !FOUR_WORDS.test(unit) &&
    (unit !== '' || !/\d[\s\u00a0]{1,4}(?:in|within|every|each|alle|an?)[\s\u00a0]/i.test(text))
  );
}

/**
 * `7.P.1.6`, `SHA-256`, `02:00`, `#12`, `v2`: the number belongs to what stands before it. A range's upper end (`1–2
 * s`) does not.
 */
function gluedBefore(text: string, pos: number): boolean {
  // Mostly it is a blank.
  if (pos === 0 || text[pos - 1] === ' ') return false;
  const before = text[pos - 1]!;
  if (/[-–—]/.test(before)) return isWordChar(text[pos - 2]) && !isDigit(text.charCodeAt(pos - 2));
  return isWordChar(before) || /[.:#@_\\]/.test(before) || (/[,/]/.test(before) && isWordChar(text[pos - 2]));
}

/** `HTTP 429`, `port 443`, `RFC 9457`, `OAuth 2.0`, `Section 7`: a name, not an amount. */
function namedBefore(text: string, pos: number): boolean {
  const before = text[pos - 1];
  return (before === ' ' || before === '\u00a0') && NAME.test(text.slice(Math.max(0, pos - 16), pos));
}

const NAME =
  /(?:HTTP(?:\/\d)?|status(?: code)?|code|port|RFC|ISO|OAuth|Java|Node(?:\.js)?|Python|TLS|version|section|feature|chapter|table|figure|step|phase|issue|level|Abschnitt|Kapitel|Tabelle|Schritt|§|#)[ \u00a0]$/i;

function qualifierBefore(text: string, pos: number): Qualifier | null {
  for (let at = Math.max(0, pos - 20); at < pos; at++) {
    if (!mayQualify(text, at) || (at > 0 && isWordChar(text[at - 1]) && isWordChar(text[at]))) continue;
    const read = readQualifier(text, at);
    if (read.value && read.end === pos) return read.value;
  }
  return null;
}

/** Past the digits, points and commas at a position, so that no part of a refused number is tried. */
function afterNumber(text: string, pos: number): number {
  let end = pos + 1;
  for (let c = text.charCodeAt(end); (c > 47 && c < 59) || c === 46 || c === 44; c = text.charCodeAt(end)) end++;
  return end;
}
