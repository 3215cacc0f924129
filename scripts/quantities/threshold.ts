import { readAmount, type AmountValue, type PercentageValue } from './amount.ts';
import { readDuration, type DurationValue } from './duration.ts';
import { readMoney, readPercent, type MoneyValue } from './money.ts';
import { readRate, type RateValue } from './rate.ts';
import { ZERO } from './decimal.ts';
import { endOf, isWordChar, matchAt, noteAfter, readNumber, readQualifier, skipBlanks, type Read } from './scan.ts';

export const EXAMPLE = 'P95 latency > 5 s for 10 min';

export type Operator = '>' | '>=' | '<' | '<=' | '=' | '!=';
export type Measure = DurationValue | PercentageValue | RateValue | MoneyValue | AmountValue;

export interface Threshold {
  readonly kind: 'threshold';
  /** As written: `P95`, `error rate`, `queue depth`. */
  readonly metric: string;
  readonly operator: Operator;
  readonly value: Measure;
  /** How long the condition must hold, or over which time the metric is taken. */
  readonly window: DurationValue | null;
  readonly text: string;
  readonly note: string;
}

const SIGNS: ReadonlyMap<string, Operator> = new Map([['>=', '>='], ['=>', '>='], ['≥', '>='], ['<=', '<='], ['=<', '<='], ['≤', '<='], ['!=', '!='], ['≠', '!='], ['>', '>'], ['<', '<'], ['==', '='], ['=', '=']]);
const WORDS: readonly [Operator, RegExp][] = [
  ['>=', /(?:(?:is )?at least|(?:is )?mindestens|reaches|erreicht)\b/iy],
  ['<=', /(?:(?:is )?at most|(?:is )?höchstens)\b/iy],
  ['!=', /(?:is )?not equal to\b/iy],
  ['>', /(?:(?:is |goes |rises )?(?:above|over)|exceeds|(?:is )?(?:greater|more|higher|longer|older) than|(?:liegt )?über|überschreitet|mehr als|größer als|länger als)\b/iy],
  ['<', /(?:(?:is |falls |drops )?(?:below|under)|(?:is )?(?:less|lower|fewer) than|(?:liegt )?unter|unterschreitet|weniger als|kleiner als)\b/iy],
  ['=', /equals\b/iy],
];

/** Reads what a metric is compared with; the narrower kinds first. */
export function readMeasure(text: string, pos: number): Read<Measure> | null {
  if (!mayBeMeasure(text.charCodeAt(pos))) return null;
  const percent = readPercent(text, pos);
  if (percent) return { value: { kind: 'percentage', value: percent.value }, end: percent.end };
  return readDuration(text, pos) ?? readMoney(text, pos) ?? readThresholdRate(text, pos) ?? withoutPer(readAmount(text, pos));
}

/** Cheap: a measure begins with a digit, a letter, or a sign of a currency, of which ASCII has `$` alone. */
function mayBeMeasure(code: number): boolean {
  return code > 47 || code === 36;
}

/** "20 in 5 min": the period is the condition's window. */
function withoutPer(read: ReturnType<typeof readAmount>): Read<AmountValue> | null {
  return read && { value: { ...read.value, per: null }, end: read.nounEnd };
}

/** "20 in 5 min" is a count with a window; "20 per minute" and "20/min" are rates. */
function readThresholdRate(text: string, pos: number): Read<RateValue> | null {
  const rate = readRate(text, pos);
  return rate && !/\b(?:in|within|every|alle)\b/i.test(text.slice(pos, rate.end)) ? rate : null;
}

const WINDOW = /[,]?[\s\u00a0]{0,3}(?:\((?:for |over |in |within )?(?:the last |last )?|(?:for(?: at least| more than)?|over|in|within|during|sustained for|across|für|über|seit|während|innerhalb von|binnen)[\s\u00a0]{1,3}(?:the last |any |a |>[\s\u00a0]?|≥[\s\u00a0]?)?)/iy;

function readWindow(text: string, pos: number): Read<DurationValue> | null {
  const open = endOf(WINDOW, text, pos);
  const duration = open < 0 ? null : readSpan(text, open);
  if (!duration) return null;
  // "for 5-minute windows", "over a rolling 5 min": the bracket form ends with its bracket.
  const bracket = text.slice(pos, open).includes('(');
  if (!bracket && duration.end === text.length) return duration;
  const end = endOf(bracket ? WINDOW_BRACKET : WINDOW_NOUN, text, duration.end);
  return end < 0 ? null : { value: duration.value, end };
}

const WINDOW_NOUN = /(?:[ -](?:window|interval|period|Fenster)s?\b)?/iy;
const WINDOW_BRACKET = /(?:[ -]?(?:window|average|sustained|rolling))?\)/iy;

/** A duration, also as Prometheus writes it: `15m`. */
function readSpan(text: string, pos: number): Read<DurationValue> | null {
  const minutes = endOf(MINUTES, text, pos);
  return minutes < 0 ? readDuration(text, pos) : { value: { kind: 'duration', ms: parseInt(text.slice(pos, minutes), 10) * 60_000, calendar: false }, end: minutes };
}

const MINUTES = /\d{1,5}m(?![\wÀ-ÿ])/y;

/** Behind the value: whose it is ("per channel"), and how many there must be for it to count ("of at least 50", "and more than 10 calls in 10m"). */
const SCOPE = /[ \u00a0](?:per|for each|je|pro)[ \u00a0][A-Za-zÀ-ÿ][\wÀ-ÿ-]{1,30}/y;
const LEAST = /,?[ \u00a0](?:of|and|with|von|und|bei)[ \u00a0](?:at least|more than|over|a minimum of|min\.|≥|>|mindestens|mehr als)[ \u00a0]?/iy;

function afterValue(text: string, start: number): number {
  if (start === text.length) return start;
  const end = Math.max(start, endOf(SCOPE, text, start));
  const least = endOf(LEAST, text, end);
  const count = least < 0 ? null : readAmount(text, least);
  return count ? (readWindow(text, count.nounEnd)?.end ?? count.nounEnd) : end;
}

/** "p95 > 200 ms 10 min": the window without its word. */
function bareWindow(text: string, pos: number): Read<DurationValue> | null {
  const at = skipBlanks(text, pos);
  const duration = at > pos ? readSpan(text, at) : null;
  return duration && !isWordChar(text[duration.end]) && !duration.value.calendar ? duration : null;
}

interface Comparison { readonly operator: Operator; readonly start: number; readonly value: Read<Measure> }

/** The first operator with a value after it; signs go before words, which may be part of the metric ("error rate over 5 minutes > 2 %"). */
function findComparison(text: string): Comparison | null {
  return findSign(text) ?? findWord(text);
}

const SIGN = /[<>=≥≤≠!]/g;

function findSign(text: string): Comparison | null {
  SIGN.lastIndex = 0;
  while (SIGN.test(text)) {
    const end = SIGN.lastIndex;
    const found = comparison(text, end - 1, end + 1, SIGNS.get(text.slice(end - 1, end + 1))) ?? comparison(text, end - 1, end, SIGNS.get(text[end - 1]!));
    if (found) return found;
    SIGN.lastIndex = end;
  }
  return null;
}

/** Where a word may begin: behind a blank or bracket. */
const WORD = new RegExp(`(?<![^\\s\\u00a0(])(?:${WORDS.map(([, pattern]) => pattern.source).join('|')})`, 'gi');

function findWord(text: string): Comparison | null {
  WORD.lastIndex = 0;
  for (let at = WORD.exec(text); at; at = WORD.exec(text)) {
    for (const [operator, pattern] of WORDS) {
      const end = endOf(pattern, text, at.index);
      const found = end < 0 ? null : comparison(text, at.index, end, operator);
      if (found) return found;
    }
    WORD.lastIndex = at.index + 1;
  }
  return null;
}

function comparison(text: string, start: number, end: number, operator: Operator | undefined): Comparison | null {
  const value = operator && readMeasure(text, readQualifier(text, skipBlanks(text, end)).end);
  return value ? { operator, start, value } : null;
}

const LONGEST = 300;

/** Reads a whole text as one condition: metric, operator, value, optional window; null when it is none. */
export function parseThreshold(source: string): Threshold | null {
  // "[A]" marks an assumption.
  const whole = source.trim();
  const text = /\]\.?$/.test(whole) ? whole.replace(/[ \u00a0]\[[A-Z][A-Z\d-]{0,5}\]\.?$/, '') : whole;
  if (text.length > LONGEST) return null;
  const comparison = findComparison(text);
  if (!comparison) return readState(text) ?? readReached(text) ?? readEvent(text);
  const { value } = comparison;
  const end = afterValue(text, value.end);
  const window = end === text.length ? null : (readWindow(text, end) ?? bareWindow(text, end));
  const note = noteAfter(text, window?.end ?? end);
  const before = text.slice(0, comparison.start).trim();
  const metric = before || ('unit' in value.value ? value.value.unit : '');
  if (!metric || note === null) return null;
  // "error rate over 5 minutes > 2 %": the window stands before the operator.
  const inner = window ? null : metricWindow(before);
  return {
    kind: 'threshold',
    metric: inner?.metric ?? metric,
    operator: comparison.operator,
    value: value.value,
    window: window?.value ?? inner?.window ?? null,
    text,
    note,
  };
}

function metricWindow(metric: string): { metric: string; window: DurationValue } | null {
  for (let at = metric.indexOf(' '); at >= 0; at = metric.indexOf(' ', at + 1)) {
    const window = readWindow(metric, at);
    if (window?.end === metric.length) return { metric: metric.slice(0, at), window: window.value };
  }
  return null;
}

/** Words before a duration that make it something else than how long a state lasts. */
const NO_LENGTH = /(?:^|[\s\u00a0])(?:every|each|at|by|until|till|before|than|about|per|a|alle|jede\w*|bis|um|vor|pro|je)$/i;
/** "down: after 5 min", "DCs unreachable 3 min". */
const LASTING = /[:,]?[ \u00a0](?:(?:for|after|since|nach|seit)[ \u00a0])?(?=\d)/iy;

/** A state, how long it lasts and a remark: "`BreakerOpen`, for 2m (7.O.4)", "no success 48 h". */
function stateWindow(text: string): { metric: string; window: DurationValue; note: string } | null {
  for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) {
    const metric = text.slice(0, at).replace(/[:,]$/, '').trim();
    if (!/[A-Za-zÀ-ÿ]{2}/.test(metric) || NO_LENGTH.test(metric)) continue;
    const open = matchAt(LASTING, text, at);
    const span = readWindow(text, at) ?? (open && readSpan(text, at + open[0].length));
    const note = span && !isWordChar(text[span.end]) ? noteAfter(text, span.end) : null;
    if (span && note !== null && !span.value.calendar) return { metric, window: span.value, note };
  }
  return null;
}

const NOTHING: AmountValue = { kind: 'amount', value: ZERO, unit: '', per: null };
/** "no finished plan at 06:15", "sync not finished by 05:00 UTC": what should be there at a time of day. */
const DEADLINE = /^(?:(?:no|missing|keine?n?|fehlende[rs]?)[ \u00a0]+(.{1,120}?)|(.{1,120}?)[ \u00a0](?:(?:is|has|are|ist) )?(?:not|missing|nicht|fehlt)(?: (?:yet|noch))?(?: [\p{L}]{2,20}){0,2})[ \u00a0]((?:at|by|until|before|um|bis)[ \u00a0](?:[01]?\d|2[0-3])[:.][0-5]\d(?: ?[\p{L}/_]{1,40})?)\.?$/iu;

/** "no event for 30 min": nothing in a window. "breaker open for 2 min": a state that lasts at least so long. */
function readState(text: string): Threshold | null {
  const late = DEADLINE.exec(text);
  if (late) return { kind: 'threshold', metric: (late[1] ?? late[2])!, operator: '=', value: NOTHING, window: null, text, note: late[3]! };
  const all = ALL_BY.exec(text);
  const count = all && readNumber(all[2]!, 0);
  if (all && count) return { kind: 'threshold', metric: all[1]!, operator: '<', value: { ...NOTHING, value: count.value }, window: null, text, note: all[3]! };
  const found = stateWindow(text.replace(/\.$/, ''));
  if (!found) return null;
  const none = /^(?:no|zero|keine?n?)[ \u00a0]+(.{1,200})$/i.exec(found.metric);
  return none
    ? { kind: 'threshold', metric: none[1]!, operator: '=', value: NOTHING, window: found.window, text, note: found.note }
    : { kind: 'threshold', metric: found.metric, operator: '>=', value: found.window, window: null, text, note: found.note };
}

/** "tours planned 46/46 by 06:00": all of them should be there. */
const ALL_BY = /^(.{1,120}?)[ \u00a0](\d{1,6})[ \u00a0]?(?:\/|of|von)[ \u00a0]?\2[ \u00a0]((?:at|by|until|before|um|bis)[ \u00a0](?:[01]?\d|2[0-3])[:.][0-5]\d)$/i;

/** No operator: what is used up or spent reaches the value. "Quota used 70 %", "spend at GBP 100", "80 % of the quota". */
const REACHED = /^(.{1,80}?)(?::?[ \u00a0](?:at|if ever|ever|bei)|[ \u00a0](?<=(?:used|spent|consumed|reached|full|verbraucht|erreicht|ausgeschöpft|belegt)[ \u00a0]))[ \u00a0]?(?:about |≈ ?|rund )?(?=[\d€$£]|[A-Z]{3}[ \u00a0]?\d)/iu;
const SHARE = /^(?:at |from |bei |ab )?(?=\d)/iy;

function readReached(text: string): Threshold | null {
  const met = REACHED.exec(text);
  const ever = met !== null && /ever[ \u00a0]$/i.test(met[0]);
  const value = met && readMeasure(text, met[0].length);
  if (met && value && (ever || value.value.kind === 'percentage' || value.value.kind === 'money' && value.value.currency !== null)) {
    const note = noteAfter(text, value.end);
    return note === null ? null : { kind: 'threshold', metric: met[1]!.trim(), operator: '>=', value: value.value, window: null, text, note };
  }
  const start = matchAt(SHARE, text, 0)?.[0].length;
  const share = start === undefined ? null : readPercent(text, start);
  const of = share && /^[ \u00a0](?:of|des|der|vom|von)[ \u00a0]([^\d]{2,80})$/i.exec(text.slice(share.end))?.[1];
  return share && of ? { kind: 'threshold', metric: of.replace(/\.$/, ''), operator: '>=', value: { kind: 'percentage', value: share.value }, window: null, text, note: '' } : null;
}

/** What happens at all is the condition: "`invalid_grant`", "any use of break-glass", "jede abgelehnte Auszahlung". */
const EVENT = /^(?:(?:any|every|each|jede[rsn]?)[ \u00a0]\p{L}[^\d]{2,100}|(?:use|loss|theft|change) of [^\d]{2,80}|(?:Nutzung|Verlust|Änderung) (?:der|des|von) [^\d]{2,80}|[a-z]{2,20}(?:[_.][a-z]{2,20}){1,5})$/iu;
/** A measure, or a word that wants a number. */
const WANTS_NUMBER = /_(?:seconds|ms|total|ratio|bytes|count|rate|share|percent|age|depth|size|usage|requests|errors|latency|duration)$|\b(?:high|higher|low|slow|too|many|much|often|long|large|unusual|increas\w*|degrad\w*|bad|poor|hohe?\w*|langsam\w*|zu|viele?|oft|lange?|ungewöhnlich\w*)\b/i;

function readEvent(text: string): Threshold | null {
  const event = text.replace(/\.$/, '');
  return EVENT.test(event) && !WANTS_NUMBER.test(event) ? { kind: 'threshold', metric: event, operator: '>', value: NOTHING, window: null, text, note: '' } : null;
}
