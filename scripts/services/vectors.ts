import type { Scheme } from './webhook/scheme.ts';
import { verifyWebhook, type Verdict } from './webhook/verify.ts';

/** A recorded delivery with what is known of it. */
export interface Vector {
  readonly provider: string;
  readonly case: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: string;
  readonly url?: string;
  readonly method?: string;
  readonly secret?: string;
  readonly publicKey?: string;
  /** Clock of the receiver, seconds since 1970. */
  readonly clockUnix?: number;
  /** What the provider's SDK says. */
  readonly valid: boolean;
  readonly why?: string;
  /** The SDK accepts it, but a receiver must not: too old, or from the future. */
  readonly appMustReject?: boolean;
  /** The SDK refuses it for reasons outside of the signature scheme; a verifier may accept it. */
  readonly sdkSpecific?: boolean;
}

export interface VectorResult {
  readonly agreed: boolean;
  readonly expected: boolean | null;
  readonly verdict: Verdict;
}

/** Runs one vector through the interpreter. `expected` is null where either answer is right. */
export function judgeVector(scheme: Scheme, vector: Vector): VectorResult {
  const expected = vector.sdkSpecific ? null : vector.valid && !vector.appMustReject;
  const verdict = verifyWebhook(scheme, {
    headers: vector.headers ?? {},
    rawBody: vector.rawBody,
    secret: vector.secret ?? vector.publicKey ?? '',
    ...(vector.url === undefined ? {} : { url: vector.url }),
    ...(vector.method === undefined ? {} : { method: vector.method }),
    ...(vector.clockUnix === undefined ? {} : { now: vector.clockUnix }),
  });
  return { agreed: expected === null || expected === verdict.valid, expected, verdict };
}
