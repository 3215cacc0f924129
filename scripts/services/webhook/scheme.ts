import * as z from 'zod/mini';

const algorithm = z.enum([
  'hmac-sha256',
  'hmac-sha1',
  'hmac-sha512',
  'sha1',
  'sha256',
  'ed25519',
  'ecdsa-p256-sha256',
  'rsa-sha256',
  'rsa-sha1',
  'jwt-es256',
  'jwt-rs256',
]);

/**
 * A webhook signature scheme as data. The interpreter (verify.ts) executes it; the sheets hold one for each family of
 * deliveries whose scheme is known exactly enough to run.
 */
export const schemeSchema = z.object({
  algorithm,
  /** A header that names another algorithm: in its `key=value` list, `field` holds one of `values`. */
  algorithmHeader: z.optional(
    z.object({ header: z.string(), field: z.string(), values: z.record(z.string(), algorithm) }),
  ),
  /**
   * How the secret text becomes the key. `base64-after-…`: base64 behind a prefix that may be absent;
   * `whsec_-or-utf8`: base64 behind the prefix, else the text itself. `sha1` is the digest of the text; `spki-base64`:
   * a public key in DER or PEM; `pem`: a public key or certificate; `jwks`: a JSON Web Key Set as JSON text, the key is
   * chosen by `kid`; `appended`: the secret is part of the content and there is no key.
   */
  key: z.enum([
    'utf8',
    'hex',
    'base64',
    'base64-after-whsec_',
    'base64-after-v1,whsec_',
    'whsec_-or-utf8',
    'sha1',
    'spki-base64',
    'raw-base64',
    'raw-hex',
    'pem',
    'jwks',
    'appended',
  ]),
  /**
   * What is signed: `{ts}`, `{id}`, `{body}`, `{url}`, `{method}`, `{secret}`, `{sortedParams}`, `{field}`, `{crc32}`
   * (of the body, decimal), `{bodySha256}` (its digest as bytes), `{webhookId}` are replaced, the rest is literal.
   * Empty for a JWT, which brings its own.
   */
  content: z.string(),
  encoding: z.enum(['hex', 'base64']),
  /** Header of the signature. */
  header: z.optional(z.string()),
  /** A second header that carries a signature when the first is absent or does not match. */
  altHeader: z.optional(z.string()),
  /** Where the second header is there, only it counts. */
  altDecides: z.optional(z.literal(true)),
  /** Headers whose name begins with `own` may come with `other` in its place (Svix: svix-id, webhook-id). */
  headerPrefix: z.optional(z.object({ own: z.string(), other: z.string() })),
  /** Text before the signature: `sha256=`, `v0=`, `v1,`. Values without it are ignored. */
  prefix: z.optional(z.string()),
  /** The header holds several signatures (rotation), separated by this. */
  separator: z.optional(z.string()),
  /** The header holds `key=value` pairs. `second`: the timestamp is the first pair and the signature the second. */
  pairs: z.optional(
    z.object({
      separator: z.string(),
      timestamp: z.string(),
      signature: z.string(),
      take: z.enum(['all', 'last', 'second']),
    }),
  ),
  /** Headers that must hold these values: they name version and algorithm of the signature. */
  required: z.optional(z.record(z.string(), z.string())),
  idHeader: z.optional(z.string()),
  timestampHeader: z.optional(z.string()),
  /** Field of the JSON body that holds the timestamp, a number: it is read only after the signature is found good. */
  timestampField: z.optional(z.string()),
  timestampUnit: z.optional(z.enum(['s', 'ms', 'iso'])),
  /** Seconds that a delivery may be old; absent: the age is not checked. */
  tolerance: z.optional(z.number()),
  /** Seconds that a timestamp may lie in the future; absent: as many as it may be old. */
  futureTolerance: z.optional(z.number()),
  /** The signature stands in the body rather than in a header. */
  body: z.optional(z.enum(['adyen-items', 'braintree-form', 'mailgun', 'sns'])),
  /** SNS: the SignatureVersion in the body that belongs to this scheme's algorithm. */
  version: z.optional(z.string()),
  /** The URL carries the hex digest of the raw body in this parameter (Twilio with JSON). */
  bodyHashParameter: z.optional(z.string()),
  /** Claim of the JWT that holds the hex SHA-256 of the raw body. */
  bodyHashClaim: z.optional(z.string()),
});

export type Scheme = z.infer<typeof schemeSchema>;
