import { BLANK, isLetter, matchAt, type Read } from './chars.ts';

/**
 * What all grammars of this directory share: positions in a text, spaces, numbers as people write them, and qualifiers.
 * Every reader takes a position and looks at a bounded piece of text, so that trying one at each position of a document
 * stays linear.
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
