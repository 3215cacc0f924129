export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

export const isMethod = (word: string): boolean =>
  (METHODS as readonly string[]).includes(word.toUpperCase()) && word === word.toUpperCase();

export const isParameter = (segment: string): boolean => /^[:$[]|[{<]|^\*+$/.test(segment);
export const isPrefix = (segment: string): boolean => /^(?:api|v\d{1,3})$/i.test(segment);

/** Names and parameters of a path, in lower case; without scheme, host and query. */
export const segmentsOf = (path: string): string[] =>
  path
    .replace(/^https?:\/\/[^/]*/i, '')
    .replace(/[?#].*$/, '')
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '');

export interface Route {
  readonly version: string | undefined;
  /** Without what the base URL may hold already: `/api`, `/v1`, the prefixes of the base URLs. */
  readonly segments: readonly string[];
  /**
   * What is left when parameters are equal, the same for most spellings of one endpoint: `orders/{}` of
   * `/api/orders/{id}`, `/v1/orders/:orderId/` and `/orders/<id>`.
   */
  readonly key: string;
}

export function routeOf(path: string, prefixes: readonly string[] = []): Route {
  const base = prefixes.find((p) => p !== '' && p !== '/' && (path === p || path.startsWith(`${p}/`)));
  const all = segmentsOf(base === undefined ? path : path.slice(base.length));
  const from = all.findIndex((segment) => !isPrefix(segment));
  const segments = from < 0 ? all : all.slice(from);
  const version = all.slice(0, all.length - segments.length).find((s) => s.startsWith('v'));
  return { version, segments, key: segments.map((segment) => (isParameter(segment) ? '{}' : segment)).join('/') };
}
