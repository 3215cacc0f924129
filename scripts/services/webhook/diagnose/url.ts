import type { Headers } from '../headers.ts';
import type { Attempted } from './change.ts';

/** What the provider may have called, before a proxy or a framework wrote the URL. */
export function* urlChanges(url: string, headers: Headers): Generator<Attempted> {
  for (const [code, what, other] of versions(url, headers)) {
    if (other !== url) yield { part: 'url', code, what, with: { url: other } };
  }
}

function* versions(url: string, headers: Headers): Generator<readonly [code: string, what: string, url: string]> {
  const [, scheme, authority, path = '', query = ''] = /^(https?):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?/i.exec(url) ?? [];
  if (scheme === undefined || authority === undefined) return;
  const at = (changed: Partial<Record<'scheme' | 'host' | 'path' | 'query', string>>) => {
    const { scheme: s, host: h, path: p, query: q } = { scheme, host: authority, path, query, ...changed };
    return `${s}://${h}${p}${q}`;
  };
  const other = scheme.toLowerCase() === 'http' ? 'https' : 'http';
  yield ['scheme', `the provider calls ${other}, not ${scheme} (a proxy ends TLS)`, at({ scheme: other })];
  const first = (name: string) => headers.get(name)?.split(',')[0]?.trim();
  const proto = first('x-forwarded-proto') ?? other;
  for (const host of new Set([first('x-forwarded-host'), first('x-original-host'), first('host')])) {
    if (!host) continue;
    yield ['host', `the provider calls the host ${host}`, at({ host })];
    yield ['host', `the provider calls ${proto}://${host}`, at({ scheme: proto, host })];
  }
  const host = authority.replace(/:\d+$/, '');
  yield ['port', 'the provider calls it without the port', at({ host })];
  for (const port of [443, 80]) {
    yield ['port', `the provider calls it with the port ${port}`, at({ host: `${host}:${port}` })];
  }
  yield ['port', `the provider calls ${other}, without the port`, at({ scheme: other, host })];
  if (path.endsWith('/')) yield ['slash', 'the slash at its end is too much', at({ path: path.slice(0, -1) })];
  else yield ['slash', 'the slash at its end is lost', at({ path: `${path}/` })];
  yield ['user', 'it was signed without the user', at({ host: authority.slice(authority.lastIndexOf('@') + 1) })];
  if (query !== '') yield* queries(at({ query: '' }), query.slice(1));
  const target = first('x-original-url') ?? first('x-original-uri') ?? first('x-forwarded-uri');
  if (target?.startsWith('/')) yield ['path', 'a proxy changed the path', at({ path: target, query: '' })];
}

function* queries(base: string, query: string): Generator<readonly [code: string, what: string, url: string]> {
  const pairs = query.split('&');
  yield ['query', 'it was signed without the query', base];
  yield ['query-order', 'the parameters of the query were sorted anew', `${base}?${[...pairs].sort().join('&')}`];
  // Further orders, as far as they are few.
  if (pairs.length <= 4) {
    for (const order of orders(pairs)) {
      yield ['query-order', 'the parameters of the query are in another order', `${base}?${order.join('&')}`];
    }
  }
  // What HubSpot names; a "%" or "&" stays, because it would change what the query says.
  const decoded = query.replace(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, decodeURIComponent);
  yield ['query-encoding', "it is signed with : / ? @ ! $ ' ( ) * , ; decoded", `${base}?${decoded}`];
  yield ['query-encoding', 'the query was encoded again', `${base}?${new URLSearchParams(query).toString()}`];
  yield [
    'query-encoding',
    'the query was encoded again',
    `${base}?${new URLSearchParams(query).toString().replaceAll('+', '%20')}`,
  ];
}

function orders(list: readonly string[]): string[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((first, i) => orders(list.filter((_, j) => j !== i)).map((rest) => [first, ...rest]));
}
