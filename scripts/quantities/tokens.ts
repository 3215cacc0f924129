import { ONE, Ratio } from './decimal.ts';
import { readTimeUnit, periodMs } from './duration.ts';
import { isWordChar, matchAt, readNumber, readQualifier, skipBlanks, wordAt } from './scan.ts';
import type { Span } from '../markdown/types.ts';

export type Sign = '+' | '-' | '*' | '/';

/**
 * A number with its unit. `value × scale` is in base units (milliseconds, 1 for a per cent's hundredth) of `dimension`.
 */
export interface Operand {
  readonly value: Ratio;
  readonly ulp: Ratio;
  readonly scale: Ratio;
  /** Powers, e.g. `time`, `EUR`, `/time`; '' for a plain number, whatever it counts. */
  readonly dimension: '' | 'percent' | 'time' | '/time' | `money:${string}`;
  /** The unit as it is shown after a computed result, with its blank: ` s`, `/min`. */
  readonly unit: string;
  /** The time that a sum of money is for: `month` in "EUR 30 a month"; '' when it says none. */
  readonly period: string;
  /** Written with `~` or `≈` before it. */
  readonly approximate: boolean;
  /**
   * What to multiply by for the other country's reading of `1.000` (1000) or `1,000` (1/1000); 1 where the spelling is
   * clear.
   */
  readonly otherReading: Ratio;
}

export type Token = Span &
  (
    | ({ readonly kind: 'operand' } & Operand)
    /** `doubtful`: a dash between blanks, which is a minus or punctuation. */
    | { readonly kind: 'sign'; readonly sign: Sign; readonly doubtful: boolean }
    | { readonly kind: 'open' | 'close' }
    /** `code`: an equals sign glued to a name, as in `x=1`. */
    | { readonly kind: 'equals'; readonly approximate: boolean; readonly code: boolean }
    /** A name or mark: ends an expression. A blocker also spoils it: a version, a date, part of a URL or of code. */
    | { readonly kind: 'other' | 'blocker' }
  );

const EQUALS = /(?:=(?![=>~])|≈)/y;
const SIGNS: Readonly<Record<string, Sign>> = {
  '+': '+',
  '−': '-',
  '-': '-',
  '–': '-',
  '—': '-',
  '×': '*',
  '·': '*',
  '*': '*',
  '∙': '*',
  '⋅': '*',
  x: '*',
  X: '*',
  '÷': '/',
  '/': '/',
  ':': '/',
};
const GLUED = /[^\s\u00a0\u2009\u202f()]{1,400}/y;

/** Cuts a text into what calculations are made of. Linear: each character is looked at a bounded number of times. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (let pos = skipBlanks(text, 0); pos < text.length; pos = skipBlanks(text, end)) {
    if (/\n[ \t\r]*\n/.test(text.slice(end, pos))) tokens.push({ kind: 'other', start: end, end: pos }); // a new paragraph
    const token = tokenAt(text, pos, tokens.at(-1));
    tokens.push(token);
    end = token.end;
  }
  return tokens;
}

/**
 * Words that do arithmetic, so that what stands next to them is only a part of it, and words that make names of numbers
 * ("Phase 1 + 2 = 4 weeks").
 */
const SPOILS =
  /^(?:of|von|times|mal|plus|minus|divided|geteilt|by|durch|over|per|pro|je|sections?|features?|phases?|steps?|parts?|tables?|options?|levels?|tiers?|versions?|stages?|sprints?|abschnitte?|phasen|schritte?)[:,;.!?]?$/i;

/** "Waits of 0.5 + 1 + 2": what is added up stands behind "of" alone. */
const SUMMED = /^(?:waits?|delays?|pauses?|sums?|totals?|costs?|fees?|Wartezeiten|Pausen|Summe|Kosten)$/i;

function tokenAt(text: string, start: number, previous: Token | undefined): Token {
  const char = text[start]!;
  if (char === '(') return { kind: 'open', start, end: start + 1 };
  if (char === ')') return { kind: 'close', start, end: start + 1 };
  const equals = matchAt(EQUALS, text, start);
  if (
    equals &&
    (text[start] === '=' || previous?.kind === 'operand' || previous?.kind === 'close') &&
    !/[<>!=:+\-*/~]/.test(text[start - 1] ?? '')
  )
    return equalsAt(text, start, previous);
  const sign = signAt(text, start, previous);
  if (sign) return sign;
  const afterSign = previous?.kind === 'sign';
  if (/[\d€$£A-Z]/.test(char) || (/[~≈]/.test(char) && afterSign)) {
    const operand = operandAt(text, start, afterSign);
    if (operand) return operand;
  }
  if (/[*`"'„“”»«[\]{}|,;!>]/.test(char)) return { kind: 'other', start, end: start + 1 };
  // One run of glued characters is one thing: `7.P.1.6`, `https://x/?a=1`, `HMAC-SHA256`.
  const end = start + Math.max(1, matchAt(GLUED, text, start)?.[0].length ?? 1);
  const piece = text.slice(start, end);
  // "(4.77 − 0.1) million × USD 0.40": it works on something that is not read.
  if (/^[×÷∙⋅−+]$/.test(piece) && previous && !/\n\s*$/.test(text.slice(previous.end, start)))
    return { kind: 'blocker', start, end };
  const stop =
    ((!SPOILS.test(piece) ||
      (/^(?:of|von)$/i.test(piece) &&
        previous !== undefined &&
        SUMMED.test(text.slice(previous.start, previous.end)))) &&
      /^[A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff'’-]{2,400}[:,;.!?]?$/u.test(piece)) ||
    (/^[^A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\d]{1,3}$/u.test(piece) && !/[%^]/.test(piece));
  return { kind: stop ? 'other' : 'blocker', start, end };
}

function equalsAt(text: string, start: number, previous: Token | undefined): Token {
  const symbol = text[start] === '≈';
  const qualifier = readQualifier(text, skipBlanks(text, start + 1));
  const about = qualifier.value === 'about';
  const code = previous?.kind !== 'operand' && previous?.kind !== 'close' && previous?.end === start;
  return { kind: 'equals', approximate: symbol || about, code, start, end: about ? qualifier.end : start + 1 };
}

function signAt(text: string, start: number, previous: Token | undefined): Token | null {
  const char = text[start]!;
  const sign = Object.hasOwn(SIGNS, char) ? SIGNS[char]! : null;
  if (!sign || (previous?.kind !== 'operand' && previous?.kind !== 'close')) return null;
  const before = previous.end < start;
  const next = skipBlanks(text, start + 1);
  const after = next > start + 1;
  // A list item's bullet starts a line; "3-5" and "24:00" are ranges and times; "3 x n" is a name.
  if (before && text.slice(previous.end, start).includes('\n') && /[-*+]/.test(char)) return null;
  if (/[-–—:]/.test(char) && !(before && after)) return null;
  if (/[xX]/.test(char) && !/[\d(]/.test(text[next] ?? '')) return null;
  if ((char === '/' && before !== after) || (char === '*' && text[start + 1] === '*')) return null;
  return { kind: 'sign', sign, doubtful: /[–—:-]/.test(char), start, end: start + 1 };
}

const CURRENCY = /(?:EUR|USD|GBP|CHF|[€$£])/y;
const WRITTEN: Readonly<Record<string, string>> = { '€': 'EUR', $: 'USD', '£': 'GBP' };

/** Reads `62,000 parcels`, `5 s`, `100/s`, `40 %`, `EUR 0.25`, `0.25 €`, `~22 days`. */
function operandAt(text: string, start: number, afterSign: boolean): Token | null {
  const about = /[~≈]/.test(text[start]!);
  const first = about ? skipBlanks(text, start + 1) : start;
  const lead = matchAt(CURRENCY, text, first)?.[0] ?? '';
  const from = lead ? skipBlanks(text, first + lead.length) : first;
  const number = afterSign || startsClean(text, start) ? readNumber(text, from) : null;
  if (!number) return null;
  // "111² × 46": a power of the number.
  const power = { '²': 2, '³': 3 }[text[number.end] ?? ''] ?? 1;
  const { value, ulp } = powerOf(number, power);
  const numberEnd = power === 1 ? number.end : number.end + 1;
  const written = { value, ulp, approximate: about, otherReading: otherReading(text.slice(from, number.end)) };
  const operand = (
    end: number,
    scale: Ratio,
    dimension: Operand['dimension'],
    unit: string,
    period = '',
  ): Token | null => finish(text, { kind: 'operand', start, end, ...written, scale, dimension, unit, period });
  const price = (code: string, end: number): Token | null => {
    const tail = priceTail(text, end);
    return operand(
      tail.end,
      ONE,
      money(code),
      ` ${WRITTEN[code] ?? code}${tail.period && text.slice(end, tail.end)}`,
      tail.period,
    );
  };
  if (lead) return price(lead, numberEnd);
  const at = skipBlanks(text, numberEnd);
  const code = matchAt(CURRENCY, text, at)?.[0];
  if (code) return price(code, at + code.length);
  if (text[at] === '%') return operand(at + 1, Ratio.of(1, 100), 'percent', ' %');
  const unit = readTimeUnit(text, at);
  if (unit)
    return operand(unit.end, periodMs({ count: ONE, unit: unit.value }), 'time', text.slice(numberEnd, unit.end));
  const noun = nounEnd(text, numberEnd);
  const slash = matchAt(PER, text, noun);
  const per = slash && readTimeUnit(text, noun + slash[0].length);
  if (per)
    return operand(per.end, ONE.div(periodMs({ count: ONE, unit: per.value })), '/time', text.slice(noun, per.end));
  return operand(noun, ONE, '', '');
}

const PER = /[ \u00a0]?(?:\/|(?:per|a|an|pro|je)(?![A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff]))[ \u00a0]?/uy;

/**
 * "a month", "per payment": what a price is for. "Per 1,000 requests" is another price and no tail; it spoils the
 * calculation.
 */
function priceTail(text: string, start: number): { end: number; period: string } {
  let end = start;
  let period = '';
  for (let tails = 0; tails < 2; tails++) {
    const per = matchAt(PER, text, end);
    const at = end + (per?.[0].length ?? 0);
    const unit = per && readTimeUnit(text, at);
    const word = per && !unit ? wordAt(text, at) : '';
    if (!unit && word.length < 2) break;
    period ||= unit?.value ?? '';
    end = unit?.end ?? at + word.length;
  }
  return { end, period };
}

function money(code: string): `money:${string}` {
  return `money:${WRITTEN[code] ?? code}`;
}

function powerOf(
  { value, ulp }: { readonly value: Ratio; readonly ulp: Ratio },
  power: number,
): { value: Ratio; ulp: Ratio } {
  let result = value;
  for (let i = 1; i < power; i++) result = result.mul(value);
  return { value: result, ulp };
}

/** Nothing is glued to the front of a number: `SHA-256`, `#3`, `v1`. */
function startsClean(text: string, start: number): boolean {
  const before = text[start - 1];
  return before === undefined || (!isWordChar(before) && !/[.,:/#&?_√$€£^@\\~-]/.test(before));
}

function otherReading(number: string): Ratio {
  if (/^[1-9]\d{0,2}\.\d{3}$/.test(number)) return Ratio.of(1000);
  return /^[1-9]\d{0,2},\d{3}$/.test(number) ? Ratio.of(1, 1000) : ONE;
}

/** A number glued to further characters is a code, a version or a date. A closing mark or an operator may touch it. */
function finish(text: string, operand: Token): Token | null {
  const next = text[operand.end];
  if (isWordChar(next) && !/[xX]/.test(next!)) return null;
  if (
    next !== undefined &&
    /[-–:/.,_#@&]/.test(next) &&
    /[A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\d]/u.test(text[operand.end + 1] ?? '') &&
    !(next === '/' && /\d/.test(text[operand.end + 1]!))
  )
    return null;
  return operand;
}

/** Up to four words of at least two letters that say what is counted; sentence words end it. */
function nounEnd(text: string, pos: number): number {
  let end = pos;
  for (let words = 0; words < 4; words++) {
    const at = skipBlanks(text, end);
    const word = wordAt(text, at);
    if (
      word.length < 2 ||
      at === end ||
      /^(?:per|an|pro|je|and|or|und|oder|is|are|ist|sind|with|plus|minus|times|mal|if|when|at|from|to|von|bis|in|for|of)$/i.test(
        word,
      )
    )
      break;
    end = at + word.length;
  }
  return end;
}
