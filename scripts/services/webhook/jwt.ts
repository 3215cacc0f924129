import { createPublicKey, verify, type JsonWebKey, type KeyObject } from 'node:crypto';

type Json = Record<string, unknown>;

export type Claims = Readonly<Json>;

/**
 * Verifies a compact JWS and returns its claims; a string says why not. Only the named algorithm is accepted: a header that asks for another, or for none, is
 * how such verifiers are tricked.
 */
export function verifyJwt(token: string, algorithm: 'ES256' | 'RS256', keySet: string): Claims | string {
  const parts = token.split('.');
  const [head = '', payload = '', signature = ''] = parts;
  if (parts.length !== 3 || !parts.every((part) => part.length < 16_384 && /^[A-Za-z0-9_-]+$/.test(part))) return 'the header holds no compact JWT';
  const header = json(head);
  if (header?.alg !== algorithm) return `the JWT is not signed with ${algorithm}`;
  const key = keyOf(keySet, header.kid);
  if (!key) return 'no key of the key set has the kid of the JWT';
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.toString('base64url') !== signature) return 'no signature matches';
  const options = algorithm === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' as const } : { key };
  if (!verify('sha256', Buffer.from(`${head}.${payload}`), options, bytes)) return 'no signature matches';
  return json(payload) ?? 'the claims of the JWT are no JSON object';
}

function json(part: string): Json | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
  } catch {
    return null;
  }
}

/** The key with this `kid`, from a JSON Web Key Set or a single key. */
function keyOf(keySet: string, kid: unknown): KeyObject | null {
  const set = JSON.parse(keySet) as { keys?: unknown };
  const keys = (Array.isArray(set.keys) ? set.keys : [set]) as readonly (JsonWebKey & { kid?: unknown })[];
  const jwk = keys.find((k) => typeof kid === 'string' && k?.kid === kid);
  return jwk ? createPublicKey({ key: jwk, format: 'jwk' }) : null;
}
