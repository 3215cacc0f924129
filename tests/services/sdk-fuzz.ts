import { createHash, createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { crc32 } from '../../scripts/services/webhook/crc32.ts';
import type { Scheme } from '../../scripts/services/webhook/scheme.ts';
import {
  NOW,
  JSONS,
  FORMS,
  URLS,
  URL_CHANGES,
  TEXT_CHANGES,
  SECRET_CHANGES,
  BODY_CHANGES,
  SIGNATURE_CHANGES,
} from './sdk-changes.ts';
import type { Received } from './sdk.ts';

/** A small generator of numbers that can be started again (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Fuzzed extends Received {
  /** Clock of the receiver, seconds since 1970. */
  readonly now: number;
  /** Signed and delivered alike, nothing unusual about it. */
  readonly plain: boolean;
}

interface Sides {
  body: string;
  url: string;
  ts: string;
  id: string;
  secret: string;
  method: string;
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed = generateKeyPairSync('ed25519');
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const edRaw = ed.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
export const RSA_PEM = rsa.publicKey.export({ type: 'spki', format: 'pem' }) as string;

/** What is signed, what is delivered, and how either may differ from what providers do. */
export function* deliveries(family: string, scheme: Scheme, count: number, seed: number): Generator<Fuzzed> {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const chance = (p: number) => random() < p;
  for (let i = 0; i < count; i++) yield one();

  function one(): Fuzzed {
    const age = chance(0.6)
      ? 2
      : pick([
          0, 1, 4, 5, 6, 59, 60, 61, 179, 181, 299, 300, 301, 600, 601, 7200, 7201, 90000, -1, -4, -6, -61, -181, -299,
          -301, -400,
        ]);
    const time = NOW - age;
    const ordinary = chance(0.25);
    const plain: Sides = {
      body: bodyAt(time, ordinary),
      url: pick(URLS),
      ts: stamp(time),
      id: 'msg_1',
      secret: secretOf(),
      method: 'POST',
    };
    const given = ordinary ? plain : disturb(plain, pick([0, 1, 1, 2]));
    const signedSide = ordinary || chance(0.4) ? given : chance(0.5) ? plain : disturb(given, 1);
    const signature = seal(signedSide, ordinary);
    return { ...deliver(given, signature, ordinary), now: NOW, plain: ordinary && age >= 0 && age <= 4 };
  }

  function stamp(time: number): string {
    return scheme.timestampUnit === 'iso'
      ? new Date(time * 1000).toISOString()
      : `${scheme.timestampUnit === 'ms' ? time * 1000 : time}`;
  }

  function bodyAt(time: number, ordinary: boolean): string {
    if (scheme.content.includes('{sortedParams}')) {
      return ordinary || chance(0.7) ? pick(FORMS) : pick(JSONS);
    }
    const text = pick(JSONS).replace('"event"', `"webhookTimestamp":${time * 1000},"event"`);
    return COMPACT.has(family) ? JSON.stringify(JSON.parse(text)) : text;
  }

  function secretOf(): string {
    if (scheme.algorithm === 'ecdsa-p256-sha256') {
      const der = ec.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
      return chance(0.5) ? der : String(ec.publicKey.export({ type: 'spki', format: 'pem' }));
    }
    if (scheme.key === 'raw-hex') return edRaw.toString('hex');
    if (scheme.key === 'raw-base64') return edRaw.toString('base64');
    if (scheme.key === 'hex')
      return pick(['44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056', '00ff00ff']);
    const base64 = pick(['MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'AAECAwQFBgcICQoLDA0ODw==', '+/+/+/+/+/+/']);
    if (scheme.key === 'base64-after-v1,whsec_') return pick(['v1,whsec_', 'whsec_', '']) + base64;
    return scheme.key.includes('whsec_')
      ? pick(['whsec_', '']) + base64
      : pick(['secret one', `whsec_${base64}`, 'ü☕', 'x'.repeat(100)]);
  }

  function disturb(side: Sides, times: number): Sides {
    const out = { ...side };
    for (let i = 0; i < times; i++) {
      const part = pick(['body', 'url', 'ts', 'id', 'secret', 'method'] as const);
      if (part === 'body') out.body = disturbBody(out.body);
      if (part === 'url') out.url = pick(URL_CHANGES)(out.url);
      if (part === 'ts') out.ts = pick(TEXT_CHANGES)(out.ts);
      if (part === 'id') out.id = pick(TEXT_CHANGES)(out.id);
      if (part === 'secret') out.secret = pick(SECRET_CHANGES)(out.secret);
      if (part === 'method') out.method = pick(['GET', 'PUT', 'post']);
    }
    return out;
  }

  function disturbBody(body: string): string {
    if (COMPACT.has(family)) return JSON.stringify({ ...(JSON.parse(body) as object), other: pick([1, 'x']) });
    if (PARSED.has(family))
      return pick([(b: string) => `${b}\n`, (b: string) => ` ${b}`, (b: string) => b.replace('1', '2')])(body);
    return pick(BODY_CHANGES)(body);
  }

  /** One text of a signature: right over what is signed, unless the key or the way is another one. */
  function seal(side: Sides, ordinary: boolean): string {
    const content = contentOf(scheme, side);
    const { algorithm } = scheme;
    const keys: Partial<Record<Scheme['algorithm'], readonly [string | null, KeyObject]>> = {
      ed25519: [null, ed.privateKey],
      'ecdsa-p256-sha256': ['sha256', ec.privateKey],
      'rsa-sha1': ['sha1', rsa.privateKey],
      'rsa-sha256': ['sha256', rsa.privateKey],
    };
    const pair = keys[algorithm];
    let bytes: Buffer;
    if (pair) bytes = sign(pair[0], content, pair[1]);
    else if (!algorithm.startsWith('hmac-')) bytes = createHash(algorithm).update(content).digest();
    else {
      const hash = sha256By(ordinary) ? 'sha256' : algorithm.slice(5);
      bytes = createHmac(
        ordinary || chance(0.9) ? hash : pick(['sha1', 'sha256', 'sha512']),
        ordinary ? keyOf(scheme, side.secret, 0) : keyOf(scheme, side.secret, pick([0, 0, 0, 1, 2, 3, 4])),
      )
        .update(content)
        .digest();
    }
    const text = bytes.toString(scheme.encoding);
    return ordinary || chance(0.8) ? text : pick(SIGNATURE_CHANGES)(text, bytes);
  }

  function sha256By(ordinary: boolean): boolean {
    settings = !ordinary && scheme.algorithmHeader && chance(0.4) ? pick(SETTINGS) : undefined;
    return settings?.toUpperCase().includes('HMAC_SHA256') ?? false;
  }

  function deliver(side: Sides, signature: string, ordinary: boolean): Received {
    const headers: Record<string, string> = { ...scheme.required };
    const own = scheme.headerPrefix;
    const renamed = (name: string) =>
      own && chance(0.3) && name.startsWith(own.own) ? own.other + name.slice(own.own.length) : name;
    const as = own && chance(0.5) ? renamed : (name: string) => name;
    if (scheme.idHeader) headers[as(scheme.idHeader)] = side.id;
    if (scheme.timestampHeader) headers[as(scheme.timestampHeader)] = side.ts;
    if (settings !== undefined) headers[scheme.algorithmHeader!.header] = settings;
    settings = undefined;
    const value = headerValue(scheme, side, signature, ordinary, pick, chance);
    if (scheme.header) headers[as(scheme.header)] = value;
    if (!ordinary && scheme.altHeader && chance(0.1)) headers[scheme.altHeader] = pick([value, '', 'x']);
    if (!ordinary && chance(0.05)) delete headers[pick(Object.keys(headers))];
    const name = pick(Object.keys(headers));
    if (!ordinary && name !== undefined && chance(0.05)) headers[name] = pick(TEXT_CHANGES)(headers[name]!);
    // No HTTP parser hands on white space around a value, or a line end in it.
    for (const [n, v] of Object.entries(headers)) headers[n] = v.replace(/[\r\n\0]/g, '').trim();
    return {
      headers: chance(0.5) ? headers : lowerNames(headers),
      body: side.body,
      url: side.url,
      secret: side.secret,
      method: side.method,
    };
  }
}

/** Made once for each text: it takes a millisecond. */
const made = new Map<string, Buffer>();
export function rsaSignature(hash: string, text: string): Buffer {
  const key = hash + text;
  if (!made.has(key)) made.set(key, sign(hash, Buffer.from(text), rsa.privateKey));
  return made.get(key)!;
}

let settings: string | undefined;
const SETTINGS = [
  'key=k,algorithm=HMAC_SHA256',
  'algorithm=HMAC_SHA1',
  'algorithm = hmac_sha256',
  'key=algorithm',
  'algorithm=HMAC_SHA512',
  'algorithm=',
  ',algorithm=HMAC_SHA256,algorithm=HMAC_SHA1',
  'x',
];

const lowerNames = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([n, v]) => [n.toLowerCase(), v]));

function headerValue(
  scheme: Scheme,
  side: Sides,
  signature: string,
  ordinary: boolean,
  pick: <T>(l: readonly T[]) => T,
  chance: (p: number) => boolean,
): string {
  const { pairs, prefix = '', separator } = scheme;
  const odd = !ordinary && chance(0.3);
  if (pairs) {
    const parts = [`${pairs.timestamp}=${side.ts}`, `${pairs.signature}=${signature}`];
    if (odd) {
      const extra = pick([
        `${pairs.signature}=abc`,
        `${pairs.timestamp}=1`,
        'v0=abc',
        '',
        'x',
        `${pairs.signature}=`,
        ` ${pairs.signature}=${signature}`,
        `${pairs.timestamp}=${side.ts}`,
      ]);
      parts.splice(pick([0, 1, 2]), pick([0, 0, 1]), extra);
    }
    return parts.join(odd ? pick([pairs.separator, `${pairs.separator} `, ';', ',']) : pairs.separator);
  }
  if (!odd) return prefix + signature;
  const other = pick([
    'v1,abc',
    'v0=abc',
    'abc',
    '',
    prefix,
    prefix + prefix + signature,
    `v2,${signature}`,
    `v1a,${signature}`,
    signature,
  ]);
  const join = pick([separator ?? ',', ' ', ',', ', ']);
  return pick([
    other,
    other + join + prefix + signature,
    prefix + signature + join + other,
    `${prefix.toUpperCase()}${signature}`,
  ]);
}

/**
 * Families whose SDK signs the parsed body as JSON.stringify writes it, and those that read it after they have verified
 * it.
 */
const COMPACT = new Set(['workos', 'zoom']);
const PARSED = new Set(['svix', 'clerk', 'resend', 'anthropic', 'linear', 'workos', 'zoom']);

/** Written apart from the interpreter's own: an error in the one must not hide an error in the other. */
function contentOf(scheme: Scheme, { body, url, ts, id, secret, method }: Sides): Buffer {
  const params = new URLSearchParams(body.startsWith('{') || url.includes('bodySHA256') ? '' : body);
  const sortedParams = [...new Set(params.keys())]
    .sort()
    .map((k) =>
      [...new Set(params.getAll(k))]
        .sort()
        .map((v) => k + v)
        .join(''),
    )
    .join('');
  const values: Record<string, string> = {
    ts,
    id,
    body,
    url,
    method,
    secret,
    sortedParams,
    crc32: String(crc32(Buffer.from(body))),
  };
  return Buffer.from(scheme.content.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all));
}

/** The key bytes that this scheme makes of a secret, or those of another one. */
function keyOf({ key }: Scheme, secret: string, way: number): Buffer {
  const bare = secret.replace(/^(?:v1,)?whsec_/, '');
  const own =
    key === 'hex'
      ? Buffer.from(secret, 'hex')
      : key === 'base64' || (key.includes('whsec_') && (key !== 'whsec_-or-utf8' || secret !== bare))
        ? Buffer.from(bare, 'base64')
        : Buffer.from(secret);
  return [own, Buffer.from(secret), Buffer.from(bare, 'base64'), Buffer.alloc(0), Buffer.from(bare)][way]!;
}
