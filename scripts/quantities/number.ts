import { BLANK, isDigit, isInk, matchAt, type Read } from './chars.ts';
import { ONE, Ratio } from './decimal.ts';

/** Numbers as people write them. */

export interface NumberRead {
  readonly value: Ratio;
  /**
   * Worth of the last digit written: 0.01 for `3.10`, 10,000 for `2.98 M`. A rounded result may be off by half of it.
   */
  readonly ulp: Ratio;
  readonly end: number;
}

const SCALE = new RegExp(
  `[${BLANK}]?(?:(k|K|M|Mio\\.?|Mrd\\.?|Tsd\\.?|mn|bn)|(thousand|million|millions|billion|tausend|Million|Millionen|Milliarde|Milliarden))(?![A-Za-zµÀ-ÖØ-öø-\\u1fff\\u2c00-\\ud7ff\\d_])`,
  'uy',
);
const SCALES: Readonly<Record<string, number>> = { k: 1e3, t: 1e3, m: 1e6, b: 1e9 };

/** Cheap: whether a scale may stand at a position, right there or behind a blank. */
function mayScale(text: string, pos: number): boolean {
  const at = isInk(text.charCodeAt(pos)) ? pos : pos + 1;
  const code = text.charCodeAt(at);
  // "ms", "min" and "mails" are more than "mn" and "million".
  if (code === 109) return text[at + 1] === 'n' || text[at + 2] === 'l';
  const letter = code | 32;
  return letter === 107 || letter === 109 || letter === 116 || letter === 98; // k, M, t, b
}

/**
 * What was read last: the grammars of a value are tried one after the other at the same place, and each begins with a
 * number.
 */
let lastText = '';
let lastPos = -1;
let lastNumber: NumberRead | null = null;

/**
 * Reads an unsigned number: `1,000` `1 000` `1'000` `2.976.000` `1,5` `1.5` `48k` `3.1 million` `1,2 Mio.`.
 * One separator with three digits after it is ambiguous: a comma groups thousands (`1,000` = 1000), a point is decimal
 * (`1.000` = 1) unless a second group or a decimal comma confirms it (`2.976.000`, `1.800,00`). After a leading 0 both
 * are decimal. Null for what only looks like one: `1.2.3`, `1,2,3`, `5x`.
 */
export function readNumber(text: string, pos: number): NumberRead | null {
  if (!isDigit(text.charCodeAt(pos))) return null;
  if (lastPos !== pos || lastText !== text) {
    lastNumber = numberAt(text, pos);
    lastPos = pos;
    lastText = text;
  }
  return lastNumber;
}

function numberAt(text: string, pos: number): NumberRead | null {
  let value = 0;
  let end = pos;
  // More than 30 digits are no number.
  for (let c = text.charCodeAt(pos); c > 47 && c < 58 && end < pos + 30; c = text.charCodeAt(++end))
    value = value * 10 + c - 48;
  // No separator without a digit behind it: most numbers are whole and short.
  if (end - pos > 15 || isDigit(text.charCodeAt(end + 1))) return separatedAt(text, pos, end, value);
  const scale = mayScale(text, end) ? scaleAt(text, end) : null;
  return scale
    ? { value: Ratio.of(value).mul(scale.value), ulp: scale.value, end: scale.end }
    : { value: Ratio.of(value), ulp: ONE, end };
}

/** Any number whose first digits are read, with groups, decimals or very many digits too. */
function separatedAt(text: string, pos: number, firstEnd: number, first: number): NumberRead | null {
  let end = firstEnd;
  let value = first;
  let groups = 0;
  const separator = text.charCodeAt(end);
  if (isSeparator(separator) && end - pos <= 3 && !(end - pos === 1 && first === 0)) {
    let at = end;
    let grouped = first;
    for (
      let group = 0;
      groups < 8 && text.charCodeAt(at) === separator && (group = groupAt(text, at + 1)) >= 0;
      groups++
    ) {
      grouped = grouped * 1000 + group;
      at += 4;
    }
    const confirmed =
      separator !== POINT || groups > 1 || (text.charCodeAt(at) === COMMA && /[\d–—-]/.test(text[at + 1] ?? ''));
    if (groups > 0 && confirmed) {
      end = at;
      value = grouped;
    } else groups = 0;
  }
  let decimals = 0;
  const point = text.charCodeAt(end);
  if ((point === POINT || point === COMMA) && (groups === 0 || point !== separator)) {
    for (let c = text.charCodeAt(end + 1); c > 47 && c < 58 && decimals < 30; c = text.charCodeAt(end + 1 + decimals)) {
      value = value * 10 + c - 48;
      decimals++;
    }
    if (decimals > 0) end += 1 + decimals;
  }
  const next = text.charCodeAt(end);
  if (isDigit(next) || ((next === POINT || next === COMMA) && isDigit(text.charCodeAt(end + 1)))) return null;
  const scale = mayScale(text, end) ? scaleAt(text, end) : null;
  // A double is exact for 15 digits.
  const whole = Ratio.of(end - pos > 15 ? BigInt(text.slice(pos, end).replace(/\D/g, '')) : value);
  if (decimals === 0 && !scale) return { value: whole, ulp: ONE, end };
  const fraction = decimals === 0 ? ONE : (fractions[decimals] ??= Ratio.of(1, 10n ** BigInt(decimals)));
  const ulp = scale ? fraction.mul(scale.value) : fraction;
  return { value: whole.mul(ulp), ulp, end: scale?.end ?? end };
}

/** Worth of the last one of so many decimals. */
const fractions: Ratio[] = [];

/** `k`, `million`, with the blank before it: what the number has to be multiplied by. */
function scaleAt(text: string, pos: number): Read<Ratio> | null {
  const scale = matchAt(SCALE, text, pos);
  if (!scale) return null;
  const word = (scale[1] ?? scale[2])!;
  return {
    value: Ratio.of(/^mill?iard|^mrd/i.test(word) ? 1e9 : SCALES[word[0]!.toLowerCase()]!),
    end: pos + scale[0].length,
  };
}

const POINT = 46;
const COMMA = 44;

/** What separates groups or decimals: a point, a comma, an apostrophe or a blank. */
function isSeparator(code: number): boolean {
  return (
    code === POINT ||
    code === COMMA ||
    code === 32 ||
    code === 39 ||
    (code > 159 && (code === 0xa0 || code === 0x2019 || code === 0x2007 || code === 0x2009 || code === 0x202f))
  );
}

/** The value of three digits without a fourth, or -1. */
function groupAt(text: string, pos: number): number {
  let value = 0;
  for (let at = pos; at < pos + 3; at++) {
    const c = text.charCodeAt(at);
    if (!isDigit(c)) return -1;
    value = value * 10 + c - 48;
  }
  return isDigit(text.charCodeAt(pos + 3)) ? -1 : value;
}
