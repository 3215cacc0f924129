/**
 * What a sheet's values rest on: keys of its sources by the path of the value (`quotas.1`,
 * `webhooks.0.acknowledge`).
 */
export type Citations = Readonly<Record<string, readonly string[]>>;

/** A sheet's data without its footnotes, and the footnotes by path. */
export interface Lifted {
  readonly data: unknown;
  readonly cited: Citations;
  /** For whom a value holds, where not for all, by path. */
  readonly scopes: Citations;
  /** Paths of what somebody looked for and the provider does not have. What was not looked for is absent. */
  readonly none: readonly string[];
}

/**
 * Takes the footnotes out of a sheet's data. A text ends with them (`15 s [^errors]`); a record names in `src`
 * those of all its values that have none of their own. A text that holds for one language or region only says so
 * among its footnotes (`[@node]`), a record in `for`. The text `none` says that there is none.
 */
export function liftCitations(data: unknown): Lifted {
  const cited: Record<string, readonly string[]> = {};
  const scopes: Record<string, readonly string[]> = {};
  const none: string[] = [];
  const limit = (path: string, words: readonly string[]) => {
    if (words.length > 0) scopes[path] = words;
  };
  const cite = (path: string, keys: readonly string[]) => {
    if (keys.length > 0) cited[path] = keys;
  };
  const lift = (value: unknown, path: string): unknown => {
    if (typeof value === 'string') {
      const { text, keys, scope } = splitFootnotes(value);
      cite(path, keys);
      limit(path, scope);
      if (text !== 'none') return text;
      none.push(path);
      return null;
    }
    if (Array.isArray(value)) return value.map((item, i) => lift(item, join(path, String(i))));
    if (typeof value !== 'object' || value === null) return value;
    const { src, for: scope, ...rest } = value as Record<string, unknown>;
    if (src !== undefined) cite(path, [src].flat().map(String));
    if (scope !== undefined) limit(path, [scope].flat().map(String));
    return Object.fromEntries(
      Object.entries(rest).map(([key, item]) => [key, key === 'scheme' ? item : lift(item, join(path, key))]),
    );
  };
  return { data: lift(data, ''), cited, scopes, none };
}

/** The footnotes at the end of a text, in their order, and the words of its scope. */
export function splitFootnotes(value: string): { text: string; keys: string[]; scope: string[] } {
  const keys: string[] = [];
  const scope: string[] = [];
  let text = value.trimEnd();
  while (text.endsWith(']')) {
    const start = text.lastIndexOf('[');
    const mark = text[start + 1];
    if (start < 0 || (mark !== '^' && mark !== '@') || text.indexOf(']', start) !== text.length - 1) break;
    const inner = text.slice(start + 2, -1);
    if (mark === '^') keys.unshift(inner);
    else scope.unshift(...inner.split(',').map((word) => word.trim()));
    text = text.slice(0, start).trimEnd();
  }
  return { text, keys, scope };
}

/** What stands for the value at a path (sources, scope): its own, or that of the nearest record around it. */
export function citedAt(cited: Citations, path: string): readonly string[] {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const own = cited[at];
    if (own) return own;
  }
  return [];
}

/** Paths of the single values within a value. */
export function leavesOf(value: unknown, path: string): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, join(path, key)));
}

const join = (path: string, key: string) => (path === '' ? key : `${path}.${key}`);
