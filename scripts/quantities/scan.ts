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
  // Mostly there is none, and no pattern is needed to see it.
  const c = text.charCodeAt(pos);
  if (c > 32 && c < 160) return pos;
  BLANKS.lastIndex = pos;
  return pos + (BLANKS.exec(text)?.[0].length ?? 0);
}

/** Matches a sticky pattern at a position. */
export function matchAt(pattern: RegExp, text: string, pos: number): RegExpExecArray | null {
  pattern.lastIndex = pos;
  return pattern.exec(text);
}

const isDigit = (code: number) => code > 47 && code < 58;

export function isWordChar(char: string | undefined): boolean {
  if (char === undefined || char === '') return false;
  const c = char.charCodeAt(0);
  return c < 128 ? (c > 96 && c < 123) || (c > 64 && c < 91) || isDigit(c) || c === 95 : LETTER.test(char);
}

const WORD = /[A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff][A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\u0300-\u036f]{0,40}/uy;

/** The word of letters at a position, or ''. */
export function wordAt(text: string, pos: number): string {
  if (!(text.charCodeAt(pos) > 64)) return '';
  const word = matchAt(WORD, text, pos)?.[0] ?? '';
  return isWordChar(text[pos + word.length]) ? '' : word;
}

export interface NumberRead {
  readonly value: Ratio;
  /** Worth of the last digit written: 0.01 for `3.10`, 10,000 for `2.98 M`. A rounded result may be off by half of it. */
  readonly ulp: Ratio;
  readonly end: number;
}

const DIGITS = /\d{1,30}/y;
const THREE = /\d{3}(?!\d)/y;
const SCALE = new RegExp(
  `[${BLANK}]?(?:(k|K|M|Mio\\.?|Mrd\\.?|Tsd\\.?|mn|bn)|(thousand|million|millions|billion|tausend|Million|Millionen|Milliarde|Milliarden))(?![A-Za-zµÀ-ÖØ-öø-\\u1fff\\u2c00-\\ud7ff\\d_])`,
  'uy',
);
const SCALES: Readonly<Record<string, bigint>> = { k: 3n, t: 3n, m: 6n, b: 9n };

/** Letters that a scale begins with. */
const SCALE_LETTERS = 'kKMTmbt';

/** Whether a scale may stand at a position, right there or behind a blank. */
function mayScale(text: string, pos: number): boolean {
  const c = text.charCodeAt(pos);
  const letter = text[c > 32 && c < 160 ? pos : pos + 1];
  return letter !== undefined && SCALE_LETTERS.includes(letter);
}

/** What was read last: the grammars of a value are tried one after the other at the same place, and each begins with a number. */
let last: { readonly text: string; readonly pos: number; readonly number: NumberRead | null } | undefined;

/**
 * Reads an unsigned number: `1,000` `1 000` `1'000` `2.976.000` `1,5` `1.5` `48k` `3.1 million` `1,2 Mio.`.
 * One separator with three digits after it is ambiguous: a comma groups thousands (`1,000` = 1000), a point is decimal (`1.000` = 1)
 * unless a second group or a decimal comma confirms it (`2.976.000`, `1.800,00`). After a leading 0 both are decimal.
 * Null for what only looks like one: `1.2.3`, `1,2,3`, `5x`.
 */
export function readNumber(text: string, pos: number): NumberRead | null {
  if (!isDigit(text.charCodeAt(pos))) return null;
  if (last?.pos !== pos || last.text !== text) last = { text, pos, number: numberAt(text, pos) };
  return last.number;
}

function numberAt(text: string, pos: number): NumberRead | null {
  const first = matchAt(DIGITS, text, pos)?.[0];
  if (first === undefined) return null;
  let end = pos + first.length;
  let digits = first;
  let groups = 0;
  const separator = text[end];
  if (separator !== undefined && first.length <= 3 && first !== '0' && /[.,'’ \u00a0\u2007\u2009\u202f]/.test(separator)) {
    let at = end;
    let more = '';
    for (let m; groups < 8 && text[at] === separator && (m = matchAt(THREE, text, at + 1)); groups++) {
      more += m[0];
      at += 4;
    }
    const confirmed = separator !== '.' || groups > 1 || (text[at] === ',' && /[\d–—-]/.test(text[at + 1] ?? ''));
    if (groups > 0 && confirmed) {
      digits += more;
      end = at;
    } else groups = 0;
  }
  let decimals = 0;
  const point = text[end];
  if ((point === '.' || point === ',') && (groups === 0 || point !== separator)) {
    const fraction = matchAt(DIGITS, text, end + 1)?.[0];
    if (fraction !== undefined) {
      digits += fraction;
      decimals = fraction.length;
      end += 1 + decimals;
    }
  }
  const next = text.charCodeAt(end);
  if (isDigit(next) || ((next === 46 || next === 44) && isDigit(text.charCodeAt(end + 1)))) return null;
  const scale = mayScale(text, end) ? matchAt(SCALE, text, end) : null;
  let power = 0n;
  if (scale) {
    const word = (scale[1] ?? scale[2])!;
    power = /^mill?iard|^mrd/i.test(word) ? 9n : SCALES[word[0]!.toLowerCase()]!;
    end += scale[0].length;
  }
  const whole = Ratio.of(BigInt(digits));
  if (power === 0n && decimals === 0) return { value: whole, ulp: ONE, end };
  const factor = Ratio.of(10n ** power, 10n ** BigInt(decimals));
  return { value: whole.mul(factor), ulp: factor, end };
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
  const m = isDigit(text.charCodeAt(pos)) ? null : matchAt(QUALIFIER, text, pos);
  if (!m) return { value: null, end: pos };
  return { value: QUALIFIERS[m.slice(1).findIndex((group) => group !== undefined)]!, end: pos + m[0].length };
}

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
  const rest = text.slice(end).trim().replace(/^\.$/, '');
  if (rest === '') return '';
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

const DASH = new RegExp(`[${BLANK}]{0,2}(?:–|—|-|−|to\\b|bis\\b)[${BLANK}]{0,2}`, 'y');

/** Reads `1–2 s`, `EUR 100 to 190`: the lower number shares the unit of the upper one when it has none. `read` reads one end. */
export function parseRange<T extends object>(
  source: string,
  parse: (text: string) => T | null,
): { readonly from: T; readonly to: T } | null {
  const text = source.length > LONGEST ? '' : source.trim();
  const prefix = matchAt(/[^\d]{0,12}/y, text, 0)![0];
  const low = readNumber(text, prefix.length);
  if (!low) return null;
  const unit = matchAt(new RegExp(`[${BLANK}]?[A-Za-zµÀ-ÖØ-öø-\\u1fff\\u2c00-\\ud7ff%€$£]{0,16}`, 'uy'), text, low.end)![0];
  for (const end of [low.end, low.end + unit.length]) {
    const dash = matchAt(DASH, text, end);
    const second = dash && end + dash[0].length;
    const high = second && matchAt(/[^\d]{0,5}/y, text, second)![0];
    const upper = high !== null && second !== null && high !== 0 ? readNumber(text, second + high.length) : null;
    if (!upper || second === null) continue;
    const bare = prefix.trim() !== '' && high === '' ? prefix : '';
    const to = parse(bare + text.slice(second));
    const from = parse(end === low.end ? text.slice(0, low.end) + text.slice(upper.end) : text.slice(0, end));
    if (from && to) return { from, to };
  }
  return null;
}
