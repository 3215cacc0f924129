import {
  EXAMPLES, parseAmount, parseCount, parseDuration, parseDurationRange, parseHeadroom, parseMoney, parseRate, parseThreshold,
  type Amount, type Count, type Duration, type Headroom, type Money, type Rate, type Threshold,
} from '../quantities/index.ts';
import type { KindName } from './kind-schemas.ts';
import type { Kind } from './kinds.ts';

/** The kinds of value that fields and columns hold. */

function kind<T>(name: KindName, example: string, read: Kind<T>['read']): Kind<T> {
  return { name, example, read };
}

export const text = kind<string>('text', 'a sentence', ({ text }) => text || null);

export const token = kind<string>('token', '`POST`', ({ inline }) => (/^\S+$/.test(inline) ? inline : null));

/** A name of an environment variable, or the path of a secret in its store. */
export const variable = kind<string>('variable', '`STRIPE_SECRET_KEY`', ({ inline }) => (/^[\w./:{}<>-]+$/.test(inline) ? inline : null));

export interface Provider {
  readonly name: string;
  /** Documentation. */
  readonly url: string;
}

export const provider = kind<Provider>('provider', 'Stripe, https://docs.stripe.com/api', ({ inline, urls }) => {
  const url = urls.find((u) => u.startsWith('https://'));
  const name = inline.replace(/\(?\s*https?:\/\/\S*/g, '').replace(/[\s,;:(–—-]+$/, '').trim();
  return url && name ? { name, url } : null;
});

/** Feature numbers of Section 3: `3.4, 3.6`. */
export const features = kind<readonly string[]>('features', '3.4, 3.6', ({ text }) => {
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

export const patterns = kind<readonly Pattern[]>('patterns', 'real-time API, webhook', ({ text }) => {
  const found = PATTERN_WORDS.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
  return found.length > 0 ? found : null;
});

export const STATUSES = ['decided', 'proposed', 'open'] as const;
export type Status = (typeof STATUSES)[number];

export const status = kind<Status>('status', 'decided', ({ inline }) => {
  const first = /^[a-z]+/i.exec(inline)?.[0].toLowerCase();
  return STATUSES.find((s) => s === first) ?? null;
});

export const sectionNumber = kind<string>('sectionNumber', '7.P.1', ({ inline }) => /^7\.[A-Z]\.[1-9]\d{0,3}\b/.exec(inline)?.[0] ?? null);

export const decisionId = kind<string>('decisionId', 'D-1', ({ inline }) => /^D-?\d{1,4}\b/.exec(inline)?.[0] ?? null);

/** Services as their names or section numbers; empty for "none". */
export const names = kind<readonly string[]>('names', 'Stripe, SendGrid', ({ text }) => {
  if (/^(?:none|keine[rs]?)\b/i.test(text)) return [];
  const found = text.split(/[,;+\n]|\band\b|\bund\b/).map((n) => n.trim()).filter((n) => n !== '');
  return found.length > 0 ? found : null;
});

export const urls = kind<readonly string[]>('urls', '`https://api.stripe.com`', ({ text }) => {
  const found = text.match(/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s`,;<>")]+/gi);
  return found ? found.map((u) => u.replace(/[.:]+$/, '')) : null;
});

export interface Call {
  readonly method: string;
  readonly path: string;
}

/** Our own endpoints: one, or several separated by commas. */
export const callPath = kind<readonly Call[]>('calls', '`POST /webhooks/stripe`', ({ text }) => {
  const found = [...text.matchAll(/\b(GET|POST|PUT|PATCH|DELETE)\s+(\/[^\s`,;)]*)/g)].map((m) => ({ method: m[1]!, path: m[2]! }));
  return found.length > 0 ? found : null;
});

export const duration = kind<Duration>('duration', EXAMPLES.duration, ({ inline }) => parseDuration(inline));
export const count = kind<Count>('count', EXAMPLES.count, ({ inline }) => parseCount(inline));

/** A quota over time, or one of size: `100 GB`, `3 connections`. */
export const quota = kind<Rate | Amount>('quota', `${EXAMPLES.rate}, or 100 GB`, ({ inline }) => {
  const written = lastResult(inline);
  const size = parseRate(written) ?? parseAmount(written);
  return size?.kind === 'amount' && (size.per !== null || size.unit === '') ? null : size;
});
/** Pieces between semicolons, each a rate; a piece without a number is a remark about the one before it. */
export const rates: Kind<readonly Rate[]> = {
  ...kind<readonly Rate[]>('rates', `${EXAMPLES.rate}; 10,000 units/day`, ({ items }) => {
    const read = items.map((item) => parseRate(item));
    return read.some((r) => r !== null) && read.every((r, i) => r !== null || i > 0 && !/\d/.test(items[i]!)) ? read.filter((r) => r !== null) : null;
  }),
  explain: ({ items }) => {
    const bad = items.length > 1 ? items.find((item, i) => parseRate(item) === null && (i === 0 || /\d/.test(item))) : undefined;
    return bad === undefined ? null : `"${bad}" is no rate; pieces between semicolons are read one by one, for example: ${EXAMPLES.rate}; 10,000 units/day`;
  },
};

export const money = kind<Money>('money', EXAMPLES.money, ({ inline }) => parseMoney(lastResult(inline)));
export const amount = kind<Amount>('amount', EXAMPLES.amount, ({ inline }) => parseAmount(inline));
export const headroom = kind<Headroom>('headroom', EXAMPLES.headroom, ({ inline }) => parseHeadroom(inline));

export const threshold = kind<Threshold>('threshold', EXAMPLES.threshold, ({ inline }) => parseThreshold(inline));

/** Of a calculation, `62,000 × 48 = 2,976,000 calls/day`, the result counts; whether it is right is a rule's business. */
function lastResult(source: string): string {
  return source.slice(source.lastIndexOf('=') + 1).trim();
}

export const BACKOFF_STRATEGIES = ['exponential', 'linear', 'fixed', 'server'] as const;
export type BackoffStrategy = (typeof BACKOFF_STRATEGIES)[number];

export interface Backoff {
  readonly strategy: BackoffStrategy;
  /** First wait in milliseconds; null when only the server names one (`Retry-After`). */
  readonly firstMs: number | null;
  /** Longest single wait in milliseconds. */
  readonly maxMs: number | null;
  readonly jitter: boolean;
}

/** `exponential, 500 ms to 8 s, full jitter`; `fixed 1 s`; `Retry-After`; `none`. */
export const backoff = kind<Backoff>('backoff', 'exponential, 500 ms to 8 s, full jitter', ({ inline }) => {
  if (/^(?:none|keiner?)\b/i.test(inline)) return { strategy: 'fixed', firstMs: 0, maxMs: 0, jitter: false };
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

export const RETRIED_BY = ['SDK', 'we', 'none'] as const;
export type RetriedBy = (typeof RETRIED_BY)[number];

export const retriedBy = kind<RetriedBy>('retriedBy', RETRIED_BY.join(', '), ({ inline }) => {
  if (/^(?:the |its |their |das )?SDK\b/i.test(inline)) return 'SDK';
  if (/^(?:we|us|ours?|our own|wir|uns|unser\w*)\b/i.test(inline)) return 'we';
  return /^(?:none|nobody|no one|niemand|keiner)\b/i.test(inline) ? 'none' : null;
});
