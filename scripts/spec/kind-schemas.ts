import * as z from 'zod/mini';
import { Ratio } from '../quantities/index.ts';
import type { Kind, Column } from './kinds.ts';
import { BACKOFF_STRATEGIES, PATTERNS, RETRIED_BY, STATUSES } from './values.ts';

/** The shape of what each kind of values.ts reads. Apart from the kinds, so that reading a document does not load zod. */

export const spanSchema = z.object({ start: z.int(), end: z.int() });

const words = z.string().check(z.minLength(1));
const some = <T extends z.ZodMiniType>(item: T) => z.array(item).check(z.minLength(1));
const ratio = z.custom<Ratio>((v) => v instanceof Ratio);
const written = { text: z.string(), note: z.string() };
const period = z.object({ count: ratio, unit: z.string() });
const rate = z.union([
  z.object({ kind: z.literal('rate'), amount: ratio, unit: z.string(), per: period, scope: z.nullable(z.string()), peak: z.optional(z.object({ kind: z.literal('rate'), amount: ratio, unit: z.string(), per: period, scope: z.nullable(z.string()) })), ...written }),
  z.object({ kind: z.enum(['unlimited', 'unpublished']), text: z.string() }),
]);
const measure = z.object({ kind: z.enum(['duration', 'percentage', 'rate', 'money', 'amount']) });

const SCHEMAS = {
  text: words,
  token: words,
  variables: some(words),
  provider: z.object({ name: words, url: words }),
  features: some(words),
  patterns: some(z.enum(PATTERNS)),
  status: z.enum(STATUSES),
  sectionNumber: words,
  decisionId: words,
  names: z.array(words),
  urls: some(words),
  calls: some(z.object({ method: words, path: words })),
  duration: z.object({ kind: z.literal('duration'), ms: z.number(), calendar: z.boolean(), ...written }),
  count: z.object({ kind: z.literal('count'), value: z.int(), unit: z.string(), ...written }),
  attempts: z.object({ kind: z.literal('count'), value: z.nullable(z.int()), unit: z.string(), ...written }),
  rates: some(rate),
  quota: z.union([rate, z.object({ kind: z.literal('amount'), value: ratio, unit: words, per: z.null(), ...written })]),
  money: z.object({
    kind: z.literal('money'),
    amount: ratio,
    currency: z.nullable(z.string()),
    percent: z.nullable(ratio),
    per: z.nullable(z.object({ count: ratio, unit: z.string() })),
    period: z.nullable(period),
    free: z.boolean(),
    after: z.optional(ratio),
    base: z.optional(ratio),
    also: z.optional(z.array(z.object({ amount: ratio, currency: z.string() }))),
    ...written,
  }),
  amount: z.object({ kind: z.literal('amount'), value: ratio, unit: z.string(), per: z.nullable(period), ...written }),
  headroom: z.object({ kind: z.literal('headroom'), percent: z.nullable(ratio), exceeded: z.boolean(), ...written }),
  threshold: z.object({
    kind: z.literal('threshold'),
    metric: z.string(),
    operator: z.string(),
    value: measure,
    window: z.nullable(z.object({ ms: z.number() })),
    ...written,
  }),
  backoff: z.object({ strategy: z.enum(BACKOFF_STRATEGIES), firstMs: z.nullable(z.number()), maxMs: z.nullable(z.number()), jitter: z.boolean(), waitsMs: z.optional(z.array(z.number())) }),
  retriedBy: z.enum(RETRIED_BY),
} satisfies Record<string, z.ZodMiniType>;

export type KindName = keyof typeof SCHEMAS;

const absent = { state: z.literal('not-applicable'), reason: words, at: spanSchema };
export const notApplicableSchema = z.object({ ...absent, decision: z.optional(words) });
/** `open (D-3)`: stands wherever a value is required, since a decision has to come first. */
const waitingSchema = z.object({ ...absent, decision: words });
/** `–` or `Not applicable: reason` where the rest of the row leaves nothing to say. */
const settledSchema = z.object({ ...absent, settled: z.literal(true) });

/** What a required field or cell holds: a value, or the decision that it waits for; with `orNot`, `Not applicable: reason` will do as well. */
export function leafSchema(kind: Kind<unknown>, orNot: boolean, dash = false): z.ZodMiniType {
  const stated = z.object({
    state: z.literal('stated'),
    value: valueSchema(kind),
    text: z.string(),
    at: spanSchema,
    sources: z.array(z.string()),
    unverified: z.boolean(),
  });
  if (dash && !orNot) return z.union([stated, waitingSchema, settledSchema]);
  return z.discriminatedUnion('state', [stated, orNot ? notApplicableSchema : waitingSchema]);
}

/** What a kind reads; of a table, its rows. */
export function valueSchema(kind: Kind<unknown> & { readonly columns?: Readonly<Record<string, Column<unknown>>> }): z.ZodMiniType {
  if (!kind.columns) return SCHEMAS[kind.name as KindName];
  const row: Record<string, z.ZodMiniType> = { at: spanSchema };
  for (const [key, column] of Object.entries(kind.columns)) row[key] = leafSchema(column.kind, column.optional, column.dash !== undefined);
  return some(z.object(row));
}
