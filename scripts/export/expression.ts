import { isCalendar } from '../quantities/duration.ts';
import { periodMs, Ratio, type Measure, type PercentageValue, type Threshold } from '../quantities/index.ts';
import { readMeasured, type Measured, type Selector } from './selector.ts';

/** A row of "Metrics to Track" whose name Prometheus accepts. */
export interface Metric {
  readonly name: string;
  /** First word of its type, lower case. */
  readonly type: string;
  readonly labels: ReadonlySet<string>;
}

export interface AlertExpression {
  readonly expr: string;
  /** The metric that the condition is about. */
  readonly metric: string;
  /** How long it must hold, in ms; null where the window is the range over which the metric is taken. */
  readonly hold: number | null;
}

/** A condition as PromQL; otherwise a sentence that says what it lacks. Counters and histograms are taken over the window, a gauge must hold as long. */
export function alertExpression(condition: Threshold, metrics: ReadonlyMap<string, Metric>): AlertExpression | string {
  const measured = readMeasured(condition.metric, (name) => metrics.has(name));
  const problem = problemOf(condition, measured, metrics);
  if (problem !== null || 'unreadable' in measured) return `Unexpected condition "${condition.text}"${problem}`;
  const { selectors: [first, second], quantile } = measured;
  const metric = metrics.get(first!.metric)!;
  const [left, right] = sides(metric, first!, second, quantile, condition);
  if (left === null) return `Unexpected condition "${condition.text}"${right}`;
  const hold = isSampled(metric) ? (condition.window?.ms ?? null) : null;
  return { expr: `${left} ${condition.operator === '=' ? '==' : condition.operator} ${right}`, metric: metric.name, hold };
}

const isSampled = ({ type }: Metric) => type === 'gauge' || type === 'summary';
const TYPES = ['counter', 'gauge', 'histogram', 'summary'];

function problemOf({ window, note, metric, value }: Threshold, measured: Measured | { readonly unreadable: string }, metrics: ReadonlyMap<string, Metric>): string | null {
  if ('unreadable' in measured || measured.selectors.length === 0) {
    const known = metrics.size > 0 ? `expected one of ${[...metrics.keys()].join(', ')}` : 'and "Metrics to Track" has none whose name Prometheus accepts';
    return 'unreadable' in measured && [...metrics.keys()].some((name) => metric.includes(name)) ? `: "${measured.unreadable}" is no part of an expression, expected metrics with labels such as {outcome="failed"}, "P95 of", "share of"` : ` without a metric, ${known}`;
  }
  if (note !== '') return `: the remark "${note}" cannot be an expression, expected it in the action`;
  for (const { metric: name, matchers } of measured.selectors) {
    const { type, labels } = metrics.get(name)!;
    const stray = matchers.find(({ label }) => !labels.has(label));
    if (!TYPES.includes(type)) return `: ${name} has the type "${type}", expected ${TYPES.join(', ')}`;
    if (stray && !(type === 'summary' && stray.label === 'quantile')) return `: "Metrics to Track" gives ${name} no label ${stray.label}`;
  }
  if (measured.selectors.length > 2) return ' with more than two metrics, which is no share';
  if (measured.isShare && value.kind !== 'percentage') return ', a share, expected a percentage to compare it with';
  const first = metrics.get(measured.selectors[0]!.metric)!;
  if (window !== null && (window.calendar || !Number.isInteger(window.ms) || window.ms <= 0)) return ': its window is no length of time that Prometheus knows';
  if (window === null && !isSampled(first)) return `: nothing says over which time ${first.name} is taken, expected for example "${metric} … for 5 min"`;
  return null;
}

/** Both sides of the comparison, or null and what is wrong. */
function sides(metric: Metric, first: Selector, second: Selector | undefined, quantile: string | null, { value, window }: Threshold): [string, string] | [null, string] {
  const range = window ? `[${promDuration(window.ms)}]` : '';
  if (metric.type === 'counter') return counterSides(first, second, quantile, value, range);
  if (second) return [null, `: two metrics are compared only as a share of counters, and ${metric.name} is a ${metric.type}`];
  if ((quantile !== null) !== (metric.type === 'histogram')) {
    return [null, quantile === null ? `: ${metric.name} is a histogram, expected a quantile such as "P95 of ${metric.name}"` : `: a quantile is computed from a histogram, and ${metric.name} is a ${metric.type}`];
  }
  const right = scaled(metric.name, value);
  if (right === null) return [null, mismatch(metric.name, value)];
  const left = quantile === null ? show(first) : `histogram_quantile(${quantile}, sum by (le) (rate(${show(first, '_bucket')}${range})))`;
  return [left, right];
}

function counterSides(first: Selector, second: Selector | undefined, quantile: string | null, value: Measure, range: string): [string, string] | [null, string] {
  if (quantile !== null) return [null, `: a quantile is computed from a histogram, and ${first.metric} is a counter`];
  const rate = (selector: Selector) => `sum(rate(${show(selector)}${range}))`;
  if (value.kind === 'percentage') {
    const whole = second ?? { metric: first.metric, matchers: [] };
    if (show(whole) === show(first)) return [null, `: a percentage of a counter is a share, expected labels such as ${first.metric}{outcome="failed"}`];
    return [`${rate(first)} / ${rate(whole)}`, fraction(value)];
  }
  if (second) return [null, ': two counters are compared only as a share, expected a percentage'];
  if (value.kind !== 'rate') {
    const right = scaled(first.metric.replace(/_total$/, ''), value);
    return right === null ? [null, mismatch(first.metric, value)] : [`sum(increase(${show(first)}${range}))`, right];
  }
  if (isCalendar(value.per.unit)) return [null, mismatch(first.metric, value)];
  const seconds = periodMs(value.per).toNumber() / 1000;
  return [seconds === 1 ? rate(first) : `${rate(first)} * ${seconds}`, String(value.amount.toNumber())];
}

const fraction = ({ value }: PercentageValue) => String(value.div(Ratio.of(100n)).toNumber());

function show({ metric, matchers }: Selector, suffix = ''): string {
  return `${metric}${suffix}${matchers.length > 0 ? `{${matchers.map((m) => m.text).join(',')}}` : ''}`;
}

/** Milliseconds or bytes in a unit that the metric's name ends with. */
const TIME_UNITS: Readonly<Record<string, number>> = { seconds: 1000, milliseconds: 1, ms: 1, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };
const BYTES: Readonly<Record<string, number>> = { bytes: 1, byte: 1, B: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };

/** A value in the unit of the metric's name; null where the name has none for it. */
function scaled(name: string, value: Measure): string | null {
  const unit = /_([a-z]+)$/i.exec(name)?.[1] ?? '';
  if (value.kind === 'duration') return Object.hasOwn(TIME_UNITS, unit) && !value.calendar ? String(value.ms / TIME_UNITS[unit]!) : null;
  if (value.kind === 'percentage') return unit === 'ratio' ? fraction(value) : unit === 'percent' ? String(value.value.toNumber()) : null;
  if (value.kind !== 'amount') return null;
  if (unit !== 'bytes' || value.unit === '') return Object.hasOwn(BYTES, value.unit) || (value.unit !== '' && Object.hasOwn(TIME_UNITS, unit)) ? null : String(value.value.toNumber());
  return Object.hasOwn(BYTES, value.unit) ? String(value.value.toNumber() * BYTES[value.unit]!) : null;
}

const SUFFIXES: Readonly<Record<string, string>> = { duration: ', expected a name that ends with its unit, such as _seconds', percentage: ', expected a name that ends with _ratio or _percent' };

function mismatch(name: string, { kind }: Measure): string {
  return `: ${name} cannot be compared with ${{ amount: 'an amount in this unit', money: 'a sum of money', rate: 'a rate', duration: 'a duration', percentage: 'a percentage' }[kind]}${SUFFIXES[kind] ?? ''}`;
}

/** `10m`, `1h30m`, `500ms`. */
export function promDuration(ms: number): string {
  const units: readonly [string, number][] = [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1000], ['ms', 1]];
  let left = ms;
  return units.map(([name, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count > 0 ? `${count}${name}` : '';
  }).join('');
}
