import { createHash, createHmac, sign, type KeyObject } from 'node:crypto';
import type { Scheme } from '../../scripts/services/webhook/scheme.ts';

export interface Message {
  readonly body: string;
  readonly url?: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly id: string;
}

/**
 * Signs as a provider would, written apart from the verifier: an error in the one must not hide an error in the other.
 */
export function signed(scheme: Scheme, message: Message, secret: string | KeyObject): Record<string, string> {
  const time =
    scheme.timestampUnit === 'ms'
      ? `${message.time * 1000}`
      : scheme.timestampUnit === 'iso'
        ? new Date(message.time * 1000).toISOString()
        : `${message.time}`;
  const values: Record<string, string> = {
    ts: time,
    id: message.id,
    body: message.body,
    url: message.url ?? '',
    method: 'POST',
    secret: String(secret),
    sortedParams: parameters(message.body),
  };
  let content = scheme.content;
  for (const [name, value] of Object.entries(values)) content = content.replaceAll(`{${name}}`, () => value);
  const signature = sealed(scheme, Buffer.from(content), secret).toString(scheme.encoding);
  const headers: Record<string, string> = { ...scheme.required };
  if (scheme.idHeader) headers[scheme.idHeader] = message.id;
  if (scheme.timestampHeader) headers[scheme.timestampHeader] = time;
  const { pairs } = scheme;
  headers[scheme.header!] = pairs
    ? [`${pairs.timestamp}=${time}`, `${pairs.signature}=${signature}`].join(pairs.separator)
    : (scheme.prefix ?? '') + signature;
  return headers;
}

function parameters(body: string): string {
  return [...new URLSearchParams(body)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flat()
    .join('');
}

function sealed({ algorithm, key }: Scheme, content: Buffer, secret: string | KeyObject): Buffer {
  if (typeof secret !== 'string')
    return sign(algorithm === 'ed25519' ? null : algorithm.replace(/^(?:rsa|ecdsa-p256)-/, ''), content, secret);
  if (algorithm === 'sha1' || algorithm === 'sha256') return createHash(algorithm).update(content).digest();
  const bytes =
    key === 'hex'
      ? Buffer.from(secret, 'hex')
      : key.includes('whsec_')
        ? Buffer.from(secret.replace(/^(?:v1,)?whsec_/, ''), 'base64')
        : Buffer.from(secret);
  return createHmac(algorithm.replace('hmac-', ''), bytes).update(content).digest();
}
