import { ONE, Ratio, ZERO } from './decimal.ts';
import type { Period } from './duration.ts';
import { mayOpenClause, readNoun, readPer } from './rate.ts';
import { endOf, isDigit, isLetter, isWordChar, matchAt, readNumber, skipBlanks, type Read } from './scan.ts';

export interface MoneyValue {
  readonly kind: 'money';
  /** The fixed part, in units of the currency, exact. */
  readonly amount: Ratio;
  /** ISO 4217 code; null where no amount is named ("free", "1.5 %"). */
  readonly currency: string | null;
  /** The proportional part, in per cent: 1.5 in "0.29 EUR + 1.5 %". */
  readonly percent: Ratio | null;
  /** The price is for this many: 1000 requests in "per 1,000 requests". Null for a plain sum. */
  readonly per: { readonly count: Ratio; readonly unit: string } | null;
  /** The price is for this time: "a month". */
  readonly period: Period | null;
  /** The text says "free" or "included", or the amount is 0. */
  readonly free: boolean;
}

const CODES = new Set(
  'EUR USD GBP CHF JPY SEK NOK DKK PLN CZK HUF RON BGN TRY CAD AUD NZD INR CNY HKD SGD KRW BRL MXN ZAR AED ILS THB'.split(
    ' ',
  ),
);
const SYMBOL = /(?:US\$|CA\$|A\$|[€$£¥₹])/y;
const NAME = /(?:euros?|dollars?|pounds?)\b/iy;
const CENT = /(?:cents?\b|ct\b|¢)/iy;
const SYMBOLS: Readonly<Record<string, string>> = {
  US$: 'USD',
  CA$: 'CAD',
  A$: 'AUD',
  '€': 'EUR',
  $: 'USD',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
};
const NAMES: Readonly<Record<string, string>> = { e: 'EUR', d: 'USD', p: 'GBP' };

/**
 * Cheap: codes begin with a capital letter, names of currencies with one of three letters, and signs are no other
 * character of ASCII than `$`.
 */
function mayBeCurrency(c: number): boolean {
  return c > 122 || (c > 64 && c < 91) || c === 36 || c === 100 || c === 101 || c === 112;
}

function readCurrency(text: string, pos: number): Read<string> | null {
  const first = text.charCodeAt(pos);
  if (!mayBeCurrency(first)) return null;
  if (isLetter(first)) {
    const code = text.slice(pos, pos + 3);
    if (
      CODES.has(code) &&
      !isWordChar(text[pos + 3]) &&
      (!isWordChar(text[pos - 1]) || isDigit(text.charCodeAt(pos - 1)))
    )
      return { value: code, end: pos + 3 };
  }
  const symbol = matchAt(SYMBOL, text, pos);
  if (symbol) return { value: SYMBOLS[symbol[0]]!, end: pos + symbol[0].length };
  const name = matchAt(NAME, text, pos);
  return name && { value: NAMES[name[0][0]!.toLowerCase()]!, end: pos + name[0].length };
}

interface Sum {
  readonly amount: Ratio;
  readonly currency: string;
}

/** Reads `EUR 1,800`, `€1.800,00`, `1,800 EUR`, `1.800,– €`, `25 US cents`. */
function readSum(text: string, pos: number, joined = false): Read<Sum> | null {
  const before = readCurrency(text, pos);
  if (before) {
    const minus = text[before.end] === '-' || text[before.end] === '−';
    const number = readNumber(text, skipBlanks(text, before.end + (minus ? 1 : 0)));
    return (
      number && {
        value: { amount: minus ? number.value.neg() : number.value, currency: before.value },
        end: dashless(text, number.end),
      }
    );
  }
  const number = readNumber(text, pos);
  if (!number) return null;
  const at = skipBlanks(text, dashless(text, number.end));
  const after = readCurrency(text, at);
  if (after) return { value: { amount: number.value, currency: after.value }, end: after.end };
  // "1.4 % + 25p": pence where a price goes on; "720p" is no money.
  const pence = text[number.end] === 'p' ? matchAt(/\d{1,2}(?:\.\d)?p(?![\wÀ-ÿ])/y, text, pos)?.[0] : undefined;
  if (pence && (joined || /^[ \u00a0](?:\+|per\b|each\b|an?\b)/.test(text.slice(pos + pence.length))))
    return { value: { amount: number.value.div(Ratio.of(100)), currency: 'GBP' }, end: pos + pence.length };
  // "25 US cents", "29 Euro-Cent": a bare "cent" names no currency.
  const of = matchAt(/(?:US|Euro)[ -]?(?=cents?\b|ct\b)/iy, text, at);
  const cent = of && matchAt(CENT, text, at + of[0].length);
  return of && cent
    ? {
        value: { amount: number.value.div(Ratio.of(100)), currency: /^us/i.test(of[0]) ? 'USD' : 'EUR' },
        end: at + of[0].length + cent[0].length,
      }
    : null;
}

/** German whole sums: `1.800,– €`. */
function dashless(text: string, end: number): number {
  return text[end] !== ',' ? end : endOf(/(?:,[-–—]+)?/y, text, end);
}

export interface PercentageValue {
  readonly kind: 'percentage';
  /** In per cent: 99.5 for "99.5 %". */
  readonly value: Ratio;
}

export function readPercent(text: string, pos: number): Read<Ratio> | null {
  const number = readNumber(text, pos);
  if (!number) return null;
  const at = skipBlanks(text, number.end);
  const end = text[at] === '%' ? at + 1 : (text.charCodeAt(at) | 32) === 112 ? endOf(PERCENT, text, at) : -1;
  return end < 0 ? null : { value: number.value, end };
}

const PERCENT = /(?:percent|per cent|Prozent)\b/iy;

/** Reads one price or sum: parts joined by `+`, then what and which time it is for. */
export function readMoney(text: string, pos: number): Read<MoneyValue> | null {
  if (isDigit(text.charCodeAt(pos)) && !mayBePriced(text, pos)) return null;
  let sum: Sum | null = null;
  let percent: Ratio | null = null;
  let end = pos;
  for (let at = pos; ; ) {
    const share: Read<Ratio> | null = percent ? null : readPercent(text, at);
    const fixed: Read<Sum> | null = share || sum ? null : readSum(text, at, percent !== null);
    if (share) percent = share.value;
    else if (fixed) sum = fixed.value;
    else break;
    end = (share ?? fixed)!.end;
    const plus = end === text.length ? -1 : endOf(PLUS, text, skipBlanks(text, end));
    if (plus < 0) break;
    at = skipBlanks(text, plus);
  }
  if (!sum && !percent) return null;
  const tail = readTail(text, end);
  const amount = sum ? (sum as Sum).amount : ZERO;
  const currency = sum ? (sum as Sum).currency : null;
  return {
    value: {
      kind: 'money',
      amount,
      currency,
      percent,
      per: tail.per,
      period: tail.period,
      free: amount.isZero && !percent,
    },
    end: tail.end,
  };
}

/**
 * Cheap: of small letters, with which most units begin, only these begin one of money or "percent": dollars, euros,
 * pounds and pence, "us cents".
 */
function mayBePriced(text: string, pos: number): boolean {
  const number = readNumber(text, pos);
  const next = number ? text[skipBlanks(text, number.end)] : undefined;
  return next !== undefined && (next < 'a' || next > 'z' || 'depu'.includes(next));
}

const PLUS = /(?:\+|plus\b|and\b|zzgl\.|und\b)/iy;

/** "per million emails" is per 1,000,000. */
function readPower(text: string, pos: number): Read<Ratio> | null {
  const word = matchAt(/(?:thousand|million|billion|tausend)\b/iy, text, pos)?.[0];
  return word
    ? { value: Ratio.of({ t: 1_000, m: 1_000_000, b: 1_000_000_000 }[word[0]!.toLowerCase()]!), end: pos + word.length }
    : null;
}

function readTail(text: string, start: number): { per: MoneyValue['per']; period: Period | null; end: number } {
  let per: MoneyValue['per'] = null;
  let period: Period | null = null;
  let end = start;
  for (let clauses = 0; clauses < 3 && end < text.length; clauses++) {
    const time: Read<Period> | null = period ? null : readPer(text, end);
    if (time) {
      period = time.value;
      end = time.end;
      continue;
    }
    const at = skipBlanks(text, end);
    const open = per || !mayOpenClause(text.charCodeAt(at)) ? -1 : endOf(TAIL, text, at);
    if (open < 0) break;
    const from = skipBlanks(text, open);
    if (text[at] === '/' && readCurrency(text, from)) break;
    const count = readNumber(text, from) ?? readPower(text, from);
    const noun = readNoun(text, count ? count.end : from);
    if ((!noun.value && !count) || count?.value.isZero) break;
    per = { count: count?.value ?? ONE, unit: noun.value };
    end = count && !noun.value ? count.end : noun.end;
  }
  return { per, period, end };
}

const TAIL = /(?:\/|per\b|pro\b|je\b|for each\b|an?\b|each\b|for\b(?=[\s\u00a0]{1,2}\d))/iy;

/** `EUR 1,800.00`: two decimals, more when the amount has more. Reads back to the same sum. */
export function formatMoney(amount: Ratio, currency: string): string {
  const cents = amount.mul(Ratio.of(100));
  if (!cents.isInteger) return `${currency} ${amount.format(8)}`;
  const text = amount.format(2);
  const decimals = text.split('.')[1];
  return `${currency} ${text}${decimals?.length === 1 ? '0' : ''}`;
}
