/** An empty list to begin with. */
export const NONE: readonly never[] = [];

/**
 * The list with one item more; never one that somebody else holds. Lists are begun with `NONE`: most stay empty or get
 * one item, for which V8 would make room for seventeen if it were pushed to an empty list, tens of thousands of times.
 */
export function append<T>(list: readonly T[], item: T): readonly T[] {
  if (list.length === 0) return [item];
  (list as T[]).push(item);
  return list;
}
