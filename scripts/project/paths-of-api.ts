export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

export const isMethod = (word: string): boolean =>
  (METHODS as readonly string[]).includes(word.toUpperCase()) && word === word.toUpperCase();

/**
 * What two spellings of one path have in common: without query, host, final slash and base prefix (`/v1`, `/api`,
 * those of the base URL), and with
 * `{}` for each parameter, however it is written: `/api/orders/{id}`, `/v1/orders/:orderId/` and `/orders/<id>` are
 * `/orders/{}`.
 */
export function normalizePath(path: string, prefixes: readonly string[] = []): string {
  const bare = path.replace(/^https?:\/\/[^/]*/i, '').replace(/[?#].*$/, '');
  const base = prefixes.find((p) => p !== '' && p !== '/' && (bare === p || bare.startsWith(`${p}/`)));
  const segments = bare
    .slice(base?.length ?? 0)
    .split('/')
    .filter((s) => s !== '');
  while (segments.length > 1 && /^(?:api|v\d{1,3})$/i.test(segments[0]!)) segments.shift();
  return `/${segments.map((s) => (/^(?::|\{|<|\[|\$\{)/.test(s) ? '{}' : s.toLowerCase())).join('/')}`;
}
