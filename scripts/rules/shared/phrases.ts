/** Words of the longest phrase that is looked for. */
const LONGEST = 6;
/** A word that so many things have in their names tells none of them. */
const MOST = 20;

/**
 * Things by their names, found in a text as whole words in one pass over it. Case does not matter, except for
 * names in capitals: HERE is not "here".
 */
export class Phrases<T> {
  /** How long the phrases are that begin with a word: most words begin none. */
  readonly #longest = new Map<string, number>();
  readonly #byWords = new Map<string, { readonly exact: string | null; readonly value: T }[]>();

  add(phrase: string, value: T): void {
    const words = wordsOf(phrase);
    const written = words.join(' ');
    if (written.length < 2 || words.length > LONGEST) return;
    const key = written.toLowerCase();
    const first = words[0]!.toLowerCase();
    this.#longest.set(first, Math.max(this.#longest.get(first) ?? 0, words.length));
    const same = this.#byWords.get(key) ?? [];
    if (same.length > MOST || same.some((entry) => entry.value === value)) return;
    same.push({ exact: /^\p{Lu}+$/u.test(written) ? written : null, value });
    this.#byWords.set(key, same);
  }

  in(text: string): Set<T> {
    const found = new Set<T>();
    const words = wordsOf(text);
    words.forEach((word, i) => {
      const longest = Math.min(this.#longest.get(word.toLowerCase()) ?? 0, words.length - i);
      for (let length = 1; length <= longest; length++) {
        const written = words.slice(i, i + length).join(' ');
        for (const { exact, value } of this.#byWords.get(written.toLowerCase()) ?? [])
          if (exact === null || exact === written) found.add(value);
      }
    });
    return found;
  }
}

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]{1,80}/gu) ?? [];
