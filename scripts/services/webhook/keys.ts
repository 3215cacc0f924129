import { createHash, createHmac, createPublicKey, timingSafeEqual, verify, type KeyObject } from 'node:crypto';
import { Refused, refuse } from './refused.ts';
import type { Scheme } from './scheme.ts';

/** Tells whether bytes are a signature of the content. A digest is computed once for all signatures that are sent. */
export function signatureTest(scheme: Scheme, secret: string, content: Buffer): (given: Buffer) => boolean {
  const hash = hashOf(scheme);
  if (hash !== undefined) {
    const key = publicKey(scheme, secret);
    return (given) => verify(hash, content, key, given);
  }
  const expected = digest(scheme, secret, content);
  return (given) => equal(expected, given);
}

/** The hash that a public-key algorithm uses; undefined for the others. */
export function hashOf({ algorithm }: Scheme): string | null | undefined {
  if (algorithm === 'ed25519') return null;
  if (algorithm === 'rsa-sha1') return 'sha1';
  return algorithm === 'ecdsa-p256-sha256' || algorithm === 'rsa-sha256' ? 'sha256' : undefined;
}

/** Takes the same time wherever the two differ. */
export function equal(expected: Buffer, given: Buffer | null): boolean {
  return given !== null && expected.length === given.length && timingSafeEqual(expected, given);
}

export function digest(scheme: Scheme, secret: string, content: Buffer): Buffer {
  const { algorithm } = scheme;
  if (algorithm === 'sha1' || algorithm === 'sha256') return createHash(algorithm).update(content).digest();
  return createHmac(algorithm.slice('hmac-'.length), hmacKey(scheme, secret)).update(content).digest();
}

const BASE64 = 'base64';

function hmacKey({ key }: Scheme, secret: string): Buffer {
  if (key === 'utf8') return Buffer.from(secret);
  if (key === 'sha1') return createHash('sha1').update(secret).digest();
  if (key === 'whsec_-or-utf8' && !secret.startsWith('whsec_')) return Buffer.from(secret);
  const text =
    key === 'hex' || key === BASE64
      ? secret
      : secret.replace(key === 'base64-after-v1,whsec_' ? /^(?:v1,)?whsec_/ : /^whsec_/, '');
  const bytes =
    strictly(text, key === 'hex' ? 'hex' : BASE64) ?? (key === 'hex' ? null : strictly(padded(text), BASE64));
  // What a lenient decoder makes of another text may be an empty key, with which anybody can sign.
  if (bytes === null) refuse('unreadable-key', `the secret cannot be read, expected ${describeKey(key)}`);
  return bytes;
}

/** The bytes of a text that is written in this encoding and in no other; the case of hexadecimal digits is free. */
export function strictly(text: string, encoding: 'hex' | 'base64'): Buffer | null {
  const bytes = Buffer.from(text, encoding);
  const same = bytes.toString(encoding) === (encoding === 'hex' ? text.toLowerCase() : text);
  return same && bytes.length > 0 ? bytes : null;
}

const padded = (base64: string): string => base64.padEnd(Math.ceil(base64.length / 4) * 4, '=');

/** DER head of an Ed25519 public key (RFC 8410). */
const ED25519 = Buffer.from('302a300506032b6570032100', 'hex');

function publicKey({ key, algorithm }: Scheme, secret: string): KeyObject {
  const unreadable = new Refused('unreadable-key', `the public key cannot be read, expected ${describeKey(key)}`);
  try {
    const found =
      key === 'pem' || (key === 'spki-base64' && secret.includes('-----BEGIN'))
        ? createPublicKey(secret)
        : fromBytes(key, secret);
    const expected = algorithm === 'ed25519' ? 'ed25519' : algorithm.startsWith('rsa') ? 'rsa' : 'ec';
    if (found.asymmetricKeyType !== expected) throw unreadable;
    return found;
  } catch {
    // OpenSSL's own words name neither the key nor what was expected.
    throw unreadable;
  }
}

function fromBytes(key: Scheme['key'], secret: string): KeyObject {
  const bytes = strictly(secret, key === 'raw-hex' ? 'hex' : BASE64)!;
  const der = key === 'spki-base64' ? bytes : Buffer.concat([ED25519, bytes]);
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

const KEYS: Partial<Record<Scheme['key'], string>> = {
  hex: 'a key in hexadecimal digits',
  base64: 'a key in base64',
  'base64-after-whsec_': 'whsec_ and base64',
  'base64-after-v1,whsec_': 'v1,whsec_ and base64',
  'whsec_-or-utf8': 'whsec_ and base64',
  'spki-base64': 'a P-256 public key as base64 (MFkw…) or PEM',
  'raw-base64': 'an Ed25519 public key, 32 bytes in base64',
  'raw-hex': 'an Ed25519 public key, 64 hexadecimal digits',
  pem: 'a public key or certificate in PEM (-----BEGIN …)',
  jwks: 'a JSON Web Key (Set)',
};

/** What a secret of this kind looks like. */
export const describeKey = (key: Scheme['key']): string => KEYS[key] ?? 'the text of the signing secret';
