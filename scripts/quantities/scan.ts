import { ONE, Ratio } from './decimal.ts';

/**
 * What all grammars of this directory share: positions in a text, spaces, numbers as people write them, qualifiers, and what may follow a value.
 * Every reader takes a position and looks at a bounded piece of text, so that trying one at each position of a document stays linear.
 */

/** A value read at a position, and where it ends. */
export interface Read<T> {
  readonly value: T;
  readonly end: number;
}

/** Blanks, including no-break and thin ones, for use inside a character class. */
export const BLANK = ' \\t\\r\\n\\u00a0\\u2007\\u2009\\u200a\\u202f';
const BLANKS = new RegExp(`[${BLANK}]{0,8}`, 'y');
// Letters are written as ranges, here and elsewhere: a property class such as \p{L} costs about a millisecond to compile, in every process that starts.
const LETTER = /[A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\d_]/u;

export function skipBlanks(text: string, pos: number): number {
  // Mostly there is none or one, and no pattern is needed to see it.
  if (isInk(text.charCodeAt(pos)) || pos >= text.length) return pos;
  return text.charCodeAt(pos) === 32 && isInk(text.charCodeAt(pos + 1)) ? pos + 1 : endOf(BLANKS, text, pos);
}

/** Surely no blank. */
function isInk(code: number): boolean {
  return code > 32 && code < 160;
}

/** Matches a sticky pattern at a position. */
export function matchAt(pattern: RegExp, text: string, pos: number): RegExpExecArray | null {
  pattern.lastIndex = pos;
  return pattern.exec(text);
}

/** Where the match of a sticky pattern at a position ends, or -1; cheaper than what matchAt returns. */
export function endOf(pattern: RegExp, text: string, pos: number): number {
  pattern.lastIndex = pos;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** By the code of a character, as the other tests here: NaN, the code behind the end of a text, is none. */
export function isDigit(code: number): boolean {
  return code > 47 && code < 58;
}

const DIGIT = /\d/g;

/** Whether a digit stands at a position or behind it. */
export function hasDigit(text: string, pos: number): boolean {
  DIGIT.lastIndex = pos;
  return pos < text.length && DIGIT.test(text);
}

/** Of ASCII. */
export function isLetter(code: number): boolean {
  return (code > 96 && code < 123) || (code > 64 && code < 91);
}

export function isWordChar(char: string | undefined): boolean {
  if (char === undefined || char === '') return false;
  const c = char.charCodeAt(0);
  return c < 128 ? isLetter(c) || isDigit(c) || c === 95 : LETTER.test(char);
}

const WORD = /[A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff][A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\u0300-\u036f]{0,40}/uy;

/** The word of letters at a position, or ''. */
export function wordAt(text: string, pos: number): string {
  if (!(text.charCodeAt(pos) > 64)) return '';
  const end = wordEnd(text, pos);
  return end < 0 || isWordChar(text[end]) ? '' : text.slice(pos, end);
}

/** Units are of few letters and need no pattern, which is faster for longer words. */
function wordEnd(text: string, pos: number): number {
  let end = pos;
  while (end < pos + 3 && isLetter(text.charCodeAt(end))) end++;
  const next = text.charCodeAt(end);
  return next > 127 || isLetter(next) ? endOf(WORD, text, pos) : end;
}

export interface NumberRead {
  readonly value: Ratio;
  /** Worth of the last digit written: 0.01 for `3.10`, 10,000 for `2.98 M`. A rounded result may be off by half of it. */
  readonly ulp: Ratio;
  readonly end: number;
}

const SCALE = new RegExp(
  `[${BLANK}]?(?:(k|K|M|Mio\\.?|Mrd\\.?|Tsd\\.?|mn|bn)|(thousand|million|millions|billion|tausend|Million|Millionen|Milliarde|Milliarden))(?![A-Za-zµÀ-ÖØ-öø-\\u1fff\\u2c00-\\ud7ff\\d_])`,
  'uy',
);
const SCALES: Readonly<Record<string, number>> = { k: 1e3, t: 1e3, m: 1e6, b: 1e9 };

/** Letters that a scale begins with. */
const SCALE_LETTERS = 'kKMTmbt';

/** Whether a scale may stand at a position, right there or behind a blank. */
function mayScale(text: string, pos: number): boolean {
  const at = isInk(text.charCodeAt(pos)) ? pos : pos + 1;
  const letter = text[at];
  if (letter === undefined || !SCALE_LETTERS.includes(letter)) return false;
  // "ms", "min" and "mails" are more than "mn" and "million".
  return letter !== 'm' || text[at + 1] === 'n' || text[at + 2] === 'l';
}

/** What was read last: the grammars of a value are tried one after the other at the same place, and each begins with a number. */
let lastText = '';
let lastPos = -1;
let lastNumber: NumberRead | null = null;

/**
 * Reads an unsigned number: `1,000` `1 000` `1'000` `2.976.000` `1,5` `1.5` `48k` `3.1 million` `1,2 Mio.`.
 * One separator with three digits after it is ambiguous: a comma groups thousands (`1,000` = 1000), a point is decimal (`1.000` = 1)
 * unless a second group or a decimal comma confirms it (`2.976.000`, `1.800,00`). After a leading 0 both are decimal.
 * Null for what only looks like one: `1.2.3`, `1,2,3`, `5x`.
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
  for (let c = text.charCodeAt(pos); c > 47 && c < 58 && end < pos + 30; c = text.charCodeAt(++end)) value = value * 10 + c - 48;
  // No separator without a digit behind it: most numbers are whole and short.
  if (end - pos > 15 || isDigit(text.charCodeAt(end + 1))) return separatedAt(text, pos, end);
  const scale = mayScale(text, end) ? scaleAt(text, end) : null;
  return scale ? { value: Ratio.of(value).mul(scale.value), ulp: scale.value, end: scale.end } : { value: Ratio.of(value), ulp: ONE, end };
}

/** Any number whose first digits are known, with groups, decimals or very many digits too. */
function separatedAt(text: string, pos: number, firstEnd: number): NumberRead | null {
  let end = firstEnd;
  let groups = 0;
  const separator = text.charCodeAt(end);
  if (isSeparator(separator) && end - pos <= 3 && !(end - pos === 1 && text[pos] === '0')) {
    let at = end;
    while (groups < 8 && text.charCodeAt(at) === separator && digitsEnd(text, at + 1) === at + 4) {
      groups++;
      at += 4;
    }
    const confirmed = separator !== POINT || groups > 1 || (text.charCodeAt(at) === COMMA && /[\d–—-]/.test(text[at + 1] ?? ''));
    if (groups > 0 && confirmed) end = at;
    else groups = 0;
  }
  let decimals = 0;
  const point = text.charCodeAt(end);
  if ((point === POINT || point === COMMA) && (groups === 0 || point !== separator)) {
    const fraction = digitsEnd(text, end + 1);
    decimals = fraction - end - 1;
    if (decimals > 0) end = fraction;
  }
  const next = text.charCodeAt(end);
  if (isDigit(next) || ((next === POINT || next === COMMA) && isDigit(text.charCodeAt(end + 1)))) return null;
  const scale = mayScale(text, end) ? scaleAt(text, end) : null;
  const whole = digitsOf(text, pos, end);
  const last = decimals === 0 ? ONE : (fractions[decimals] ??= Ratio.of(1, 10n ** BigInt(decimals)));
  const ulp = scale ? last.mul(scale.value) : last;
  return { value: whole.mul(ulp), ulp, end: scale?.end ?? end };
}

/** The whole number of the digits between two places, without their separators. */
function digitsOf(text: string, start: number, end: number): Ratio {
  if (end - start > 15) return Ratio.of(BigInt(text.slice(start, end).replace(/\D/g, '')));
  let value = 0;
  for (let at = start; at < end; at++) {
    const c = text.charCodeAt(at);
    if (c > 47 && c < 58) value = value * 10 + c - 48;
  }
  return Ratio.of(value);
}

/** Worth of the last one of so many decimals. */
const fractions: Ratio[] = [];

/** `k`, `million`, with the blank before it: what the number has to be multiplied by. */
function scaleAt(text: string, pos: number): Read<Ratio> | null {
  const scale = matchAt(SCALE, text, pos);
  if (!scale) return null;
  const word = (scale[1] ?? scale[2])!;
  return { value: Ratio.of(/^mill?iard|^mrd/i.test(word) ? 1e9 : SCALES[word[0]!.toLowerCase()]!), end: pos + scale[0].length };
}

const POINT = 46;
const COMMA = 44;

/** What separates groups or decimals: a point, a comma, an apostrophe or a blank. */
function isSeparator(code: number): boolean {
  return code === POINT || code === COMMA || code === 32 || code === 39 || (code > 159 && (code === 0xa0 || code === 0x2019 || code === 0x2007 || code === 0x2009 || code === 0x202f));
}

/** Of at most 30 digits; more are no number. */
function digitsEnd(text: string, pos: number): number {
  let end = pos;
  for (let c = text.charCodeAt(end); c > 47 && c < 58 && end < pos + 30; c = text.charCodeAt(end)) end++;
  return end;
}

const SIGN = new RegExp(`[-−–+]?[${BLANK}]?`, 'y');

/** As readNumber, with `-12`, `−12`, `–12`, `+12`. */
export function readSignedNumber(text: string, pos: number): NumberRead | null {
  const sign = matchAt(SIGN, text, pos)?.[0] ?? '';
  const number = readNumber(text, pos + sign.length);
  return number && /^[-−–]/.test(sign) ? { ...number, value: number.value.neg() } : number;
}

/** What a writer put before a value. `about` may be off by a little; the others make the value a bound. */
export type Qualifier = 'about' | 'at-most' | 'less-than' | 'at-least' | 'more-than';

const QUALIFIER = new RegExp(
  '(?:(≈|~|about\\b|approx\\.|approximately\\b|around\\b|roughly\\b|some\\b|ca\\.|circa\\b|etwa\\b|rund\\b|ungefähr\\b)' +
    '|(≤|<=|up to\\b|at most\\b|max\\.|max\\b|maximum(?: of)?\\b|no more than\\b|not more than\\b|within\\b|bis zu\\b|höchstens\\b|maximal\\b|innerhalb(?: von)?\\b)' +
    '|(<|less than\\b|fewer than\\b|under\\b|below\\b|weniger als\\b|unter\\b)' +
    '|(≥|>=|at least\\b|min\\.|minimum(?: of)?\\b|mindestens\\b|from\\b|ab\\b)' +
    `|(>|more than\\b|over\\b|above\\b|mehr als\\b|über\\b))[${BLANK}]{0,4}`,
  'iy',
);
const QUALIFIERS: readonly Qualifier[] = ['about', 'at-most', 'less-than', 'at-least', 'more-than'];

/** Reads `≈`, `ca.`, `up to`, `<` … and the blanks after it. */
export function readQualifier(text: string, pos: number): Read<Qualifier | null> {
  const m = mayQualify(text, pos) ? matchAt(QUALIFIER, text, pos) : null;
  if (!m) return { value: null, end: pos };
  return { value: QUALIFIERS[m.slice(1).findIndex((group) => group !== undefined)]!, end: pos + m[0].length };
}

/** Cheap: tells qualifiers from numbers, codes of currencies and most else by their first letters. */
export function mayQualify(text: string, pos: number): boolean {
  const code = text.charCodeAt(pos);
  if (!isLetter(code)) return code > 125 || code === 60 || code === 62;
  const letter = code | 32;
  const next = text.charCodeAt(pos + 1) | 32;
  if (letter === 101) return next === 116; // etwa
  if (letter === 117) return next === 110 || next === 112; // under, up to
  return QUALIFIER_LETTERS.has(letter);
}
const QUALIFIER_LETTERS = new Set([...'abcfhilmnorsw'].map((letter) => letter.charCodeAt(0)));

/** One to ten in words, where a number is expected. */
export const NUMERALS: Readonly<Record<string, number>> = {
  one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10,
  ein: 1, eine: 1, einen: 1, zwei: 2, drei: 3, vier: 4, fünf: 5, sechs: 6, sieben: 7, acht: 8, neun: 9, zehn: 10,
};

/** As readNumber, also in words: `ten messages`. */
export function readNumberOrWord(text: string, pos: number): { readonly value: Ratio; readonly end: number } | null {
  const number = readNumber(text, pos);
  if (number) return number;
  const word = wordAt(text, pos);
  return Object.hasOwn(NUMERALS, word.toLowerCase()) ? { value: Ratio.of(NUMERALS[word.toLowerCase()]!), end: pos + word.length } : null;
}

const NOTE = /^(?:[;,]|[–—-] |→|or (?:less|fewer|more)\b|\(|\[\^|(?:in )?total\b|overall\b|each\b|per (?:attempt|try|call|request)\b|unverified\b|(?:see|siehe)\b|insgesamt\b|je (?:Versuch|Aufruf)\b|pro (?:Versuch|Aufruf)\b|(?:for|on|in|at|by|with|when|during|across|unless|until|while|once|if|from|after|before|of|bei|für|auf|mit|im|am)\b)/i;
/** Numbers that name a place or a decision, no quantity: `Section 3.4`, `part 5`, `7.P.1.6`, `D-9`, `ADR-014`, a date. */
const REFERENCES = /\b(?:(?:sections?|abschnitte?|architecture|parts?|teil|chapters?|kapitel|features?|documents?|phases?|steps?|weeks?|KW)[ \u00a0]\d[\d.]*(?:[–-]\d+)?|[37]\.(?:[A-Z]\.)?\d[\d.]*|(?:D|ADR)-?\d+|(?:19|20)\d{2}-\d{2}(?:-\d{2})?)(?![\w%])/gi;
const HARMLESS = /^(?:\(|\[\^|[;,–—-] ?(?:see|siehe|unverified|per|source|bursts?)\b|unverified\b|see\b|siehe\b)/i;

/** A colon or a full stop: what follows explains the value. */
const EXPLAINS = /^(?::\s+|\.\s+(?=[A-ZÄÖÜ(`]))/;
/** Words behind which a number is told of the value, and is no second one: "above EUR 1,800", "estimate: USD 840", "peak factor 2.4". */
const TOLD = /(?<![\wÀ-ÿ])(?:above|below|over|under|than|exceed\w*|left|remain\w*|is|are|was|instead|plus|factor|estimate\w*|forecast|result|über|unter|als|übrig|ist|sind|statt|Faktor|Schätzung|Prognose|Ergebnis)(?![\wÀ-ÿ])/i;
const CLAUSE_END = /[,;→]\s|\.\s|\s[–—-]\s/;

type Reader = (text: string, pos: number) => Read<unknown> | null;

/**
 * What may follow a value that was read whole: nothing, a full stop, or a remark (`(read)`, `, unverified`, `; see 7.P.1.6`, `on the Team plan`).
 * A remark that states a second value is refused: "5 s, 10 s for uploads". With `again`, which reads one of the kind, a remark may have other numbers
 * ("2 in the call, then 202"), and values that are told of the first one ("EUR 400: left over EUR 80"); else it may have none. Null when the text goes on otherwise.
 */
export function noteAfter(text: string, end: number, again?: Reader): string | null {
  if (end === text.length) return '';
  const rest = text.slice(end).trim();
  if (rest === '' || rest === '.') return '';
  // Whatever stands in brackets is a remark: the patterns below say the same.
  if (rest.startsWith('(')) return rest;
  const explains = again && EXPLAINS.exec(rest)?.[0];
  if (!explains && !NOTE.test(rest)) return null;
  if (HARMLESS.test(rest) || !/\d/.test(rest) || !/\d/.test(rest.replace(REFERENCES, ''))) return rest;
  return again && rest.length <= LONGEST && !statesAnother(rest.slice(explains?.length ?? 0), !explains, again) ? rest : null;
}

/** Whether a clause of a remark begins with a value, or has one behind a few words that say what it is for: "in December EUR 200", "uploads 10 s". */
function statesAnother(rest: string, joined: boolean, again: Reader): boolean {
  const plain = rest.replace(REFERENCES, '').replace(/\([^()]{0,200}\)/g, '');
  if (joined && /^[–—-] ?\d/.test(plain)) return true;
  return plain.split(CLAUSE_END).some((clause, i) => {
    // "5 s for 3 attempts": what belongs to the value itself stays as strict as it was.
    if (i === 0 && joined && /^\s*[^\s,;.–—→-][^\d]*\d/.test(clause)) return true;
    for (const { index } of clause.matchAll(/(?<![\w.,])(?:[€$£]|[A-Z]{3}(?=[ \u00a0]?\d)|\d)/g)) {
      if (!again(clause, index)) continue;
      const before = clause.slice(0, index);
      return before.split(/\s+/).filter((word) => /[A-Za-zÀ-ÿ]/.test(word)).length <= 3 && !TOLD.test(before);
    }
    return false;
  });
}

/** What every parsed value keeps of its text. */
export interface Written {
  /** As written, trimmed. */
  readonly text: string;
  readonly qualifier: Qualifier | null;
  /** A remark after the value, or ''. */
  readonly note: string;
}

/** `Live mode: ` before a value. */
const LABEL = /[A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff][A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff /()-]{0,40}: /uy;

/** Longer texts are no values; a bound keeps every parser cheap on hostile cells. */
const LONGEST = 400;

function written<T extends object>(value: T, text: string, qualifier: Qualifier | null, note: string): T & Written {
  const out = value as T & { -readonly [K in keyof Written]: Written[K] };
  out.text = text;
  out.qualifier = qualifier;
  out.note = note;
  return out;
}

/** Reads a whole text as one value: an optional label and qualifier before it, an optional remark after it. */
export function parseWhole<T extends object>(source: string, read: (text: string, pos: number) => Read<T> | null, again: Reader = read): (T & Written) | null {
  const text = source.length > LONGEST ? '' : source.trim();
  return parseFrom(text, text.includes(': ') ? (matchAt(LABEL, text, 0)?.[0].length ?? 0) : 0, read, again);
}

/** As parseWhole, for a value behind what the caller has read. */
export function parseFrom<T extends object>(text: string, pos: number, read: (text: string, pos: number) => Read<T> | null, again: Reader = read): (T & Written) | null {
  const { value: qualifier, end: start } = readQualifier(text, pos);
  const found = read(text, start);
  if (!found) return null;
  const note = noteAfter(text, found.end, again);
  // The value was made for this text, so it is added to: a copy would cost more than reading it.
  return note === null ? null : written(found.value, text, qualifier, note);
}

const RANGE_PREFIX = /[^\d]{0,12}/y;
const RANGE_INFIX = /[^\d]{0,5}/y;
const RANGE_UNIT = new RegExp(`[${BLANK}]?[A-Za-zµÀ-ÖØ-öø-\\u1fff\\u2c00-\\ud7ff%€$£]{0,16}`, 'uy');
const DASH = new RegExp(`[${BLANK}]{0,2}(?:–|—|-|−|to\\b|bis\\b)[${BLANK}]{0,2}`, 'y');

/** Reads `1–2 s`, `EUR 100 to 190`: the lower number shares the unit of the upper one when it has none. `read` reads one end. */
export function parseRange<T extends object>(
  source: string,
  parse: (text: string) => T | null,
): { readonly from: T; readonly to: T } | null {
  const text = source.length > LONGEST ? '' : source.trim();
  const prefix = text.slice(0, endOf(RANGE_PREFIX, text, 0));
  const low = readNumber(text, prefix.length);
  if (!low) return null;
  for (const end of [low.end, endOf(RANGE_UNIT, text, low.end)]) {
    const second = endOf(DASH, text, end);
    if (second < 0) continue;
    const high = endOf(RANGE_INFIX, text, second);
    const upper = readNumber(text, high);
    if (!upper) continue;
    const bare = prefix.trim() !== '' && high === second ? prefix : '';
    const to = parse(bare + text.slice(second));
    const from = parse(end === low.end ? text.slice(0, low.end) + text.slice(upper.end) : text.slice(0, end));
    if (from && to) return { from, to };
  }
  return null;
}
