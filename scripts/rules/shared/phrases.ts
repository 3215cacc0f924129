/** Words of the longest phrase that is looked for. */
const LONGEST = 6;

/** Things by their names, found in a text as whole words in one pass over it. Case does not matter, except for names in capitals: HERE is not "here". */
export class Phrases<T> {
  readonly #byWords = new Map<string, { readonly exact: string | null; readonly value: T }[]>();

  add(phrase: string, value: T): void {
    const words = wordsOf(phrase);
    const written = words.join(' ');
    if (written.length < 2 || words.length > LONGEST) return;
    const key = written.toLowerCase();
    const same = this.#byWords.get(key) ?? [];
    if (same.some((entry) => entry.value === value)) return;
    same.push({ exact: /^\p{Lu}+$/u.test(written) ? written : null, value });
    this.#byWords.set(key, same);
  }

  in(text: string): Set<T> {
    const found = new Set<T>();
    const words = wordsOf(text);
    words.forEach((_, i) => {
      for (let length = 1; length <= LONGEST && i + length <= words.length; length++) {
        const written = words.slice(i, i + length).join(' ');
        for (const { exact, value } of this.#byWords.get(written.toLowerCase()) ?? []) if (exact === null || exact === written) found.add(value);
      }
    });
    return found;
  }
}

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]{1,80}/gu) ?? [];
