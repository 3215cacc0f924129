import {
  EXAMPLES, findQuantities, parseAmount, parseCount, parseDuration, parseDurationRange, parseHeadroom, parseMoney, parseRate, parseThreshold,
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

/** Names of environment variables, or paths of secrets in their store, that one row is about. */
export const variables = kind<readonly string[]>('variables', '`STRIPE_SECRET_KEY`', ({ inline }) => {
  // "webhook_url_{channel} × 9": so many of them. "(+ _previous)": a remark.
  const names = inline.replace(/[ \u00a0][×x] ?\d{1,4}$/, '').replace(/[ \u00a0]\([^()]{0,80}\)$/, '').split(/,[ \u00a0]*|[ \u00a0](?:and|und)[ \u00a0]/);
  return names.length <= 20 && names.every((name) => /^[\w./:{}<>-]+$/.test(name)) ? names : null;
});

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

/** Feature numbers of Section 3: `3.4, 3.6`. Those that a service only gives data to ("3.3; feeds 3.6") it does not support. */
export const features = kind<readonly string[]>('features', '3.4, 3.6', ({ text }) => {
  const found = text.split(/[;,(]\s?(?:it )?(?:feeds|gives data to|speist|liefert Daten)\b/i)[0]!.match(/\b3\.\d{1,3}\b(?!\.\d)/g);
  return found ? [...new Set(found)] : null;
});

export const PATTERNS = ['real-time API', 'asynchronous', 'webhook', 'batch', 'event-driven', 'service mesh'] as const;
export type Pattern = (typeof PATTERNS)[number];

const PATTERN_WORDS: readonly (readonly [Pattern, RegExp])[] = [
  ['asynchronous', /\basync|(?<!nightly |daily |batch )\bjobs?\b|\bqueued?\b|Warteschlange/i],
  ['real-time API', /\breal[- ]?time|(?<!a)synchronous|\bsync\b|\bfederation\b|\bLDAPS?\b/i],
  ['webhook', /webhook/i],
  ['batch', /\bbatch|\bnightly\b|nächtlich/i],
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
  if (found) return found.map((u) => u.replace(/[.:]+$/, ''));
  // A bare host: "ingest.de.sentry.io".
  const host = /^(?:[a-z0-9{}-]{1,63}\.){1,5}[a-z]{2,24}(?::\d{1,5})?(?:\/[^\s,;()]{0,200})?(?=$|[\s,;(])/i.exec(text)?.[0];
  return host && !/\.(?:ts|js|json|md|kt|py|ya?ml)$/.test(host) ? [`https://${host}`] : null;
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

/** A time that is kept, whatever target stands beside it: "Target: p99 300 ms; Section 4 allows 1 s". */
export const bound = kind<Duration>('duration', EXAMPLES.duration, ({ inline }) => {
  const whole = parseDuration(inline);
  if (whole) return whole;
  const bounds = inline.split(/[;,]\s|\.\s/).filter((piece) => BOUND.test(piece)).flatMap((piece) => findQuantities(piece).filter(({ value }) => value.kind === 'duration'));
  const read = bounds.length === 1 ? parseDuration(bounds[0]!.text) : null;
  return read && { ...read, text: inline };
});
const BOUND = /\b(?:allows?|allowed|at most|limit|deadline|wants?|demands?|erlaubt|höchstens|verlangt|Frist)\b/i;

/** Calls, or null where a time bounds them: "until the deadline", "for 6 h". */
export type Attempts = Omit<Count, 'value'> & { readonly value: number | null };

export const attempts = kind<Attempts>('attempts', EXAMPLES.count, (content, scope) => {
  const { inline } = content;
  const counted = count.read(content, scope);
  return counted ?? (TIMED.test(inline) ? { kind: 'count', value: null, unit: '', text: inline, qualifier: null, note: '' } : null);
});
const TIMED = /(?:^|[,:] )(?:(?:as above|wie oben),? )?(?:until|while|as long as|for \d|for up to \d|bis|solange|so lange)\b|\bup to \d+ ?(?:s|min|h|days?)$/i;
/** Calls: "retries: 2" are three. */
export const count = kind<Count>('count', EXAMPLES.count, ({ inline }) => {
  const read = parseCount(inline);
  return read && (RETRIES.test(inline) || /^(?:retr(?:y|ies)|Wiederholung(?:en)?)$/i.test(read.unit)) ? { ...read, value: read.value + 1 } : read;
});
const RETRIES = /^(?:(?:max\.? |number of )?retr(?:y|ies)|Wiederholung(?:en)?) ?[:=]/i;


/** A quota over time, or one of size: `100 GB`, `3 connections`. */
export const quota = kind<Rate | Amount>('quota', `${EXAMPLES.rate}, or 100 GB`, ({ inline }) => {
  const written = lastResult(inline);
  // Of several limits the first is compared: "250 calls a day, 1 call per 5 s".
  const size = parseRate(written) ?? parseAmount(written) ?? parseRate(written.split(/[,;]\s/)[0]!);
  return size?.kind === 'amount' && (size.per !== null || size.unit === '') ? null : size;
});
/** Pieces between semicolons, each a rate; a piece that states none is a remark about the one before it. */
export const rates: Kind<readonly Rate[]> = {
  ...kind<readonly Rate[]>('rates', `${EXAMPLES.rate}; 10,000 units/day`, ({ items }) => {
    const read = items.map(ratesIn);
    const found = read.flatMap((r) => r ?? []);
    return found.length > 0 && read.every((r, i) => r !== null && (r.length > 0 || i > 0 && isRemark(items[i]!, found[0]!))) ? found : null;
  }),
  explain: ({ items }) => {
    const first = items.flatMap((item) => ratesIn(item) ?? [])[0];
    const bad = items.length > 1 ? items.find((item, i) => (ratesIn(item) ?? []).length === 0 && (ratesIn(item) === null || i === 0 || !isRemark(item, first))) : undefined;
    return bad === undefined ? null : `"${bad}" is no rate; pieces between semicolons are read one by one, for example: ${EXAMPLES.rate}; 10,000 units/day`;
  },
};

/** A piece without a number; where there is no limit, also one with numbers. Status codes and what may run at once are no rate that was misspelt. */
function isRemark(item: string, first: Rate | undefined): boolean {
  return first !== undefined && first.kind !== 'rate' || !/\d/.test(item.replace(/(?<![\w.])(?:[45]\d\d(?![\d.%])|\d{1,4} (?:parallel|concurrent|at (?:a time|once)|gleichzeitig)\b)/g, ''));
}

/** The rates of one piece: "250 calls a day, 1 call per 5 s" are two. None where it is a remark; null where what looks like a rate cannot be read. */
function ratesIn(item: string): Rate[] | null {
  const whole = parseRate(item);
  if (whole) return [whole];
  if (item.length > 600) return /\d/.test(item) ? null : [];
  const found: Rate[] = [];
  // Most fields have one rate: what follows is for the others.
  for (const piece of item.split(/,\s+(?!and\b|und\b)|\.\s+(?=[A-Z`])/)) {
    // "`checkout` –": this one has none.
    const rate = parseRate(piece) ?? (/[ \u00a0](?:[–—-]|no limit|none|ohne)$/i.test(piece) ? parseRate('no limit') : null);
    if (rate) found.push(rate);
    else if (piece !== item && !isRemark(piece, found[0])) return null;
    else if (findQuantities(piece).some(({ value, text }) => value.kind === 'rate' && !/\d{3}[ \u00a0](?:in|within|every)[ \u00a0]/.test(text))) return null;
  }
  return found;
}

export const money = kind<Money>('money', EXAMPLES.money, ({ inline }) => parseMoney(lastResult(inline)));
export const amount = kind<Amount>('amount', EXAMPLES.amount, ({ inline }) => parseAmount(inline));
export const headroom = kind<Headroom>('headroom', EXAMPLES.headroom, ({ inline }) => parseHeadroom(inline));

export const threshold = kind<Threshold>('threshold', EXAMPLES.threshold, ({ inline }) => parseThreshold(inline));

/** Of a calculation, `62,000 × 48 = 2,976,000 calls/day`, the result counts; whether it is right is a rule's business. */
function lastResult(source: string): string {
  return source.slice(source.lastIndexOf('=') + 1).trim();
}

export const BACKOFF_STRATEGIES = ['exponential', 'linear', 'fixed', 'listed', 'server', 'referenced'] as const;
export type BackoffStrategy = (typeof BACKOFF_STRATEGIES)[number];

export interface Backoff {
  readonly strategy: BackoffStrategy;
  /** First wait in milliseconds; null when only the server names one (`Retry-After`), or another section. */
  readonly firstMs: number | null;
  /** Longest single wait in milliseconds. */
  readonly maxMs: number | null;
  readonly jitter: boolean;
  /** Of listed waits, each in milliseconds; further ones last `maxMs`. */
  readonly waitsMs?: readonly number[];
}

/** `exponential, 500 ms to 8 s, full jitter`; `fixed 1 s`; `Retry-After`; `none`. */
export const backoff = kind<Backoff>('backoff', 'exponential, 500 ms to 8 s, full jitter', ({ inline }) => {
  if (/^(?:none|keiner?)\b/i.test(inline)) return { strategy: 'fixed', firstMs: 0, maxMs: 0, jitter: false };
  const jitter = /\bjitter\b/i.test(inline);
  const listed = readWaits(inline, jitter);
  if (listed) return listed;
  const strategy = /\bexponen/i.test(inline) ? 'exponential' : /\blinear\b/i.test(inline) ? 'linear' : /\b(?:fixed|constant|fest)\b/i.test(inline) ? 'fixed' : null;
  for (const piece of inline.split(/[,;(]/)) {
    const wait = piece.replace(/\b(?:exponential|exponentiell|linear|fixed|constant|fest|from|backoff|of|capped at|cap|max)\b/gi, '').trim();
    if (wait === '') continue;
    const range = parseDurationRange(wait);
    if (range) return { strategy: strategy ?? 'exponential', firstMs: range.from.ms, maxMs: range.to.ms, jitter };
    const single = parseDuration(wait);
    if (single) return { strategy: strategy ?? 'fixed', firstMs: single.ms, maxMs: strategy === 'fixed' || strategy === null ? single.ms : null, jitter };
  }
  // The rule stands once, for all services.
  if (/^(?:as in |see |wie in |siehe )?(?:Section |Abschnitt )?7\.[\w.]{1,12}(?:,? (?:\w+ )?(?:rule|step|point|Regel|Schritt|Punkt) \d{1,2})?\.?$/i.test(inline)) return { strategy: 'referenced', firstMs: null, maxMs: null, jitter };
  if (/\bRetry-After\b/i.test(inline)) return { strategy: 'server', firstMs: null, maxMs: null, jitter };
  return null;
});

/** "2, 4, 8 … s, at most 5 min"; "after 0, 5, 15, 30, 60 s, then every 5 min"; "1 s, 5 s, 30 s". */
const WAITS = /(?<![\w.,])\d{1,5}(?:\.\d{1,3})?(?: ?(?:ms|s|min|h))?(?:(?:, ?| ?\/ ?| (?=then |and |dann |und ))(?:then |and |dann |und )?\d{1,5}(?:\.\d{1,3})?(?: ?(?:ms|s|min|h))?(?![\w%])){1,12}(?:,? ?(?:…|\.{3}))? ?(?:ms|s|sec(?:onds?)?|min(?:utes?)?|h|Sekunden|Minuten)?(?![\w%])/i;
const LONGEST_WAIT = /(?:at most|up to|max(?:imum|\.)?(?: of)?|cap(?:ped)?(?: at)?|then (?:each|every)|dann alle|höchstens|bis(?: zu)?)[ \u00a0]([^,;()]{1,20})/gi;

function readWaits(inline: string, jitter: boolean): Backoff | null {
  if (inline.length > 400) return null;
  const list = /\d[^\d]{0,8}[,/…][^\d]{0,8}\d|\d[^\d]{0,8} (?:then|dann) \d/.test(inline) ? WAITS.exec(inline)?.[0] : undefined;
  if (!list) return null;
  const pieces = list.split(/,| \/ |\/|…|\.{3}|\b(?:then|and|dann|und)\b/).map((piece) => piece.trim()).filter((piece) => piece !== '');
  const unit = /[a-z]+$/i.exec(list)?.[0];
  if (pieces.length < 2 || unit === undefined) return null;
  const waitsMs = pieces.filter((piece) => /\d/.test(piece)).map((piece) => parseDuration(/[a-z]/i.test(piece) ? piece : `${piece} ${unit}`)?.ms);
  if (waitsMs.length < 2 || waitsMs.some((ms) => ms === undefined)) return null;
  const waits = waitsMs as number[];
  const rest = inline.slice(inline.indexOf(list) + list.length);
  const last = [...rest.matchAll(LONGEST_WAIT)].flatMap(([, bound]) => parseDuration(bound!.trim().split(/ (?:up to|bis|until)\b/)[0]!)?.ms ?? [])[0] ?? null;
  const goesOn = /…|\.{3}/.test(list);
  const grows = (next: (ms: number) => number) => waits.every((ms, i) => i === 0 || ms === next(waits[i - 1]!));
  if (goesOn && waits[0]! > 0 && grows((ms) => ms * 2)) return { strategy: 'exponential', firstMs: waits[0]!, maxMs: last, jitter };
  return { strategy: 'listed', firstMs: waits[0]!, maxMs: last ?? waits.at(-1)!, jitter, waitsMs: waits };
}

export const RETRIED_BY = ['SDK', 'we', 'none'] as const;
export type RetriedBy = (typeof RETRIED_BY)[number];

export const retriedBy = kind<RetriedBy>('retriedBy', RETRIED_BY.join(', '), ({ inline }) => {
  if (/^(?:the |its |their |das )?SDK\b/i.test(inline)) return 'SDK';
  if (/^(?:we|us|ours?|our own|wir|uns|unser\w*)\b/i.test(inline)) return 'we';
  if (/^(?:none|nobody|no one|niemand|keiner)\b/i.test(inline)) return 'none';
  // The SDK by another name, then what is ours: a job, a package.
  if (/^(?:the |their |its |der |das |die )?(?:[\w.@/-]{1,40} )?(?:[\w@/-]*sdk\b|client library|official (?:client|library)|Client-Bibliothek)/i.test(inline)) return 'SDK';
  return OURS.test(inline) ? 'we' : null;
});
const OURS = /^(?:(?:the|a|an|der|die|das|ein|eine)[ \u00a0])?(?:(?:[\w-]{1,30}[ \u00a0])?(?:jobs?|queues?|workers?|wrapper|scheduler|consumer|outbox|dispatcher|cron|middleware|interceptor|handler|Warteschlange|Auftrag)(?![\wÀ-ÿ])|@?[a-z][a-z0-9]*(?:[-/.][a-z0-9]+)+(?=$|[\s,;(]))/i;
