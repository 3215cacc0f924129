import * as z from 'zod/mini';
import { CATEGORIES } from '../spec/format.ts';
import type { Citations } from './cited.ts';
import { LANGUAGES, type Source } from './source.ts';
import { schemeSchema } from './webhook/scheme.ts';

const line = z.string().check(z.minLength(1));
const https = z.string().check(z.regex(/^https:\/\/\S+$/));
const id = z.string().check(z.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/));
/** A day, or a month where the provider names no day. */
const date = z.string().check(z.regex(/^\d{4}-\d{2}(?:-\d{2})?$/));

/** A fact that is a text: null where there is none, or where nobody looked; the sheet's `none` tells these apart. */
const text = z._default(z.nullable(line), null);
/** A number, as text where it has a footnote. */
const count = z._default(
  z.nullable(z.pipe(z.union([z.int(), z.string().check(z.regex(/^\d+$/))]), z.transform(Number))),
  null,
);
const address = z._default(z.nullable(https), null);

/** A fact that has several values; empty where there are none, or where nobody looked. */
function list<T extends z.core.$ZodType>(item: T) {
  return z.pipe(
    z.optional(z.nullable(z.array(item))),
    z.transform((items): z.infer<T>[] => items ?? []),
  );
}

/** One way in which a provider delivers webhooks. */
const webhook = z.object({
  /** Names the family where a provider has several: `adyen-payments`, `hubspot-v3`. */
  id: line,
  /** Products that deliver so, where not all do. */
  products: z.optional(z.array(id)),
  /** False: the provider does not sign these deliveries, and a specification that verifies a signature is wrong. */
  signed: z.boolean(),
  /** Header (or body field) that carries the signature. */
  header: text,
  algorithm: text,
  /** What is signed, with `{timestamp}`, `{rawBody}`, `{url}` … */
  content: text,
  encoding: text,
  /** How the secret becomes the key, or which public key it is. */
  key: text,
  /** For what is not signed: what to do instead of verifying a signature. */
  instead: text,
  /** What bounds a replay, and how far the official SDK checks it. */
  replay: text,
  /** Deadline for our answer, as a duration. */
  acknowledge: text,
  redelivery: text,
  /** Field or header that is the same in each redelivery of one event. */
  dedupe: text,
  /** Functions of official SDKs that verify the signature, by language; they were found in the SDK. */
  verify: z._default(z.partialRecord(z.enum(LANGUAGES), line), {}),
  /** Machine-readable scheme; null when there is nothing to verify or the scheme cannot be expressed. */
  scheme: z.nullable(schemeSchema),
});

const sdk = z.object({
  package: line,
  /** The version that was looked at. */
  version: text,
  /** Retries that the SDK makes by itself after the first call. */
  retries: count,
  /** What it retries: `429, 5xx, connection errors`. */
  retriesOn: text,
  /** How long it waits for an answer by default. */
  timeout: text,
});

const facts = {
  /** Where its documentation begins; no evidence of anything. */
  docs: address,
  auth: list(line),
  /** Base URLs, the usual one first; `{braces}` hold what differs by account. */
  production: list(line),
  /**
   * Addresses outside the base URL, or single ones that builders need by name: token, JWKS, an API with a host
   * of its own.
   */
  endpoints: list(z.object({ what: line, url: line })),
  /** A host of its own for tests. */
  sandboxHost: text,
  sandbox: text,
  apiVersion: text,
  /**
   * Names for the configuration. One with a footnote is read by the official SDK itself, the others are
   * conventions.
   */
  variables: list(line),
  /** Official SDKs by language; null: there is none for it. */
  sdks: z._default(z.partialRecord(z.enum(LANGUAGES), z.nullable(sdk)), {}),
  /** `limit` is readable by the grammars of scripts/quantities: "100 requests per second". */
  quotas: list(z.object({ limit: line, scope: text, plan: text })),
  /** Sizes rather than rates: records in a batch, bytes in a request, lifetime of a token. */
  limits: list(line),
  /** How a repeated write is recognised: header, length, lifetime of the key. */
  idempotency: text,
  /** The events that a build hangs on, with what each means; not all of the provider's. */
  events: list(z.object({ name: line, means: line })),
  /** What makes or breaks a budget; `what` says the plan and the unit. */
  prices: list(z.object({ what: line, price: line })),
  pricePage: address,
  /** What has to be applied for, and how long it takes. */
  lead: list(z.object({ what: line, takes: line })),
  /** What the provider has announced to end. `pattern`: literal text by which a document betrays its use. */
  deprecations: list(z.object({ what: line, ends: date, instead: line, pattern: text })),
  /**
   * What must not be used any more. `pattern` is the literal text by which a document betrays it, compared
   * without case.
   */
  retired: list(z.object({ pattern: line, what: line, instead: line })),
  compliance: z._default(z.nullable(z.object({ dpa: text, baa: text, regions: text, residency: text })), null),
  status: address,
  /** Traps: the prose below the front matter, one a line. */
  traps: list(line),
};

export const productSchema = z.object({ name: line, aliases: z._default(z.array(line), []), ...facts });

export const sheetSchema = z.object({
  id,
  name: line,
  /** Names by which documents call the service or its vendor, besides `name`. */
  aliases: z.array(line),
  /** Asked for by these names too, by which documents mean more than this service: `google`. */
  shorthands: z.optional(z.array(id)),
  /** A protocol or a specification: others implement it, and nobody is a customer of it. */
  protocol: z.optional(z.literal(true)),
  category: z.enum(Object.keys(CATEGORIES) as [keyof typeof CATEGORIES, ...(keyof typeof CATEGORIES)[]]),
  ...facts,
  webhooks: list(webhook),
  /** Id of the sheet whose families these deliveries are: Amazon SES sends by way of Amazon SNS. */
  webhooksOf: z.optional(id),
});

/** What the values of a sheet or product rest on. */
interface Evidence {
  readonly cited: Citations;
  /** Languages and regions that a value holds for, where not for all, by its path. */
  readonly scopes: Citations;
  readonly none: readonly string[];
}

/** One product of a vendor, with what is its own; what it shares stands in the sheet. */
export type Product = z.infer<typeof productSchema> & Evidence & { readonly id: string };

export type ServiceSheet = z.infer<typeof sheetSchema> &
  Evidence & { readonly products: readonly Product[]; readonly sources: Readonly<Record<string, Source>> };

export type WebhookFacts = ServiceSheet['webhooks'][number];

/** Keys that state something about the provider. */
export const FACTS = [...Object.keys(facts), 'webhooks'] as readonly Fact[];
export type Fact = keyof typeof facts | 'webhooks';

export type FactState = 'value' | 'none' | 'unknown';

/** Whether a sheet has a value, knows that there is none, or does not know. */
export function stateOf(holder: Evidence & Partial<Record<Fact, unknown>>, fact: Fact): FactState {
  if (holder.none.includes(fact)) return 'none';
  const value = holder[fact];
  return value === null || value === undefined || Object.keys(value).length === 0 ? 'unknown' : 'value';
}
