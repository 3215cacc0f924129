import { createHash, createHmac, createPublicKey, timingSafeEqual, verify as verifySignature, type KeyObject } from 'node:crypto';
import { bodySignatures } from './body.ts';
import { crc32 } from './crc32.ts';
import { verifyJwt } from './jwt.ts';
import type { Scheme } from './scheme.ts';

export interface Delivery {
  /** Names are compared without case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>> | Iterable<readonly [string, string]>;
  /** The bytes as received: a parsed and re-serialised body does not verify. */
  readonly rawBody: string | Uint8Array;
  /** Full URL as the provider called it, for schemes that sign it. */
  readonly url?: string;
  /** HTTP method, for schemes that sign it; `POST` unless given. */
  readonly method?: string;
  /** Shared secret, or the provider's public key, certificate (PEM) or key set (JSON). Several while a secret is being rotated: any of them may match. */
  readonly secret: string | readonly string[];
  /** Identifies the subscription, for schemes that sign it (PayPal). */
  readonly webhookId?: string;
  /** Clock in seconds since 1970; numbers above 10¹¹ are milliseconds. The time of the call unless given. */
  readonly now?: number | Date;
}

export type Verdict = { readonly valid: true } | { readonly valid: false; readonly reason: string };

/** What the body says is signed, and its signatures: several while keys are being rotated. */
export interface Candidate {
  readonly signatures: readonly string[];
  /** Version of the scheme that the body claims. */
  readonly version?: string;
  readonly fields: Readonly<Record<string, string | Uint8Array>>;
}

const no = (reason: string): Verdict => ({ valid: false, reason });

/** Verifies one webhook delivery by a scheme from a service sheet. Never throws: whatever is wrong with the delivery is the reason. */
export function verifyWebhook(scheme: Scheme, delivery: Delivery): Verdict {
  try {
    const secrets = typeof delivery.secret === 'string' ? [delivery.secret] : delivery.secret;
    let verdict = no('no secret is given');
    for (const secret of secrets) {
      // An empty key would verify whatever a stranger signed with it.
      if (secret) verdict = verify(scheme, { ...delivery, secret, now: clock(delivery.now) });
      if (verdict.valid) break;
    }
    return verdict;
  } catch (error) {
    return no(`the delivery or the key cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The delivery with one secret and a clock in seconds. */
type Attempt = Omit<Delivery, 'secret' | 'now'> & { readonly secret: string; readonly now: number };

function clock(now: Delivery['now']): number {
  const value = now === undefined ? Date.now() : Number(now);
  if (!Number.isFinite(value)) throw new Error('the clock is no number');
  return Math.abs(value) > 1e11 ? value / 1000 : value;
}

function verify(scheme: Scheme, delivery: Attempt): Verdict {
  const headers = lowerCase(delivery.headers);
  const body = Buffer.from(delivery.rawBody as Uint8Array);
  if (scheme.body) {
    const groups = bodySignatures(scheme.body, body.toString('utf8'));
    if (typeof groups === 'string') return no(groups);
    // Every item of a batch must verify: one bad item makes the delivery bad.
    for (const candidate of groups) {
      if (scheme.version !== undefined && candidate.version !== scheme.version) return no(`unexpected signature version ${candidate.version}, expected ${scheme.version}`);
      const verdict = judge(scheme, delivery, body, candidate.signatures, candidate.fields);
      if (!verdict.valid) return verdict;
    }
    return { valid: true };
  }
  for (const [name, value] of Object.entries(scheme.required ?? {})) {
    if (headers.get(name.toLowerCase())?.toLowerCase() !== value.toLowerCase()) return no(`unexpected value of header ${name}, expected ${value}`);
  }
  const found = headerSignatures(scheme, headers);
  if (typeof found === 'string') return no(found);
  const { signatures, timestamp } = found;
  if (scheme.algorithm === 'jwt-es256' || scheme.algorithm === 'jwt-rs256') return judgeToken(scheme, delivery, body, signatures[0]!);
  const id = scheme.idHeader ? headers.get(scheme.idHeader.toLowerCase()) : undefined;
  if (scheme.idHeader && !id) return no(`missing header ${scheme.idHeader}`);
  const fields: Record<string, string> = { ts: timestamp ?? '', id: id ?? '' };
  return judge(scheme, delivery, body, signatures, fields);
}

/** A JWT carries its own signature; the body is bound to it by a claim that holds its hash. */
function judgeToken(scheme: Scheme, { secret, now }: Attempt, body: Buffer, header: string): Verdict {
  const token = header.replace(/^Bearer /i, '');
  const claims = verifyJwt(token, scheme.algorithm === 'jwt-es256' ? 'ES256' : 'RS256', secret);
  if (typeof claims === 'string') return no(claims);
  const stale = age(scheme, typeof claims.iat === 'number' ? String(claims.iat) : '', now);
  if (stale) return no(stale);
  if (scheme.bodyHashClaim === undefined) return { valid: true };
  const stated = claims[scheme.bodyHashClaim];
  const same = typeof stated === 'string' && equal(createHash('sha256').update(body).digest(), decode(stated, 'hex'));
  return same ? { valid: true } : no(`claim ${scheme.bodyHashClaim} is not the digest of the body`);
}

function judge(scheme: Scheme, delivery: Attempt, body: Buffer, signatures: readonly string[], fields: Candidate['fields']): Verdict {
  const stale = scheme.timestampField === undefined ? age(scheme, typeof fields.ts === 'string' ? fields.ts : '', delivery.now) : null;
  if (stale) return no(stale);
  const stated = statedHash(scheme, delivery.url);
  if (stated !== null && !equal(createHash('sha256').update(body).digest(), decode(stated.toLowerCase(), 'hex'))) return no(`${scheme.bodyHashParameter} in the URL is not the digest of the body`);
  // A body whose hash stands in the URL is covered by the URL; any other is covered as form parameters.
  const parameters = stated === null && scheme.content.includes('{sortedParams}') ? sortedParams(body.toString('utf8')) : '';
  for (const url of urlVariants(scheme, delivery.url)) {
    const content = signedContent(scheme.content, { method: delivery.method ?? 'POST', url, secret: delivery.secret, webhookId: delivery.webhookId ?? '', sortedParams: parameters, ...fields }, body);
    if (signatures.some(matcher(scheme, delivery.secret, content))) return scheme.timestampField === undefined ? { valid: true } : freshBody(scheme, scheme.timestampField, body, delivery.now);
  }
  return no('no signature matches');
}

/** The age of a body whose signature is good already: nothing of it was read before. */
function freshBody(scheme: Scheme, field: string, body: Buffer, now: number): Verdict {
  let value: unknown;
  try {
    value = (JSON.parse(body.toString('utf8')) as Record<string, unknown> | null)?.[field];
  } catch {
    return no('the body is no JSON');
  }
  if (typeof value !== 'number') return no(`no number ${field} in the body`);
  const stale = age(scheme, String(value), now);
  return stale ? no(stale) : { valid: true };
}

function lowerCase(headers: Delivery['headers']): Map<string, string> {
  const out = new Map<string, string>();
  const entries = Symbol.iterator in headers ? (headers as Iterable<readonly [string, string]>) : Object.entries(headers as Record<string, string | readonly string[] | undefined>);
  for (const [name, value] of entries) if (value !== undefined) out.set(name.toLowerCase(), typeof value === 'string' ? value : value.join(','));
  return out;
}

function headerSignatures(scheme: Scheme, headers: Map<string, string>): { signatures: string[]; timestamp: string | null } | string {
  const names = [scheme.header, scheme.altHeader].filter((n) => n !== undefined);
  const values = names.map((n) => headers.get(n.toLowerCase())).filter((v) => v !== undefined && v !== '') as string[];
  if (values.length === 0) return `missing header ${names[0]}`;
  let timestamp: string | null = null;
  if (scheme.timestampHeader) {
    timestamp = headers.get(scheme.timestampHeader.toLowerCase()) ?? null;
    if (timestamp === null) return `missing header ${scheme.timestampHeader}`;
  }
  if (scheme.pairs) return pairSignatures(scheme.pairs, values[0]!);
  const { prefix, separator } = scheme;
  const listed = separator ? values.flatMap((v) => v.split(separator)) : values;
  const signatures = prefix ? listed.filter((v) => v.startsWith(prefix)).map((v) => v.slice(prefix.length)) : listed;
  return signatures.length > 0 ? { signatures, timestamp } : `no signature with the prefix ${prefix}`;
}

function pairSignatures(form: NonNullable<Scheme['pairs']>, value: string): { signatures: string[]; timestamp: string | null } | string {
  const signatures: string[] = [];
  let timestamp: string | null = null;
  for (const pair of value.split(form.separator)) {
    const equals = pair.indexOf('=');
    const key = pair.slice(0, Math.max(equals, 0)).trim();
    if (key === form.timestamp) timestamp = pair.slice(equals + 1).trim();
    else if (key === form.signature) signatures.push(pair.slice(equals + 1).trim());
  }
  if (form.timestamp && timestamp === null) return `no ${form.timestamp}= in the signature header`;
  if (signatures.length === 0) return `no ${form.signature}= in the signature header`;
  const taken = form.take === 'all' ? signatures : form.take === 'first' ? signatures.slice(0, 1) : signatures.slice(-1);
  return { signatures: taken, timestamp };
}

/** Null when the timestamp is acceptable. The future is bounded like the past unless the scheme says otherwise: an SDK that forgets it is no reason to. */
function age(scheme: Scheme, timestamp: string, now: number): string | null {
  if (!scheme.timestampUnit || scheme.tolerance === undefined) return null;
  const seconds = readTime(timestamp, scheme.timestampUnit);
  if (seconds === null) return 'the timestamp cannot be read';
  if (now - seconds > scheme.tolerance) return `the timestamp is ${Math.round(now - seconds)} s old, more than ${scheme.tolerance} s`;
  const future = scheme.futureTolerance ?? scheme.tolerance;
  return seconds - now > future ? `the timestamp lies ${Math.round(seconds - now)} s in the future` : null;
}

function readTime(text: string, unit: 's' | 'ms' | 'iso'): number | null {
  if (unit === 'iso') {
    const ms = Date.parse(text);
    return Number.isNaN(ms) ? null : ms / 1000;
  }
  if (!/^\d{1,16}$/.test(text)) return null;
  return unit === 'ms' ? Number(text) / 1000 : Number(text);
}

/** The digest of the body that the URL states (Twilio with JSON); null when it states none. */
function statedHash(scheme: Scheme, url: string | undefined): string | null {
  if (!scheme.bodyHashParameter || !url) return null;
  return new URLSearchParams(url.slice(url.indexOf('?') + 1)).get(scheme.bodyHashParameter);
}

/** Twilio signs the URL without its port, or with it (the standard one when it has none); others sign it as it is. */
function urlVariants(scheme: Scheme, url: string | undefined): string[] {
  if (!scheme.content.includes('{url}')) return [''];
  if (!url) return [];
  const match = scheme.content.includes('{sortedParams}') ? /^(https?:\/\/[^/?#:]+)(:\d+)?(?=[/?#]|$)/i.exec(url) : null;
  if (!match) return [url];
  const [origin, host = '', port] = match;
  const rest = url.slice(origin.length);
  return [host + rest, host + (port ?? (/^https/i.test(host) ? ':443' : ':80')) + rest];
}

function signedContent(template: string, fields: Record<string, string | Uint8Array>, body: Buffer): Buffer {
  const parts = template.split(/(\{[a-zA-Z0-9]+\})/).map((piece) => {
    if (piece === '{body}') return body;
    if (piece === '{bodySha256}') return createHash('sha256').update(body).digest();
    if (piece === '{crc32}') return Buffer.from(String(crc32(body)));
    const name = /^\{([a-zA-Z0-9]+)\}$/.exec(piece)?.[1];
    return Buffer.from((name === undefined ? piece : (fields[name] ?? '')) as string);
  });
  return Buffer.concat(parts);
}

/** Form parameters sorted by name, each name followed by its values. */
function sortedParams(body: string): string {
  const all = new Map<string, Set<string>>();
  for (const [name, value] of new URLSearchParams(body)) all.set(name, (all.get(name) ?? new Set()).add(value));
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, values]) => [...values].sort().map((v) => name + v).join('')).join('');
}

/** Tells whether a signature is that of the content. The digest is computed once, however many signatures a stranger sends. */
function matcher(scheme: Scheme, secret: string, content: Buffer): (signature: string) => boolean {
  const test = signatureTest(scheme, secret, content);
  return (signature) => {
    const given = decode(signature, scheme.encoding);
    return given !== null && test(given);
  };
}

function signatureTest(scheme: Scheme, secret: string, content: Buffer): (given: Buffer) => boolean {
  const { algorithm } = scheme;
  if (algorithm === 'ed25519' || algorithm === 'ecdsa-p256-sha256' || algorithm === 'rsa-sha256' || algorithm === 'rsa-sha1') {
    const key = publicKey(scheme, secret);
    const hash = algorithm === 'ed25519' ? null : algorithm === 'rsa-sha1' ? 'sha1' : 'sha256';
    return (given) => verifySignature(hash, content, key, given);
  }
  const expected = digest(scheme, secret, content);
  return (given) => equal(expected, given);
}

/** Takes the same time wherever the two differ. */
function equal(expected: Buffer, given: Buffer | null): boolean {
  return given !== null && expected.length === given.length && timingSafeEqual(expected, given);
}

function digest(scheme: Scheme, secret: string, content: Buffer): Buffer {
  if (scheme.algorithm === 'sha1' || scheme.algorithm === 'sha256') return createHash(scheme.algorithm).update(content).digest();
  return createHmac(scheme.algorithm.slice('hmac-'.length), hmacKey(scheme, secret)).update(content).digest();
}

function hmacKey({ key }: Scheme, secret: string): Buffer {
  switch (key) {
    case 'hex':
      return Buffer.from(secret, 'hex');
    case 'base64':
      return Buffer.from(secret, 'base64');
    case 'base64-after-whsec_':
      return Buffer.from(secret.startsWith('whsec_') ? secret.slice('whsec_'.length) : secret, 'base64');
    case 'sha1':
      return createHash('sha1').update(secret).digest();
    default:
      return Buffer.from(secret, 'utf8');
  }
}

/** DER head of an Ed25519 public key (RFC 8410). */
const ED25519 = Buffer.from('302a300506032b6570032100', 'hex');

function publicKey({ key }: Scheme, secret: string): KeyObject {
  if (key === 'pem') return createPublicKey(secret);
  const der = key === 'spki-base64' ? Buffer.from(secret, 'base64') : Buffer.concat([ED25519, Buffer.from(secret, key === 'raw-hex' ? 'hex' : 'base64')]);
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

/** Strict: a signature has one text only, so that what a lenient decoder would accept as well is none. */
function decode(signature: string, encoding: 'hex' | 'base64'): Buffer | null {
  if (signature.length > 4096) return null;
  const bytes = Buffer.from(signature, encoding);
  return bytes.length > 0 && bytes.toString(encoding) === signature ? bytes : null;
}
