import * as z from 'zod/mini';
import { CATEGORIES } from '../spec/format.ts';
import { schemeSchema } from './webhook/scheme.ts';

/** How somebody came to know a fact. `memory` means that nobody checked it: it is shown as unverified. */
export const HOW = ['sdk-run', 'sdk-source', 'documentation', 'memory'] as const;

const line = z.string().check(z.minLength(1));
const https = z.string().check(z.regex(/^https:\/\/\S+$/));
const date = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

/** The keys of a sheet that state something about the provider, and so need evidence. */
export const FACTS = ['docs', 'auth', 'production', 'endpoints', 'sandboxHost', 'sandbox', 'variables', 'idempotency', 'limits', 'webhooks', 'events', 'sdk', 'quotas', 'apiVersion', 'retired', 'status'] as const;
export type Fact = (typeof FACTS)[number];

/** Where some of a sheet's facts come from: one entry for each page or package. */
const evidence = z.object({
  how: z.enum(HOW),
  /** `package@version`, or the https URL of the very page; `memory`. */
  source: line,
  /** ISO date of the check; null when it was not recorded. */
  checked: z.nullable(date),
  /** What the source shows. `traps`: statements of the traps, which need no evidence but are worth more with it. */
  facts: z.array(z.enum([...FACTS, 'traps'])).check(z.minLength(1)),
});

/** One way in which a provider delivers webhooks. */
const webhook = z.object({
  /** Names the family where a provider has several: `adyen-payments`, `hubspot-v3`. */
  id: line,
  /** False: the provider does not sign these deliveries, and a specification that verifies a signature is wrong. */
  signed: z.boolean(),
  /** Header (or body field) that carries the signature. */
  header: z.nullable(line),
  algorithm: z.nullable(line),
  /** What is signed, with `{timestamp}`, `{rawBody}`, `{url}` … */
  content: z.nullable(line),
  encoding: z.nullable(line),
  /** How the secret becomes the key, or which public key it is. */
  key: z.nullable(line),
  /** For what is not signed: what to do instead of verifying a signature. */
  instead: z.nullable(line),
  /** What bounds a replay, and how far the official SDK checks it. */
  replay: z.nullable(line),
  /** Deadline for our answer, as a duration; null when it is not known. */
  acknowledge: z.nullable(line),
  redelivery: z.nullable(line),
  /** Field or header that is the same in each redelivery of one event. */
  dedupe: z.nullable(line),
  /** Functions of official SDKs that verify the signature; they were found in the SDK. */
  verify: z.optional(line),
  /** Machine-readable scheme; null when there is nothing to verify or the scheme cannot be expressed. */
  scheme: z.nullable(schemeSchema),
});

export const sheetSchema = z.object({
  id: z.string().check(z.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)),
  name: line,
  /** Names by which documents call the service or its vendor, besides `name`. */
  aliases: z.array(line),
  /** A protocol or a specification: others implement it, and nobody is a customer of it. */
  protocol: z.optional(z.literal(true)),
  category: z.enum(Object.keys(CATEGORIES) as [keyof typeof CATEGORIES, ...(keyof typeof CATEGORIES)[]]),
  docs: https,
  auth: z.array(line).check(z.minLength(1)),
  /** Base URLs, the usual one first; `{braces}` hold what differs by account. Empty where there is no fixed host. */
  production: z.array(line),
  /** Addresses outside the base URL, or single ones that builders need by name: token, JWKS, discovery, an API with a host of its own. */
  endpoints: z.optional(z.array(z.object({ what: line, url: line }))),
  /** A host of its own for tests. Null: none is known, or the production host serves both. */
  sandboxHost: z.nullable(line),
  sandbox: z.nullable(line),
  variables: z.array(line),
  /** How a repeated write is recognised: header, length, lifetime of the key. Absent where nobody looked. */
  idempotency: z.optional(line),
  /** Sizes rather than rates: records in a batch, bytes in a request, lifetime of a token. */
  limits: z.optional(z.array(line)),
  webhooks: z.array(webhook),
  /** The events that a build hangs on, with what each means; not all of the provider's. */
  events: z.optional(z.array(z.object({ name: line, means: line }))),
  sdk: z.nullable(z.object({
    package: line,
    /** Retries that the SDK makes by itself after the first call; null when not known. */
    retries: z.nullable(z.int()),
  })),
  /** `limit` is readable by the grammars of scripts/quantities: "100 requests per second". */
  quotas: z.array(z.object({ limit: line, scope: z.nullable(line) })),
  apiVersion: z.nullable(line),
  /** What must not be used any more. `pattern` is the literal text by which a document betrays it, compared without case. */
  retired: z.array(z.object({ pattern: line, what: line, instead: line })),
  status: z.nullable(https),
  /** Together they name each fact of the sheet that is not null or empty; `how: memory` is shown as unverified. */
  evidence: z.array(evidence).check(z.minLength(1)),
  /** Single statements inside facts that have evidence, known from memory only: shown as unverified. */
  unverified: z.array(line),
  /** Traps: the prose below the front matter, one a line. */
  traps: z.array(line),
});

export type ServiceSheet = z.infer<typeof sheetSchema>;
export type WebhookFacts = ServiceSheet['webhooks'][number];
