import { BLANK, endOf, isLetter, matchAt, type Read } from './chars.ts';
import { readNumber } from './number.ts';

/**
 * What all grammars of this directory share: positions in a text, spaces, numbers as people write them, qualifiers, and what may follow a value.
 * Every reader takes a position and looks at a bounded piece of text, so that trying one at each position of a document stays linear.
 */

export * from './chars.ts';
export * from './number.ts';

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
