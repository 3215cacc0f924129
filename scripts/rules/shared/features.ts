import type { Feature } from '../../project/types.ts';

const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}_]/u.test(character);

/** Where a whole id stands: `3.1` is not in `3.10`, `13.1` or `7.3.1`, but `3.1.4` is a part of `3.1`. */
function* placesOf(text: string, id: string): Iterable<number> {
  for (let at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
    const before = text[at - 1];
    // A hyphen belongs to a name, or stands between the two ids of a range.
    const isApart = before !== '-' || /\p{N}/u.test(text[at - 2] ?? '');
    if (!isWord(before) && before !== '.' && isApart && !/\p{N}/u.test(text[at + id.length] ?? '')) yield at;
  }
}

/** Between the two ids of a range: `3.2–3.4`, `FR-001 to FR-004`. */
const TO = /^\s{0,2}(?:[–—-]|…|\.\.\.?|to|bis)\s{0,2}$/;

interface Place {
  readonly index: number;
  readonly at: number;
  readonly end: number;
}

function placesIn(text: string, features: readonly Pick<Feature, 'id'>[]): Place[] {
  return features
    .flatMap(({ id }, index) => [...placesOf(text, id)].map((at) => ({ index, at, end: at + id.length })))
    .sort((a, b) => a.at - b.at);
}

/** The features that a text names, one by one or in a range. */
export function featuresIn(text: string, features: readonly Pick<Feature, 'id'>[]): Set<string> {
  const places = placesIn(text, features);
  return new Set(
    places.flatMap(({ index, end }, i) => {
      const to = places[i + 1];
      return features.slice(index, to && TO.test(text.slice(end, to.at)) ? to.index : index + 1).map(({ id }) => id);
    }),
  );
}

/** Whether it names features by a range, which says of none in particular that it is meant. */
export function hasRange(text: string, features: readonly Feature[]): boolean {
  const places = placesIn(text, features);
  return places.some(({ end }, i) => i + 1 < places.length && TO.test(text.slice(end, places[i + 1]!.at)));
}

const split = (id: string) => /^(.*?)(\d+)$/.exec(id)?.slice(1) ?? [];
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Ids of the project's kind that it does not have: `3.14` where features are `3.2` to `3.9`. What stands before
 * the first one is no feature by intention.
 */
export function unknownFeaturesIn(text: string, features: readonly Feature[]): string[] {
  const known = new Set(features.map(({ id }) => id));
  const least = new Map<string, number>();
  for (const [prefix, number] of features.map(({ id }) => split(id))) {
    if (prefix !== undefined && prefix !== '')
      least.set(prefix, Math.min(least.get(prefix) ?? Infinity, Number(number)));
  }
  return [...least].flatMap(([prefix, first]) =>
    [...text.matchAll(patternOf(prefix))]
      .filter(([id, number]) => Number(number) > first && !known.has(id))
      .map(([id]) => id),
  );
}

/** Not a part of a longer number, an amount or a percentage. */
const patternOf = (prefix: string) =>
  new RegExp(
    `(?<![\\p{L}\\p{N}.$€£-]|[A-Z]{3} )${escaped(prefix)}(\\d{1,4})(?![\\p{L}\\p{N}_]|[.,]\\d|\\s?[%€$£])`,
    'gu',
  );
