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

/**
 * What stands before the first match, without white space at its end. A pattern that begins with white space would
 * look at a long run of it anew from each of its places.
 */
export function before(text: string, stop: RegExp): string {
  const at = text.search(stop);
  return at < 0 ? text : text.slice(0, at).trimEnd();
}

/** The first part of a name: "Stripe" of "Stripe Payments (Connect)". */
export const shortName = (name: string) => before(name, /[(:,–—]/u).trim();

/** The parts of a list in one cell. */
export const listOf = (text: string): string[] =>
  text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
