import {
  EXAMPLES, parseAmount, parseCount, parseDuration, parseDurationRange, parseHeadroom, parseMoney, parseRate, parseThreshold, Ratio,
  type Amount, type Count, type Duration, type Headroom, type Money, type Rate, type Threshold,
} from '../quantities/index.ts';
import * as z from 'zod/mini';
import { type Kind } from './kinds.ts';

/** The kinds of value that fields and columns hold. */

const words = z.string().check(z.minLength(1));

function kind<T>(example: string, schema: z.ZodMiniType<unknown>, read: Kind<T>['read']): Kind<T> {
  return { example, schema: schema as z.ZodMiniType<T>, read };
}

export const text = kind<string>('a sentence', words, ({ text }) => text || null);

export const token = kind<string>('`POST`', words, ({ inline }) => (/^\S+$/.test(inline) ? inline : null));

/** A name of an environment variable, or the path of a secret in its store. */
export const variable = kind<string>('`STRIPE_SECRET_KEY`', words, ({ inline }) => (/^[\w./:{}<>-]+$/.test(inline) ? inline : null));

export interface Provider {
  readonly name: string;
  /** Documentation. */
  readonly url: string;
}

export const provider = kind<Provider>('Stripe, https://docs.stripe.com/api', z.object({ name: words, url: words }), ({ inline, urls }) => {
  const url = urls.find((u) => u.startsWith('https://'));
  const name = inline.replace(/\(?\s*https?:\/\/\S*/g, '').replace(/[\s,;:(–—-]+$/, '').trim();
  return url && name ? { name, url } : null;
});

/** Feature numbers of Section 3: `3.4, 3.6`. */
export const features = kind<readonly string[]>('3.4, 3.6', z.array(words).check(z.minLength(1)), ({ text }) => {
  const found = text.match(/\b3\.\d{1,3}\b(?!\.\d)/g);
  return found ? [...new Set(found)] : null;
});

export const PATTERNS = ['real-time API', 'asynchronous', 'webhook', 'batch', 'event-driven', 'service mesh'] as const;
export type Pattern = (typeof PATTERNS)[number];

const PATTERN_WORDS: readonly (readonly [Pattern, RegExp])[] = [
  ['asynchronous', /\basync/i],
  ['real-time API', /\breal[- ]?time|(?<!a)synchronous|\bsync\b/i],
  ['webhook', /webhook/i],
  ['batch', /\bbatch/i],
  ['event-driven', /\bevent[- ]driven\b/i],
  ['service mesh', /\bservice mesh\b/i],
];

export const patterns = kind<readonly Pattern[]>('real-time API, webhook', z.array(z.enum(PATTERNS)).check(z.minLength(1)), ({ text }) => {
  const found = PATTERN_WORDS.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
  return found.length > 0 ? found : null;
});

export const STATUSES = ['decided', 'proposed', 'open'] as const;
export type Status = (typeof STATUSES)[number];

export const status = kind<Status>('decided', z.enum(STATUSES), ({ inline }) => {
  const first = /^[a-z]+/i.exec(inline)?.[0].toLowerCase();
  return STATUSES.find((s) => s === first) ?? null;
});

export const sectionNumber = kind<string>('7.P.1', words, ({ inline }) => /^7\.[A-Z]\.[1-9]\d{0,3}\b/.exec(inline)?.[0] ?? null);

export const decisionId = kind<string>('D-1', words, ({ inline }) => /^D-?\d{1,4}\b/.exec(inline)?.[0] ?? null);

/** Services as their names or section numbers; empty for "none". */
export const names = kind<readonly string[]>('Stripe, SendGrid', z.array(words), ({ text }) => {
  if (/^(?:none|keine[rs]?)\b/i.test(text)) return [];
  const found = text.split(/[,;+\n]|\band\b|\bund\b/).map((n) => n.trim()).filter((n) => n !== '');
  return found.length > 0 ? found : null;
});

export const urls = kind<readonly string[]>('`https://api.stripe.com`', z.array(words).check(z.minLength(1)), ({ text }) => {
  const found = text.match(/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s`,;<>")]+/gi);
  return found ? found.map((u) => u.replace(/[.:]+$/, '')) : null;
});

export interface Call {
  readonly method: string;
  readonly path: string;
}

/** Our own endpoints: one, or several separated by commas. */
export const callPath = kind<readonly Call[]>('`POST /webhooks/stripe`', z.array(z.object({ method: words, path: words })).check(z.minLength(1)), ({ text }) => {
  const found = [...text.matchAll(/\b(GET|POST|PUT|PATCH|DELETE)\s+(\/[^\s`,;)]*)/g)].map((m) => ({ method: m[1]!, path: m[2]! }));
  return found.length > 0 ? found : null;
});

const ratio = z.custom<Ratio>((v) => v instanceof Ratio);
const written = { text: z.string(), note: z.string() };
const period = z.object({ count: ratio, unit: z.string() });

export const durationSchema = z.object({ kind: z.literal('duration'), ms: z.number(), calendar: z.boolean(), ...written });
export const duration = kind<Duration>(EXAMPLES.duration, durationSchema, ({ inline }) => parseDuration(inline));
export const count = kind<Count>(EXAMPLES.count, z.object({ kind: z.literal('count'), value: z.int(), unit: z.string(), ...written }), ({ inline }) => parseCount(inline));

const rateSchema = z.union([
  z.object({ kind: z.literal('rate'), amount: ratio, unit: z.string(), per: period, scope: z.nullable(z.string()), ...written }),
  z.object({ kind: z.enum(['unlimited', 'unpublished']), text: z.string() }),
]);
export const rate = kind<Rate>(EXAMPLES.rate, rateSchema, ({ inline }) => parseRate(lastResult(inline)));
export const rates = kind<readonly Rate[]>(`${EXAMPLES.rate}; 10,000 units/day`, z.array(rateSchema).check(z.minLength(1)), ({ items }) => {
  const read = items.map((item) => parseRate(item));
  return read.length > 0 && read.every((r) => r !== null) ? (read as Rate[]) : null;
});

const moneySchema = z.object({
  kind: z.literal('money'),
  amount: ratio,
  currency: z.nullable(z.string()),
  percent: z.nullable(ratio),
  per: z.nullable(z.object({ count: ratio, unit: z.string() })),
  period: z.nullable(period),
  free: z.boolean(),
  ...written,
});
export const money = kind<Money>(EXAMPLES.money, moneySchema, ({ inline }) => parseMoney(lastResult(inline)));
export const amount = kind<Amount>(EXAMPLES.amount, z.object({ kind: z.literal('amount'), value: ratio, unit: z.string(), per: z.nullable(period), ...written }), ({ inline }) => parseAmount(inline));
export const headroom = kind<Headroom>(EXAMPLES.headroom, z.object({ kind: z.literal('headroom'), percent: z.nullable(ratio), exceeded: z.boolean(), ...written }), ({ inline }) => parseHeadroom(inline));

const measure = z.object({ kind: z.enum(['duration', 'percentage', 'rate', 'money', 'amount']) });
export const threshold = kind<Threshold>(
  EXAMPLES.threshold,
  z.object({ kind: z.literal('threshold'), metric: z.string(), operator: z.string(), value: measure, window: z.nullable(z.object({ ms: z.number() })), text: z.string(), note: z.string() }),
  ({ inline }) => parseThreshold(inline),
);

/** Of a calculation, `62,000 × 48 = 2,976,000 calls/day`, the result counts; whether it is right is a rule's business. */
function lastResult(source: string): string {
  return source.slice(source.lastIndexOf('=') + 1).trim();
}

export type BackoffStrategy = 'exponential' | 'linear' | 'fixed' | 'server';

export interface Backoff {
  readonly strategy: BackoffStrategy;
  /** First wait in milliseconds; null when only the server names one (`Retry-After`). */
  readonly firstMs: number | null;
  /** Longest single wait in milliseconds. */
  readonly maxMs: number | null;
  readonly jitter: boolean;
}

const backoffSchema = z.object({
  strategy: z.enum(['exponential', 'linear', 'fixed', 'server']),
  firstMs: z.nullable(z.number()),
  maxMs: z.nullable(z.number()),
  jitter: z.boolean(),
});

/** `exponential, 500 ms to 8 s, full jitter`; `fixed 1 s`; `Retry-After`. */
export const backoff = kind<Backoff>('exponential, 500 ms to 8 s, full jitter', backoffSchema, ({ inline }) => {
  const jitter = /\bjitter\b/i.test(inline);
  const strategy = /\bexponen/i.test(inline) ? 'exponential' : /\blinear\b/i.test(inline) ? 'linear' : /\b(?:fixed|constant|fest)\b/i.test(inline) ? 'fixed' : null;
  for (const piece of inline.split(/[,;(]/)) {
    const wait = piece.replace(/\b(?:exponential|exponentiell|linear|fixed|constant|fest|from|backoff|of|capped at|cap|max)\b/gi, '').trim();
    const range = parseDurationRange(wait);
    if (range) return { strategy: strategy ?? 'exponential', firstMs: range.from.ms, maxMs: range.to.ms, jitter };
    const single = parseDuration(wait);
    if (single) return { strategy: strategy ?? 'fixed', firstMs: single.ms, maxMs: strategy === 'fixed' || strategy === null ? single.ms : null, jitter };
  }
  if (/\bRetry-After\b/i.test(inline)) return { strategy: 'server', firstMs: null, maxMs: null, jitter };
  return null;
});

export type RetriedBy = 'SDK' | 'we' | 'none';

export const retriedBy = kind<RetriedBy>('we', z.enum(['SDK', 'we', 'none']), ({ inline }) => {
  if (/^SDK\b/i.test(inline)) return 'SDK';
  if (/^(?:we|us|ours?|our own)\b/i.test(inline)) return 'we';
  return /^(?:none|nobody|no one)\b/i.test(inline) ? 'none' : null;
});
