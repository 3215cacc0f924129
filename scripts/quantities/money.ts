import { ONE, Ratio, ZERO } from './decimal.ts';
import type { Period } from './duration.ts';
import { mayOpenClause, readNoun, readPer } from './rate.ts';
import { endOf, hasDigit, isDigit, isLetter, isWordChar, matchAt, noteAfter, parseFrom, parseRange, parseWhole, readNumber, skipBlanks, type Read, type Written } from './scan.ts';

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
  /** So many cost nothing, the price is for those beyond: 30000 in "USD 0.83 per 1,000 after 30,000 free". */
  readonly after?: Ratio;
  /** What those that are included cost together: 89.95 in "USD 89.95 with 100,000, further ones USD 0.0011". */
  readonly base?: Ratio;
  /** The same sum in other currencies: GBP 188 in "USD 245, GBP 188". */
  readonly also?: readonly Sum[];
}

export type Money = MoneyValue & Written;

const CODES = new Set('EUR USD GBP CHF JPY SEK NOK DKK PLN CZK HUF RON BGN TRY CAD AUD NZD INR CNY HKD SGD KRW BRL MXN ZAR AED ILS THB'.split(' '));
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
  const first = text.charCodeAt(pos);
  if (!mayBeCurrency(first)) return null;
  if (isLetter(first)) {
    const code = text.slice(pos, pos + 3);
    if (CODES.has(code) && !isWordChar(text[pos + 3]) && (!isWordChar(text[pos - 1]) || isDigit(text.charCodeAt(pos - 1)))) return { value: code, end: pos + 3 };
  }
  const symbol = matchAt(SYMBOL, text, pos);
  if (symbol) return { value: SYMBOLS[symbol[0]]!, end: pos + symbol[0].length };
  const name = matchAt(NAME, text, pos);
  return name && { value: NAMES[name[0][0]!.toLowerCase()]!, end: pos + name[0].length };
}

export interface Sum { readonly amount: Ratio; readonly currency: string }

/** Reads `EUR 1,800`, `€1.800,00`, `1,800 EUR`, `1.800,– €`, `25 US cents`. */
function readSum(text: string, pos: number, joined = false): Read<Sum> | null {
  const before = readCurrency(text, pos);
  if (before) {
    const minus = text[before.end] === '-' || text[before.end] === '−';
    const number = readNumber(text, skipBlanks(text, before.end + (minus ? 1 : 0)));
    return number && { value: { amount: minus ? number.value.neg() : number.value, currency: before.value }, end: dashless(text, number.end) };
  }
  const number = readNumber(text, pos);
  if (!number) return null;
  const at = skipBlanks(text, dashless(text, number.end));
  const after = readCurrency(text, at);
  if (after) return { value: { amount: number.value, currency: after.value }, end: after.end };
  // "1.4 % + 25p": pence where a price goes on; "720p" is no money.
  const pence = text[number.end] === 'p' ? matchAt(/\d{1,2}(?:\.\d)?p(?![\wÀ-ÿ])/y, text, pos)?.[0] : undefined;
  if (pence && (joined || /^[ \u00a0](?:\+|per\b|each\b|an?\b)/.test(text.slice(pos + pence.length)))) return { value: { amount: number.value.div(Ratio.of(100)), currency: 'GBP' }, end: pos + pence.length };
  // "25 US cents", "29 Euro-Cent": a bare "cent" names no currency.
  const of = matchAt(/(?:US|Euro)[ -]?(?=cents?\b|ct\b)/iy, text, at);
  const cent = of && matchAt(CENT, text, at + of[0].length);
  return of && cent
    ? { value: { amount: number.value.div(Ratio.of(100)), currency: /^us/i.test(of[0]) ? 'USD' : 'EUR' }, end: at + of[0].length + cent[0].length }
    : null;
}

/** German whole sums: `1.800,– €`. */
function dashless(text: string, end: number): number {
  return text[end] !== ',' ? end : endOf(/(?:,[-–—]+)?/y, text, end);
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
  return { value: { kind: 'money', amount, currency, percent, per: tail.per, period: tail.period, free: amount.isZero && !percent }, end: tail.end };
}

/** Cheap: of small letters, with which most units begin, only these begin one of money or "percent": dollars, euros, pounds and pence, "us cents". */
function mayBePriced(text: string, pos: number): boolean {
  const number = readNumber(text, pos);
  const next = number ? text[skipBlanks(text, number.end)] : undefined;
  return next !== undefined && (next < 'a' || next > 'z' || 'depu'.includes(next));
}

const PLUS = /(?:\+|plus\b|and\b|zzgl\.|und\b)/iy;

/** "per million emails" is per 1,000,000. */
function readPower(text: string, pos: number): Read<Ratio> | null {
  const word = matchAt(/(?:thousand|million|billion|tausend)\b/iy, text, pos)?.[0];
  return word ? { value: Ratio.of({ t: 1_000, m: 1_000_000, b: 1_000_000_000 }[word[0]!.toLowerCase()]!), end: pos + word.length } : null;
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
    if (!noun.value && !count || count?.value.isZero) break;
    per = { count: count?.value ?? ONE, unit: noun.value };
    end = count && !noun.value ? count.end : noun.end;
  }
  return { per, period, end };
}

const TAIL = /(?:\/|per\b|pro\b|je\b|for each\b|an?\b|each\b|for\b(?=[\s\u00a0]{1,2}\d))/iy;

/** How FREE begins, whose many words take long to compile: a document of prices alone need not pay that. */
const MAY_BE_FREE = /^(?:0|no|k[eo]|fr|in|gr|e[nx]|al|b[ey]|vo|na)/i;
const FREE = /^(?:no (?:extra )?(?:fees?|costs?|charges?)(?: (?:per|for|a|an) [A-Za-z]{1,20})?|keine (?:Gebühr(?:en)?|Kosten)(?: (?:pro|je|für) [A-Za-zÀ-ÿ]{1,20})?|0(?:[.,]0{1,2})?(?![\d.,%A-Za-zÀ-ÿ]|[ \u00a0][A-Za-z€$£%+\d×–-])|free(?: of charge)?|included(?: in (?:the )?[^\d.,;:()]{1,30})?|no charge|kostenlos|kostenfrei|gratis|inklusive|inbegriffen|enthalten|existing|already (?:paid|licensed|in use)|by (?:transaction|usage)|bestehend|vorhanden|nach Transaktion(?:en)?)(?!\w)/i;

/** Reads a whole text as one price or sum; null when it is none. "free" and "included" are prices of 0. */
export function parseMoney(source: string): Money | null {
  const text = source.trim();
  const plain = parsePlain(text);
  if (plain) return plain;
  const free = MAY_BE_FREE.test(text) ? FREE.exec(text.slice(0, 80)) : null;
  const note = free && noteAfter(text, free[0].length);
  if (free && note !== null) return { kind: 'money', amount: ZERO, currency: null, percent: null, per: null, period: null, free: true, text, qualifier: null, note };
  if (text.length > LONGEST) return null;
  return parseFreeFirst(text) ?? parsePlan(text) ?? parseWhole(text, readPrice, readSecond) ?? parseBehindWords(text);
}

const LONGEST = 400;

/** Most prices are a code and a number, and at most a remark in words; they need no grammar tried: `EUR 3,966.55`, `EUR 0.35 (unverified)`. */
function parsePlain(text: string): Money | null {
  const number = text[3] === ' ' && text.length <= LONGEST && CODES.has(text.slice(0, 3)) ? readNumber(text, 4) : null;
  if (!number || number.end < text.length && (!text.startsWith(' (', number.end) || hasDigit(text, number.end))) return null;
  const amount = number.value;
  return { kind: 'money', amount, currency: text.slice(0, 3), percent: null, per: null, period: null, free: amount.isZero, text, qualifier: null, note: text.slice(number.end + 1) };
}

/** One price with its sign, the same in other currencies, and what is free before it. */
function readPrice(text: string, pos: number): Read<MoneyValue> | null {
  const minus = pos < text.length && '-−–'.includes(text[pos]!) ? 1 : 0;
  const read = readMoney(text, skipBlanks(text, pos + minus));
  if (!read) return null;
  if (minus) return { ...read, value: { ...read.value, amount: read.value.amount.neg() } };
  const { value } = read;
  // Cheap: hardly a price has a second number behind it.
  if (!hasDigit(text, read.end)) return read;
  const above = value.period === null ? beyond(text, read) : read;
  if (value.per || above !== read) return above;
  return value.currency !== null && value.percent === null ? inOthers(text, read) : read;
}

/** "USD 245, GBP 188", "USD 245 (GBP 188)", "EUR 100 / CHF 95": one sum for two readers. */
function inOthers(text: string, read: Read<MoneyValue>): Read<MoneyValue> {
  const also: Sum[] = [];
  let { end } = read;
  for (;;) {
    const open = matchAt(/(?:,|[ \u00a0]?\/|[ \u00a0](\()(?:=|≈)?|[ \u00a0](?:=|≈|or about|d\. ?h\.|i\. ?e\.|oder rund))[ \u00a0]?(?:about |≈ ?|rund )?/iy, text, end);
    const other = open && readSum(text, end + open[0].length);
    const close = other && open[1] ? matchAt(/\)/y, text, other.end) : '';
    if (!other || close === null || [read.value.currency, ...also.map(({ currency }) => currency)].includes(other.value.currency)) break;
    also.push(other.value);
    end = other.end + (close ? 1 : 0);
  }
  return also.length > 0 ? { value: { ...read.value, also }, end } : read;
}

/** "per 1,000 over 100,000", "per 1,000 after 30,000 free". */
const BEYOND = /[,;]?[ \u00a0](?:(?:over|above|beyond|exceeding|über|oberhalb von)[ \u00a0](?:the (?:first|included) |den ersten )?|(after|nach)[ \u00a0](?:the first |den ersten )?)/iy;
const FREE_OF_THEM = /[ \u00a0](?:(?:are |is )?(?:free|included)|frei(?:en)?|kostenlos(?:en)?|inklusive)(?![\wÀ-ÿ])/iy;

function beyond(text: string, read: Read<MoneyValue>): Read<MoneyValue> {
  const open = matchAt(BEYOND, text, read.end);
  const count = open && readNumber(text, read.end + open[0].length);
  if (!count) return read;
  const free = matchAt(FREE_OF_THEM, text, count.end) ?? matchAt(FREE_OF_THEM, text, readNoun(text, count.end).end);
  // "EUR 5 over 30 days" gives nothing away.
  if ((open[1] || !read.value.per) && !free) return read;
  return { value: { ...read.value, after: things(text, count) }, end: readNoun(text, free ? free.index + free[0].length : count.end).end };
}

/** Nobody gives a thousandth of one away: "30.000" groups thousands here. */
function things(text: string, { value, end }: { readonly value: Ratio; readonly end: number }): Ratio {
  return /(?<![\d.,])\d{1,3}\.\d{3}$/.test(text.slice(Math.max(0, end - 9), end)) ? value.mul(Ratio.of(1000)) : value;
}

/** "10,000 free, then USD 0.50 for 1,000", "the first 1,000 are free, then …". */
const THEN = /[,;:]?[ \u00a0](?:(?:and )?(?:then|thereafter|after that|above that|beyond)|dann|danach|darüber)[ \u00a0,:]{1,2}/iy;

function parseFreeFirst(text: string): Money | null {
  const start = isDigit(text.charCodeAt(0)) ? 0 : endOf(/(?:the |die )?(?:first |ersten )?/iy, text, 0);
  const count = readNumber(text, start);
  const free = count && (matchAt(FREE_OF_THEM, text, count.end) ?? matchAt(FREE_OF_THEM, text, readNoun(text, count.end).end) ?? freeInNoun(text, count.end));
  const then = free && matchAt(THEN, text, free.index + free[0].length);
  const price = then && parseFrom(text, then.index + then[0].length, readPrice, readSecond);
  return price && price.period === null && !price.also ? { ...price, text, after: things(text, count!) } : null;
}

/** "1,000 calls free": the noun takes the word. */
function freeInNoun(text: string, pos: number): RegExpExecArray | null {
  return matchAt(/(?:[ \u00a0][A-Za-zÀ-ÿ]{1,20}){1,3}?[ \u00a0](?:(?:are |is )?(?:free|included)|frei|kostenlos|inklusive)(?![\wÀ-ÿ])/iy, text, pos);
}

const INCLUDED = /[ \u00a0](?:(?:a|per|im|pro)[ \u00a0](?:month|Monat)[ \u00a0])?(?:incl\.|including|with|for|inkl\.|inklusive|mit|für)[ \u00a0](?:the first )?/iy;
const FURTHER = /[ \u00a0]?(?:included)?[,;][ \u00a0](?:(?:each |every )?(?:further|additional|extra)|above that|then|beyond|(?:jede[rs]? )?weitere[rns]?|darüber|danach)(?:[ \u00a0](?!about|rund|etwa|[A-Z]{3}[ \u00a0]?\d)[A-Za-zÀ-ÿ]{2,20})?[ \u00a0:]{1,2}(?:about |≈ ?|rund |etwa )?/y;

/** A plan with what it includes, and the price of what goes beyond: "Pro 100,000: USD 89.95, further mails about USD 0.0011", "EUR 25 with 10,000, then EUR 0.02 each". */
function parsePlan(text: string): Money | null {
  // So FURTHER begins.
  if (!/[,;][ \u00a0]/.test(text)) return null;
  const name = matchAt(/(?:[A-Za-zÀ-ÿ]{1,20} ){0,3}/y, text, 0)![0].length;
  const first = readNumber(text, name);
  const colon = first && matchAt(/:[ \u00a0]/y, text, first.end);
  const sum = readSum(text, colon ? colon.index + colon[0].length : 0);
  const open = sum && !colon ? matchAt(INCLUDED, text, sum.end) : null;
  const included = colon ? first : open && readNumber(text, open.index + open[0].length);
  if (!sum || !included) return null;
  const end = colon ? sum.end : readNoun(text, included.end).end;
  const further = matchAt(FURTHER, text, end);
  const price = further && parseFrom(text, further.index + further[0].length, readPrice, readSecond);
  if (!price || price.currency !== sum.value.currency || price.percent !== null || price.period !== null || price.also) return null;
  return { ...price, text, qualifier: price.qualifier ?? 'about', per: price.per ?? { count: ONE, unit: '' }, base: sum.value.amount, after: things(text, included), free: false };
}

/** What a remark may not have: a second price, with its currency or as a bare decimal ("USD 0.056, Ireland about 0.083"). */
function readSecond(text: string, pos: number): Read<unknown> | null {
  return readMoney(text, pos) ?? (readNumber(text, pos)?.value.isInteger === false && !readPercent(text, pos) ? { value: null, end: pos } : null);
}

/** Words that say what the one sum of a text is for: "UK about USD 0.056 a segment", "five seats in the budget of GBP 100". */
const LEAD = /^[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9 ,'’-]{0,60}?[ \u00a0](?=(?:about |approx\. |≈ ?|~ ?|etwa |rund )?(?:[A-Z]{3}[ \u00a0]?\d|[€$£]\d))/u;
const UNSAID = /\b(?:not?|never|without|free|then|plus|kostenlos|dann|or|than|above|below|over|if|when|would|instead|exceed\w*|cheaper|dearer|by|nicht|keine?[nrs]?|nie|ohne|oder|als|wenn|falls|statt)\b|\d/i;

function parseBehindWords(text: string): Money | null {
  const lead = LEAD.exec(text.slice(0, 100))?.[0];
  return lead === undefined || UNSAID.test(lead) ? null : parseFrom(text, lead.length, readPrice, readSecond);
}

/** `EUR 100–190 a month`. */
export function parseMoneyRange(text: string): { readonly from: Money; readonly to: Money } | null {
  return parseRange(text, parseMoney);
}

/** The price of `quantity` things, the percentage taken of `turnover` (same currency). */
export function priceOf(price: MoneyValue, quantity: Ratio, turnover: Ratio = ZERO): Ratio {
  const paid = price.after ? (quantity.cmp(price.after) > 0 ? quantity.sub(price.after) : ZERO) : quantity;
  const fixed = price.amount.mul(paid).div(price.per?.count ?? ONE);
  if (price.base) return price.base.add(fixed);
  return price.percent ? fixed.add(turnover.mul(price.percent).div(Ratio.of(100))) : fixed;
}

/** The sum in one currency, as it is written; null where it is not. */
export function sumIn({ amount, currency, also }: MoneyValue, wanted: string): Ratio | null {
  return currency === wanted ? amount : (also?.find((sum) => sum.currency === wanted)?.amount ?? null);
}

/** `EUR 1,800.00`: two decimals, more when the amount has more. Reads back to the same sum. */
export function formatMoney(amount: Ratio, currency: string): string {
  const cents = amount.mul(Ratio.of(100));
  if (!cents.isInteger) return `${currency} ${amount.format(8)}`;
  const text = amount.format(2);
  const decimals = text.split('.')[1];
  return `${currency} ${text}${decimals?.length === 1 ? '0' : ''}`;
}
