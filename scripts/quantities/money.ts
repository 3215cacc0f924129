import { Ratio, ZERO } from './decimal.ts';
import type { Period } from './duration.ts';
import { readNoun, readPer } from './rate.ts';
import { isWordChar, matchAt, noteAfter, parseRange, parseWhole, readNumber, skipBlanks, type Read, type Written } from './scan.ts';

export const EXAMPLE = 'EUR 0.25 per 1,000 requests';

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

export type Money = MoneyValue & Written;

const CODE = /(?:EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|CAD|AUD|NZD|INR|CNY|HKD|SGD|KRW|BRL|MXN|ZAR|AED|ILS|THB)(?![A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\d_])/uy;
const SYMBOL = /(?:US\$|CA\$|A\$|[€$£¥₹])/y;
const NAME = /(?:euros?|dollars?|pounds?)\b/iy;
const CENT = /(?:cents?\b|ct\b|¢)/iy;
const SYMBOLS: Readonly<Record<string, string>> = { 'US$': 'USD', 'CA$': 'CAD', 'A$': 'AUD', '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'JPY', '₹': 'INR' };
const NAMES: Readonly<Record<string, string>> = { e: 'EUR', d: 'USD', p: 'GBP' };

/** Cheap: codes begin with a capital letter, names of currencies with one of three letters, and signs are no other character of ASCII than `$`. */
function mayBeCurrency(c: number): boolean {
  return c > 122 || (c > 64 && c < 91) || c === 36 || c === 100 || c === 101 || c === 112;
}

function readCurrency(text: string, pos: number): Read<string> | null {
  if (!mayBeCurrency(text.charCodeAt(pos))) return null;
  const code = isWordChar(text[pos - 1]) && !/\d/.test(text[pos - 1]!) ? null : matchAt(CODE, text, pos);
  if (code) return { value: code[0], end: pos + code[0].length };
  const symbol = matchAt(SYMBOL, text, pos);
  if (symbol) return { value: SYMBOLS[symbol[0]]!, end: pos + symbol[0].length };
  const name = matchAt(NAME, text, pos);
  return name && { value: NAMES[name[0][0]!.toLowerCase()]!, end: pos + name[0].length };
}

interface Sum { readonly amount: Ratio; readonly currency: string }

/** Reads `EUR 1,800`, `€1.800,00`, `1,800 EUR`, `1.800,– €`, `25 US cents`. */
function readSum(text: string, pos: number): Read<Sum> | null {
  const before = readCurrency(text, pos);
  const minus = before && matchAt(/[-−]?/y, text, before.end)![0];
  if (before) {
    const number = readNumber(text, skipBlanks(text, before.end + (minus?.length ?? 0)));
    return number && { value: { amount: minus ? number.value.neg() : number.value, currency: before.value }, end: dashless(text, number.end) };
  }
  const number = readNumber(text, pos);
  if (!number) return null;
  const at = skipBlanks(text, dashless(text, number.end));
  const after = readCurrency(text, at);
  if (after) return { value: { amount: number.value, currency: after.value }, end: after.end };
  // "25 US cents", "29 Euro-Cent": a bare "cent" names no currency.
  const of = matchAt(/(?:US|Euro)[ -]?(?=cents?\b|ct\b)/iy, text, at);
  const cent = of && matchAt(CENT, text, at + of[0].length);
  return of && cent
    ? { value: { amount: number.value.div(Ratio.of(100n)), currency: /^us/i.test(of[0]) ? 'USD' : 'EUR' }, end: at + of[0].length + cent[0].length }
    : null;
}

/** German whole sums: `1.800,– €`. */
function dashless(text: string, end: number): number {
  return text[end] !== ',' ? end : end + matchAt(/(?:,[-–—]+)?/y, text, end)![0].length;
}

export function readPercent(text: string, pos: number): Read<Ratio> | null {
  const number = readNumber(text, pos);
  if (!number) return null;
  const at = skipBlanks(text, number.end);
  const sign = '%pP'.includes(text[at] ?? ' ') ? matchAt(/(?:%|percent\b|per cent\b|Prozent\b)/iy, text, at) : null;
  return sign && { value: number.value, end: at + sign[0].length };
}

/** Reads one price or sum: parts joined by `+`, then what and which time it is for. */
export function readMoney(text: string, pos: number): Read<MoneyValue> | null {
  let sum: Sum | null = null;
  let percent: Ratio | null = null;
  let end = pos;
  for (let at = pos; ; ) {
    const share: Read<Ratio> | null = percent ? null : readPercent(text, at);
    const fixed: Read<Sum> | null = share || sum ? null : readSum(text, at);
    if (share) percent = share.value;
    else if (fixed) sum = fixed.value;
    else break;
    end = (share ?? fixed)!.end;
    const plus = matchAt(/(?:\+|plus\b|and\b|zzgl\.|und\b)/iy, text, skipBlanks(text, end));
    if (!plus) break;
    at = skipBlanks(text, skipBlanks(text, end) + plus[0].length);
  }
  if (!sum && !percent) return null;
  const tail = readTail(text, end);
  const amount = sum ? (sum as Sum).amount : ZERO;
  const currency = sum ? (sum as Sum).currency : null;
  return { value: { kind: 'money', amount, currency, percent, per: tail.per, period: tail.period, free: amount.isZero && !percent }, end: tail.end };
}

/** "per million emails" is per 1,000,000. */
function readPower(text: string, pos: number): Read<Ratio> | null {
  const word = matchAt(/(?:thousand|million|billion|tausend)\b/iy, text, pos)?.[0];
  return word ? { value: Ratio.of({ t: 1_000n, m: 1_000_000n, b: 1_000_000_000n }[word[0]!.toLowerCase()]!), end: pos + word.length } : null;
}

function readTail(text: string, start: number): { per: MoneyValue['per']; period: Period | null; end: number } {
  let per: MoneyValue['per'] = null;
  let period: Period | null = null;
  let end = start;
  for (let clauses = 0; clauses < 3; clauses++) {
    const time: Read<Period> | null = period ? null : readPer(text, end);
    if (time) {
      period = time.value;
      end = time.end;
      continue;
    }
    const at = skipBlanks(text, end);
    const open = per ? null : matchAt(/(?:\/|per\b|pro\b|je\b|for each\b|an?\b|each\b|for\b(?=[\s\u00a0]{1,2}\d))/iy, text, at);
    if (!open) break;
    const from = skipBlanks(text, at + open[0].length);
    const count = readNumber(text, from) ?? readPower(text, from);
    const noun = readNoun(text, count ? count.end : from);
    if (!noun.value && !count || count?.value.isZero) break;
    per = { count: count?.value ?? Ratio.of(1n), unit: noun.value };
    end = count && !noun.value ? count.end : noun.end;
  }
  return { per, period, end };
}

const FREE = /^(?:free(?: of charge)?|included(?: in (?:the )?[^\d.,;:()]{1,30})?|no charge|kostenlos|kostenfrei|gratis|inklusive|inbegriffen|enthalten)\b/i;

/** Reads a whole text as one price or sum; null when it is none. "free" and "included" are prices of 0. */
export function parseMoney(source: string): Money | null {
  const text = source.trim();
  const free = FREE.exec(text.slice(0, 80));
  const note = free && noteAfter(text, free[0].length);
  if (free && note !== null) return { kind: 'money', amount: ZERO, currency: null, percent: null, per: null, period: null, free: true, text, qualifier: null, note };
  return parseWhole(text, (all, pos) => {
    const minus = matchAt(/[-−–]?/y, all, pos)![0].length;
    const read = readMoney(all, skipBlanks(all, pos + minus));
    return read && minus ? { ...read, value: { ...read.value, amount: read.value.amount.neg() } } : read;
  });
}

/** `EUR 100–190 a month`. */
export function parseMoneyRange(text: string): { readonly from: Money; readonly to: Money } | null {
  return parseRange(text, parseMoney);
}

/** The price of `quantity` things, the percentage taken of `turnover` (same currency). */
export function priceOf(price: MoneyValue, quantity: Ratio, turnover: Ratio = ZERO): Ratio {
  const fixed = price.amount.mul(quantity).div(price.per?.count ?? Ratio.of(1n));
  return price.percent ? fixed.add(turnover.mul(price.percent).div(Ratio.of(100n))) : fixed;
}

/** `EUR 1,800.00`: two decimals, more when the amount has more. Reads back to the same sum. */
export function formatMoney(amount: Ratio, currency: string): string {
  const cents = amount.mul(Ratio.of(100n));
  if (!cents.isInteger) return `${currency} ${amount.format(8)}`;
  const text = amount.format(2);
  const decimals = text.split('.')[1];
  return `${currency} ${text}${decimals?.length === 1 ? '0' : ''}`;
}
