import { findService, findWebhook, nearServices, type ServiceCatalog } from './catalog.ts';
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
  /** Where the scheme signs the subscription (PayPal). */
  readonly webhookId?: string;
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
    ...(vector.webhookId === undefined ? {} : { webhookId: vector.webhookId }),
    ...(vector.clockUnix === undefined ? {} : { now: vector.clockUnix }),
  });
  return { agreed: expected === null || expected === verdict.valid, expected, verdict };
}

/** One line of the table that `facts verify` prints. */
export interface VectorRow extends VectorResult {
  readonly provider: string;
  readonly case: string;
}

/**
 * Runs recorded deliveries through the schemes of a service: that of the vector's `provider` where it names a family of the service (`hubspot-v1`), the
 * service's first otherwise. Deliveries of other services in the file are passed over. A string says why nothing could be run.
 */
export function verifyVectors(catalog: ServiceCatalog, service: string, vectors: unknown): VectorRow[] | string {
  const sheet = findWebhook(catalog, service)?.sheet ?? findService(catalog, service);
  if (!sheet) {
    const near = nearServices(catalog, service);
    return `No sheet for "${service}"${near.length > 0 ? `; did you mean ${near.join(', ')}?` : '.'}`;
  }
  const signed = sheet.webhooks.filter((w) => w.scheme);
  const usual = signed.find((w) => w.id === service) ?? signed[0];
  if (!usual) return `${sheet.name} has no signature scheme that can be executed${sheet.webhooks[0]?.instead ? `: ${sheet.webhooks[0].instead}` : '.'}`;
  if (!Array.isArray(vectors) || vectors.length === 0) return 'Unexpected content of the vectors file, expected a JSON array with at least one delivery.';
  const rows: VectorRow[] = [];
  for (const [i, vector] of vectors.entries()) {
    const fault = faultOf(vector);
    if (fault) return `Delivery ${i + 1}: ${fault}`;
    const { provider = usual.id, case: name = `delivery ${i + 1}` } = vector as Partial<Vector>;
    const family = findWebhook(catalog, provider);
    if (family && family.sheet !== sheet) continue;
    const scheme = (signed.find((w) => w.id === provider) ?? usual).scheme!;
    rows.push({ provider, case: name, ...judgeVector(scheme, vector as Vector) });
  }
  return rows.length > 0 ? rows : `No delivery of the file is of ${sheet.name}, expected provider ${signed.map((w) => w.id).join(' or ')}.`;
}

function faultOf(vector: unknown): string | null {
  if (typeof vector !== 'object' || vector === null) return 'unexpected value, expected an object.';
  const { rawBody, valid, secret, publicKey, headers, clockUnix } = vector as Record<string, unknown>;
  if (typeof rawBody !== 'string') return 'unexpected rawBody, expected the body as a string.';
  if (typeof valid !== 'boolean') return 'unexpected valid, expected true or false.';
  if (typeof (secret ?? publicKey) !== 'string') return 'expected secret or publicKey as a string.';
  if (headers !== undefined && (typeof headers !== 'object' || headers === null)) return 'unexpected headers, expected an object.';
  return clockUnix === undefined || typeof clockUnix === 'number' ? null : 'unexpected clockUnix, expected seconds since 1970.';
}

/** The rows as text: one line each, the count last. */
export function describeVectors(rows: readonly VectorRow[]): string {
  const width = Math.max(...rows.map((r) => r.provider.length + r.case.length)) + 2;
  const lines = rows.map(({ agreed, expected, verdict, provider, case: name }) => {
    const said = verdict.valid ? 'valid' : `invalid: ${verdict.reason}`;
    const file = expected === null ? 'either' : expected ? 'valid' : 'invalid';
    return `${agreed ? 'agreed   ' : 'DISAGREED'}  ${`${provider}: ${name}`.padEnd(width)}  ${said}${agreed ? '' : ` (the file expects ${file})`}`;
  });
  return `${lines.join('\n')}\n${rows.filter((r) => r.agreed).length} of ${rows.length} agreed\n`;
}
