import { createPublicKey, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import { describeKey } from './keys.ts';
import { Refused, refuse } from './refused.ts';

type Json = Record<string, unknown>;

export type Claims = Readonly<Json>;

/**
 * Verifies a compact JWS and returns its claims. Only the named algorithm is accepted: a header that asks for another,
 * or for none, is how such verifiers are tricked.
 */
export function verifyJwt(token: string, algorithm: 'ES256' | 'RS256', keySet: string): Claims {
  const parts = token.split('.');
  const [head = '', payload = '', signature = ''] = parts;
  if (parts.length !== 3 || !parts.every((part) => part.length < 16_384 && /^[A-Za-z0-9_-]+$/.test(part))) {
    refuse('unreadable-signature', 'the header holds no compact JWT');
  }
  const header = json(head);
  if (header?.alg !== algorithm) refuse('unexpected-header', `the JWT is not signed with ${algorithm}`);
  const key = keyOf(keySet, header.kid);
  const bytes = Buffer.from(signature, 'base64url');
  const options = algorithm === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' as const } : { key };
  if (
    bytes.toString('base64url') !== signature ||
    !verify('sha256', Buffer.from(`${head}.${payload}`), options, bytes)
  ) {
    refuse('signature-mismatch', 'no signature matches');
  }
  const claims = json(payload);
  if (!claims) refuse('unreadable-signature', 'the claims of the JWT are no JSON object');
  return claims;
}

function json(part: string): Json | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
  } catch {
    return null;
  }
}

type Key = JsonWebKey & { kid?: unknown; expired_at?: unknown };

/** The key with this `kid`, from a JSON Web Key Set, a single key, or the answer `{"key": …}` of Plaid. */
function keyOf(keySet: string, kid: unknown): KeyObject {
  const unreadable = new Refused('unreadable-key', `the public key cannot be read, expected ${describeKey('jwks')}`);
  let found: Key | undefined;
  try {
    const set = JSON.parse(keySet) as { keys?: unknown; key?: unknown };
    const keys = (Array.isArray(set.keys) ? set.keys : [set.key ?? set]) as readonly Key[];
    found = keys.find((k) => typeof kid === 'string' && k?.kid === kid);
  } catch {
    throw unreadable;
  }
  if (!found) refuse('unknown-key', 'no key of the key set has the kid of the JWT');
  // Plaid names the moment at which it withdrew a key; it signs nothing with it any more.
  if (found.expired_at !== undefined && found.expired_at !== null) {
    refuse('expired-key', 'the key of the JWT has expired');
  }
  try {
    return createPublicKey({ key: found, format: 'jwk' });
  } catch {
    throw unreadable;
  }
}
