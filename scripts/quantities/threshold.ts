import { readAmount, type AmountValue, type PercentageValue } from './amount.ts';
import { readDuration, type DurationValue } from './duration.ts';
import { readMoney, readPercent, type MoneyValue } from './money.ts';
import { readRate, type RateValue } from './rate.ts';
import { ZERO } from './decimal.ts';
import { matchAt, noteAfter, readQualifier, skipBlanks, type Read } from './scan.ts';

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

const SIGNS: Readonly<Record<string, Operator>> = { '>=': '>=', '=>': '>=', '≥': '>=', '<=': '<=', '=<': '<=', '≤': '<=', '!=': '!=', '≠': '!=', '>': '>', '<': '<', '==': '=', '=': '=' };
const WORDS: readonly [Operator, RegExp][] = [
  ['>=', /(?:(?:is )?at least|(?:is )?mindestens|reaches|erreicht)\b/iy],
  ['<=', /(?:(?:is )?at most|(?:is )?höchstens)\b/iy],
  ['!=', /(?:is )?not equal to\b/iy],
  ['>', /(?:(?:is |goes |rises )?(?:above|over)|exceeds|(?:is )?(?:greater|more|higher|longer|older) than|(?:liegt )?über|überschreitet|mehr als|größer als|länger als)\b/iy],
  ['<', /(?:(?:is |falls |drops )?(?:below|under)|(?:is )?(?:less|lower|fewer) than|(?:liegt )?unter|unterschreitet|weniger als|kleiner als)\b/iy],
  ['=', /equals\b/iy],
];

/** The operator at a position and its length. */
function operatorAt(text: string, pos: number, signs: boolean): Read<Operator>[] {
  if (!signs) return WORDS.flatMap(([operator, pattern]) => {
    const m = matchAt(pattern, text, pos);
    return m ? [{ value: operator, end: pos + m[0].length }] : [];
  });
  return [2, 1].flatMap((length) => {
    const sign = text.slice(pos, pos + length);
    return sign.length === length && Object.hasOwn(SIGNS, sign) ? [{ value: SIGNS[sign]!, end: pos + length }] : [];
  });
}

/** Reads what a metric is compared with; the narrower kinds first. */
export function readMeasure(text: string, pos: number): Read<Measure> | null {
  const percent = readPercent(text, pos);
  if (percent) return { value: { kind: 'percentage', value: percent.value }, end: percent.end };
  return readDuration(text, pos) ?? readMoney(text, pos) ?? readThresholdRate(text, pos) ?? withoutPer(readAmount(text, pos));
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

const WINDOW = /[,]?[\s\u00a0]{0,3}(?:(\()(?:for |over |in |within )?(?:the last |last )?|(?:for(?: at least| more than)?|over|in|within|during|sustained for|across|für|über|seit|während|innerhalb von|binnen)[\s\u00a0]{1,3}(?:the last |any |a |>[\s\u00a0]?|≥[\s\u00a0]?)?)/iy;

function readWindow(text: string, pos: number): Read<DurationValue> | null {
  const open = matchAt(WINDOW, text, pos);
  if (!open) return null;
  const at = pos + open[0].length;
  const duration = readDuration(text, at);
  if (!duration) return null;
  // "for 5-minute windows", "over a rolling 5 min": the bracket form ends with its bracket.
  if (!open[1]) return { value: duration.value, end: duration.end + matchAt(/(?:[ -](?:window|interval|period|Fenster)s?\b)?/iy, text, duration.end)![0].length };
  const close = matchAt(/(?:[ -]?(?:window|average|sustained|rolling))?\)/iy, text, duration.end);
  return close && { value: duration.value, end: duration.end + close[0].length };
}

interface Comparison { readonly operator: Operator; readonly start: number; readonly value: Read<Measure> }

/** The first operator with a value after it; signs go before words, which may be part of the metric ("error rate over 5 minutes > 2 %"). */
function findComparison(text: string): Comparison | null {
  return findOperator(text, true) ?? findOperator(text, false);
}

/** Where an operator may begin: at a sign, or with the word behind a blank or bracket. */
const SIGN = /[<>=≥≤≠!]/g;
const WORD = new RegExp(`(?<![^\\s\\u00a0(])(?:${WORDS.map(([, pattern]) => pattern.source).join('|')})`, 'gi');

function findOperator(text: string, signs: boolean): Comparison | null {
  const begin = signs ? SIGN : WORD;
  begin.lastIndex = 0;
  for (let at = begin.exec(text); at; at = begin.exec(text)) {
    const start = at.index;
    for (const { value: operator, end } of operatorAt(text, start, signs)) {
      const value = readMeasure(text, readQualifier(text, skipBlanks(text, end)).end);
      if (value) return { operator, start, value };
    }
    begin.lastIndex = start + 1;
  }
  return null;
}

const LONGEST = 300;

/** Reads a whole text as one condition: metric, operator, value, optional window; null when it is none. */
export function parseThreshold(source: string): Threshold | null {
  const text = source.trim();
  if (text.length > LONGEST) return null;
  const comparison = findComparison(text);
  if (!comparison) return readState(text);
  const { value } = comparison;
  const window = readWindow(text, value.end);
  const note = noteAfter(text, window?.end ?? value.end);
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

const NOTHING: AmountValue = { kind: 'amount', value: ZERO, unit: '', per: null };
/** "no finished plan at 06:15", "sync not finished by 05:00 UTC": what should be there at a time of day. */
const DEADLINE = /^(?:(?:no|keine?n?)[ \u00a0]+(.{1,120}?)|(.{1,120}?)[ \u00a0](?:(?:is|has|are|ist) )?(?:not|nicht)(?: (?:yet|noch))?(?: [\p{L}]{2,20}){0,2})[ \u00a0]((?:at|by|until|before|um|bis)[ \u00a0](?:[01]?\d|2[0-3])[:.][0-5]\d(?: ?[\p{L}/_]{1,40})?)\.?$/iu;

/** "no event for 30 min": nothing in a window. "breaker open for 2 min": a state that lasts at least so long. */
function readState(text: string): Threshold | null {
  const late = DEADLINE.exec(text);
  if (late) return { kind: 'threshold', metric: (late[1] ?? late[2])!, operator: '=', value: NOTHING, window: null, text, note: late[3]! };
  const found = metricWindow(text.replace(/\.$/, ''));
  if (!found) return null;
  const none = /^(?:no|zero|keine?n?)[ \u00a0]+(.{1,200})$/i.exec(found.metric);
  return none
    ? { kind: 'threshold', metric: none[1]!, operator: '=', value: NOTHING, window: found.window, text, note: '' }
    : { kind: 'threshold', metric: found.metric, operator: '>=', value: found.window, window: null, text, note: '' };
}
