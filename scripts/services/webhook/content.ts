import { createHash } from 'node:crypto';
import { parse, stringify } from 'node:querystring';
import { crc32 } from './crc32.ts';
import { equal, strictly } from './keys.ts';
import { refuse } from './refused.ts';
import type { Scheme } from './scheme.ts';

/** What a delivery is, besides its headers and its signature. */
export interface Message {
  readonly body: Buffer;
  readonly url?: string | undefined;
  readonly method?: string | undefined;
  readonly webhookId?: string | undefined;
  readonly secret: string;
  /** `ts`, `id`, `field`. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Each text that may have been signed: several where the provider's own code tries several spellings of the URL. */
export function* signedContents(scheme: Scheme, message: Message): Generator<Buffer> {
  const { body, secret, fields, method = 'POST' } = message;
  if (scheme.content.includes('{url}') && !message.url) refuse('missing-url', 'the URL is signed, and none is given');
  const url = message.url ?? '';
  if (scheme.content.includes('{webhookId}') && !message.webhookId) {
    refuse('missing-webhook-id', 'the id of the webhook is signed, and none is given');
  }
  // No provider sends these without a body; a body that a parser has emptied is common.
  if (scheme.content.includes('{body}') && !/\{(?:method|id)\}/.test(scheme.content) && body.length === 0) {
    refuse('missing-body', 'the body is empty');
  }
  const form = scheme.content.includes('{sortedParams}');
  const sortedParams = form && !coveredByUrl(scheme, url, body) ? sorted(body.toString('utf8')) : '';
  for (const spelling of form ? spellings(url) : [url]) {
    yield fill(
      scheme.content,
      { method, url: spelling, secret, webhookId: message.webhookId ?? '', sortedParams, ...fields },
      body,
    );
  }
}

function fill(template: string, fields: Readonly<Record<string, string>>, body: Buffer): Buffer {
  const parts = template.split(/(\{[a-zA-Z0-9]+\})/).map((piece) => {
    if (piece === '{body}') return body;
    if (piece === '{bodySha256}') return createHash('sha256').update(body).digest();
    if (piece === '{crc32}') return Buffer.from(String(crc32(body)));
    return Buffer.from(piece.startsWith('{') ? (fields[piece.slice(1, -1)] ?? '') : piece);
  });
  return Buffer.concat(parts);
}

/** Whether the URL states the digest of the body, which then is right; any other body is covered as form parameters. */
function coveredByUrl({ bodyHashParameter: name }: Scheme, url: string, body: Buffer): boolean {
  if (name === undefined || !url.includes(name)) return false;
  const stated = new URL(url).searchParams.get(name) ?? '';
  if (
    !equal(createHash('sha256').update(body).digest(), stated === stated.toLowerCase() ? strictly(stated, 'hex') : null)
  ) {
    refuse('body-hash-mismatch', `${name} in the URL is not the digest of the body`);
  }
  return true;
}

/** Form parameters sorted by name, each name followed by its values; as Twilio's SDK writes them. */
function sorted(body: string): string {
  const all = parse(body, '&', '=', { maxKeys: 0 });
  const valuesOf = (name: string) => [...new Set([all[name] ?? ''].flat())].sort();
  return Object.keys(all)
    .sort()
    .map((name) =>
      valuesOf(name)
        .map((value) => name + value)
        .join(''),
    )
    .join('');
}

/** The URL without a port and with one; both also as new URL() and node:querystring write them (twilio 6.3.1). */
function spellings(url: string): string[] {
  const found = withoutAndWithPort(url);
  if (!URL.canParse(url)) return found;
  const normal = withoutAndWithPort(new URL(url).toString());
  return [...new Set([...found, ...normal, ...normal.map(legacyQuery)])];
}

function withoutAndWithPort(url: string): string[] {
  const [prefix, scheme, authority] = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)/i.exec(url) ?? [];
  if (prefix === undefined || scheme === undefined || authority === undefined) return [url];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  // Behind the bracket of an IPv6 address, a colon begins the port.
  const colon = host.indexOf(':', host.lastIndexOf(']') + 1);
  const port = colon === -1 ? '' : host.slice(colon);
  const bare = scheme + authority.slice(0, authority.length - port.length);
  const rest = url.slice(prefix.length);
  return [bare + rest, bare + (port || (scheme.toLowerCase() === 'https://' ? ':443' : ':80')) + rest];
}

function legacyQuery(url: string): string {
  const at = url.indexOf('?') + 1;
  return at === 0 || at === url.length ? url : url.slice(0, at) + stringify(parse(url.slice(at)));
}
