import { createHash } from 'node:crypto';
import { bodySignatures } from './body.ts';
import { signedContents, type Message } from './content.ts';
import { headerSignatures, readHeaders, withAlgorithm, type HeaderList } from './headers.ts';
import { verifyJwt } from './jwt.ts';
import { equal, signatureTest } from './keys.ts';
import { Refused, refuse, type Reason } from './refused.ts';
import type { Scheme } from './scheme.ts';

export interface Delivery {
  /** An object, pairs, `Headers`, or the list of HAR. Names are compared without case. */
  readonly headers: HeaderList;
  /** The bytes as received: a parsed and re-serialised body does not verify. */
  readonly rawBody: string | Uint8Array;
  /** Full URL as the provider called it, for schemes that sign it. */
  readonly url?: string | undefined;
  /** HTTP method, for schemes that sign it; `POST` unless given. */
  readonly method?: string | undefined;
  /** Shared secret, or the provider's public key, certificate or key set. Several while a secret is replaced. */
  readonly secret: string | readonly string[];
  /** Identifies the subscription, for schemes that sign it (PayPal). */
  readonly webhookId?: string | undefined;
  /** Clock in seconds since 1970; numbers above 10¹¹ are milliseconds. The time of the call unless given. */
  readonly now?: number | Date | undefined;
}

/** `reason` is for programs, `message` for people; neither holds anything of a secret. */
export type Verdict =
  | { readonly valid: true }
  | { readonly valid: false; readonly reason: Reason; readonly message: string };

/** Verifies one webhook delivery by a scheme from a service sheet. Never throws: what is wrong is the reason. */
export function verifyWebhook(scheme: Scheme, delivery: Delivery): Verdict {
  try {
    const secrets = typeof delivery.secret === 'string' ? [delivery.secret] : delivery.secret;
    let verdict: Verdict = { valid: false, reason: 'no-secret', message: 'no secret is given' };
    for (const secret of secrets) {
      // An empty key would verify whatever a stranger signed with it.
      if (secret.trim() !== '') {
        verdict = judged(() => verify(scheme, { ...delivery, secret, now: clock(delivery.now) }));
      }
      if (verdict.valid) break;
    }
    return verdict;
  } catch {
    return { valid: false, reason: 'unreadable-delivery', message: 'the delivery cannot be read' };
  }
}

function judged(verification: () => void): Verdict {
  try {
    verification();
    return { valid: true };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { valid: false, reason: error.reason, message: error.message };
  }
}

/** The delivery with one secret and a clock in seconds. */
type Attempt = Omit<Delivery, 'secret' | 'now'> & { readonly secret: string; readonly now: number };

function clock(now: Delivery['now']): number {
  const value = now === undefined ? Date.now() : Number(now);
  if (!Number.isFinite(value)) throw new Error('the clock is no number');
  return Math.abs(value) > 1e11 ? value / 1000 : value;
}

function verify(given: Scheme, delivery: Attempt): void {
  const headers = readHeaders(delivery.headers);
  const scheme = withAlgorithm(given, headers);
  const { url, method, webhookId, secret, now } = delivery;
  const message = { body: Buffer.from(delivery.rawBody as Uint8Array), url, method, webhookId, secret };
  if (scheme.body) {
    // Every item of a batch must verify: one bad item makes the delivery bad.
    for (const { version, signatures, fields } of bodySignatures(scheme.body, message.body.toString('utf8'))) {
      if (scheme.version !== undefined && version !== scheme.version) {
        refuse('unexpected-header', `unexpected signature version ${version}, expected ${scheme.version}`);
      }
      judge(scheme, { ...message, fields }, signatures, now);
    }
    return;
  }
  const { signatures, timestamp, id } = headerSignatures(scheme, headers);
  if (scheme.algorithm === 'jwt-es256' || scheme.algorithm === 'jwt-rs256') {
    return judgeToken(scheme, message, signatures[0]!, now);
  }
  judge(scheme, { ...message, fields: { ts: timestamp, id } }, signatures, now);
}

/** A JWT carries its own signature; the body is bound to it by a claim that holds its hash. */
function judgeToken(scheme: Scheme, { body, secret }: Omit<Message, 'fields'>, header: string, now: number): void {
  const claims = verifyJwt(
    header.replace(/^Bearer /i, ''),
    scheme.algorithm === 'jwt-es256' ? 'ES256' : 'RS256',
    secret,
  );
  checkAge(scheme, typeof claims.iat === 'number' ? String(claims.iat) : '', now);
  if (scheme.bodyHashClaim === undefined) return;
  const stated = claims[scheme.bodyHashClaim];
  if (typeof stated === 'string' && equal(createHash('sha256').update(body).digest(), decode(stated, 'hex'))) return;
  refuse('body-hash-mismatch', `claim ${scheme.bodyHashClaim} is not the digest of the body`);
}

function judge(scheme: Scheme, message: Message, signatures: readonly string[], now: number): void {
  if (scheme.timestampField === undefined) checkAge(scheme, message.fields.ts ?? '', now);
  for (const content of signedContents(scheme, message)) {
    const test = signatureTest(scheme, message.secret, content);
    const matches = signatures.some((signature) => {
      const bytes = decode(signature, scheme.encoding);
      return bytes !== null && test(bytes);
    });
    if (!matches) continue;
    if (scheme.timestampField !== undefined) checkAge(scheme, timeInBody(scheme.timestampField, message.body), now);
    return;
  }
  refuse('signature-mismatch', 'no signature matches');
}

/** The time in a body whose signature is good already: nothing of it was read before. */
function timeInBody(field: string, body: Buffer): string {
  let value: unknown;
  try {
    value = (JSON.parse(body.toString('utf8')) as Record<string, unknown> | null)?.[field];
  } catch {
    refuse('unreadable-body', 'the body is no JSON');
  }
  if (typeof value !== 'number') refuse('unreadable-timestamp', `no number ${field} in the body`);
  return String(value);
}

/** The future is bounded like the past unless the scheme says otherwise: an SDK that forgets it is no reason to. */
function checkAge(scheme: Scheme, timestamp: string, now: number): void {
  if (!scheme.timestampUnit || scheme.tolerance === undefined) return;
  const seconds = readTime(timestamp, scheme.timestampUnit);
  if (seconds === null) refuse('unreadable-timestamp', 'the timestamp cannot be read');
  const age = now - seconds;
  if (age > scheme.tolerance) {
    refuse('too-old', `the timestamp is ${Math.round(age)} s old, more than ${scheme.tolerance} s`);
  }
  if (-age > (scheme.futureTolerance ?? scheme.tolerance)) {
    refuse('in-the-future', `the timestamp lies ${Math.round(-age)} s in the future`);
  }
}

/** Seconds since 1970. */
export function readTime(text: string, unit: 's' | 'ms' | 'iso'): number | null {
  if (unit === 'iso') {
    const ms = Date.parse(text);
    return Number.isNaN(ms) ? null : ms / 1000;
  }
  // An SDK that reads a number signs it as it would write it.
  if (!/^(?:0|[1-9]\d{0,15})$/.test(text)) return null;
  return unit === 'ms' ? Number(text) / 1000 : Number(text);
}

/** Strict: a signature has one text only, so that what a lenient decoder would accept as well is none. */
function decode(signature: string, encoding: 'hex' | 'base64'): Buffer | null {
  if (signature.length > 4096) return null;
  const bytes = Buffer.from(signature, encoding);
  return bytes.length > 0 && bytes.toString(encoding) === signature ? bytes : null;
}
