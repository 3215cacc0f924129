import * as z from 'zod/mini';
import { CATEGORIES } from '../spec/format.ts';
import { schemeSchema } from './webhook/scheme.ts';

/** How somebody came to know a fact. `memory` means that nobody checked it: it is shown as unverified. */
export const HOW = ['sdk-run', 'sdk-source', 'documentation', 'memory'] as const;

const line = z.string().check(z.minLength(1));
const https = z.string().check(z.regex(/^https:\/\/\S+$/));
const date = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

/** Where a sheet's facts come from. */
const evidence = z.object({
  how: z.enum(HOW),
  source: line,
  /** ISO date of the check; null when it was not recorded. */
  checked: z.nullable(date),
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
  replay: z.nullable(line),
  /** Deadline for our answer, as a duration; null when it is not known. */
  acknowledge: z.nullable(line),
  redelivery: z.nullable(line),
  /** Machine-readable scheme; null when there is nothing to verify or the scheme cannot be expressed. */
  scheme: z.nullable(schemeSchema),
});

export const sheetSchema = z.object({
  id: z.string().check(z.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)),
  name: line,
  /** Names by which documents call the service or its vendor, besides `name`. */
  aliases: z.array(line),
  category: z.enum(Object.keys(CATEGORIES) as [keyof typeof CATEGORIES, ...(keyof typeof CATEGORIES)[]]),
  docs: https,
  auth: z.array(line).check(z.minLength(1)),
  /** Null where there is no single host. */
  production: z.nullable(line),
  /** A host of its own for tests. Null: none is known, or the production host serves both. */
  sandboxHost: z.nullable(line),
  sandbox: z.nullable(line),
  variables: z.array(line),
  webhooks: z.array(webhook),
  sdk: z.nullable(z.object({
    package: line,
    /** Retries that the SDK makes by itself after the first call; null when not known. */
    retries: z.nullable(z.int()),
  })),
  quotas: z.array(line),
  apiVersion: z.nullable(line),
  /** What must not be used any more. `pattern` is the literal text by which a document betrays it, compared without case. */
  retired: z.array(z.object({ pattern: line, what: line, instead: line })),
  status: z.nullable(https),
  evidence,
  /** Keys of this sheet, or single facts, that come from memory: shown as unverified. */
  unverified: z.array(line),
  /** Traps: the prose below the front matter, one a line. */
  traps: z.array(line),
});

export type ServiceSheet = z.infer<typeof sheetSchema>;
export type WebhookFacts = ServiceSheet['webhooks'][number];
