/** A list of words, written as `a|b c|d` over several lines. */
export function words(list: string): string[] {
  return list
    .split(/\||\n/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** The words of a text between white space. */
export const setOf = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** One of the words, each a pattern, anywhere in a text; written like `words`. */
export const anyOf = (list: string, flags = ''): RegExp => new RegExp(`\\b(?:${words(list).join('|')})\\b`, flags);

/** One of them as the whole text. */
export const wholly = (list: string, flags = ''): RegExp => new RegExp(`^(?:${words(list).join('|')})$`, flags);

/**
 * Letters, for use inside a character class. Ranges, because a property class such as \p{L} costs milliseconds to
 * compile, and many times as much where case is ignored.
 */
export const LETTERS = 'A-Za-zµÀ-ÖØ-öø-\\u1fff\\u2c00-\\ud7ff';
