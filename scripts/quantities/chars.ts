/**
 * Characters, blanks and words at a position of a text. Codes are compared before any pattern runs: most places are
 * decided by their first character.
 */

/** A value read at a position, and where it ends. */
export interface Read<T> {
  readonly value: T;
  readonly end: number;
}

/** Blanks, including no-break and thin ones, for use inside a character class. */
export const BLANK = ' \\t\\r\\n\\u00a0\\u2007\\u2009\\u200a\\u202f';
const BLANKS = new RegExp(`[${BLANK}]{0,8}`, 'y');
// Letters are written as ranges, here and elsewhere: a property class such as \p{L} costs about a millisecond to
// compile, in every process that starts.
const LETTER = /[A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\d_]/u;

export function skipBlanks(text: string, pos: number): number {
  // Mostly there is none or one, and no pattern is needed to see it.
  if (isInk(text.charCodeAt(pos)) || pos >= text.length) return pos;
  return text.charCodeAt(pos) === 32 && isInk(text.charCodeAt(pos + 1)) ? pos + 1 : endOf(BLANKS, text, pos);
}

/** Surely no blank. */
export function isInk(code: number): boolean {
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

/** Of ASCII. */
export function isLetter(code: number): boolean {
  return (code > 96 && code < 123) || (code > 64 && code < 91);
}

/** A letter, also of other alphabets than ASCII, a digit or `_`; the end of a text is none. */
export function isWordChar(char: string | undefined): boolean {
  if (char === undefined || char === '') return false;
  const c = char.charCodeAt(0);
  return c < 128 ? isLetter(c) || isDigit(c) || c === 95 : LETTER.test(char);
}

// biome-ignore lint/suspicious/noMisleadingCharacterClass: marks that combine follow the letter one by one here.
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
