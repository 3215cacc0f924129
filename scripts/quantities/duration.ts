import { Ratio } from './decimal.ts';
import { endOf, isDigit, isLetter, matchAt, readNumber, skipBlanks, wordAt, type Read } from './scan.ts';

/** The units of time. A month and a year have no fixed length; they are kept apart as calendar units. */
export type TimeUnit = 'us' | 'ms' | 's' | 'min' | 'h' | 'day' | 'week' | 'month' | 'year';

/** A length of time as a count of one unit, exact: `10 s`, `1 month`. */
export interface Period {
  readonly count: Ratio;
  readonly unit: TimeUnit;
}

export interface DurationValue {
  readonly kind: 'duration';
  /** Milliseconds. Months count 30 days, years 365 days: see `calendar`. */
  readonly ms: number;
  /** A month or year takes part, so `ms` is nominal and not exact. */
  readonly calendar: boolean;
}

/** Microseconds in each unit: a whole number for all of them. */
const MICROS: Readonly<Record<TimeUnit, number>> = {
  us: 1,
  ms: 1_000,
  s: 1_000_000,
  min: 60_000_000,
  h: 3_600_000_000,
  day: 86_400_000_000,
  week: 604_800_000_000,
  month: 2_592_000_000_000,
  year: 31_536_000_000_000,
};

const NAMES: Readonly<Record<TimeUnit, string>> = {
  us: 'us µs μs microsecond microseconds mikrosekunde mikrosekunden',
  ms: 'ms msec millisecond milliseconds millis millisekunde millisekunden',
  s: 's sec secs second seconds sek sekunde sekunden',
  min: 'min mins minute minutes minuten',
  h: 'h hr hrs hour hours std stunde stunden',
  day: 'd day days tag tage tagen calendarday',
  week: 'w wk week weeks woche wochen',
  month: 'mo month months monat monate monaten',
  year: 'y yr year years jahr jahre jahren',
};

let byName: Map<string, TimeUnit> | undefined;

/** The unit that a word names, in English or German: `s`, `Minuten`, `mins`. */
function timeUnit(word: string): TimeUnit | null {
  byName ??= new Map(
    Object.entries(NAMES).flatMap(([unit, names]) => names.split(' ').map((name) => [name, unit as TimeUnit])),
  );
  return byName.get(word) ?? byName.get(word.toLowerCase()) ?? null;
}

function isCalendar(unit: TimeUnit): boolean {
  return unit === 'month' || unit === 'year';
}

const lengths = new Map<TimeUnit, Ratio>();

/** Exact length in milliseconds; months and years nominal (30 and 365 days). */
export function periodMs({ count, unit }: Period): Ratio {
  let length = lengths.get(unit);
  if (!length) lengths.set(unit, (length = Ratio.of(MICROS[unit], 1000)));
  return count.mul(length);
}

/** Reads the name of a unit of time with its abbreviation point: `Std.`, `sec`. */
export function readTimeUnit(text: string, pos: number): Read<TimeUnit> | null {
  const word = wordAt(text, pos) || gluedUnit(text, pos);
  // "3-D Secure" is no duration: a unit of one letter is small.
  const unit = word === '' || (word.length === 1 && word < 'a') ? null : timeUnit(word);
  if (!unit) return null;
  const end = pos + word.length;
  return {
    value: unit,
    end: text[end] === '.' && ABBREVIATIONS.test(word) && /^\.[ ,;)\w]/.test(text.slice(end, end + 2)) ? end + 1 : end,
  };
}

const ABBREVIATIONS = /^(?:std|sek|min|sec|hrs?)$/i;

/** `h` in "1h30m", or ''. */
function gluedUnit(text: string, pos: number): string {
  return isLetter(text.charCodeAt(pos)) ? (matchAt(/[hdms]{1,2}(?=\d)/y, text, pos)?.[0] ?? '') : '';
}

const WORDS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  ten: 10,
  ein: 1,
  eine: 1,
  einen: 1,
  einer: 1,
  zwei: 2,
  drei: 3,
  vier: 4,
  fünf: 5,
  zehn: 10,
};

/** Reads `10 s`, `a minute`, `three days`, `24-hour`. */
export function readPeriod(text: string, pos: number): Read<Period> | null {
  const number = readNumber(text, pos) ?? readOneToTen(text, pos);
  if (!number) return null;
  const hyphen = text[number.end] === '-' ? 1 : 0;
  const unit = readTimeUnit(text, skipBlanks(text, number.end + hyphen));
  return unit && { value: { count: number.value, unit: unit.value }, end: unit.end };
}

function readOneToTen(text: string, pos: number): Read<Ratio> | null {
  const word = wordAt(text, pos).toLowerCase();
  return Object.hasOwn(WORDS, word) ? { value: Ratio.of(WORDS[word]!), end: pos + word.length } : null;
}

const ISO =
  /P(?=[\dT])(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:[.,]\d{1,9})?)S)?)?(?![A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\d])/uy;
const ISO_UNITS: readonly TimeUnit[] = ['year', 'month', 'week', 'day', 'h', 'min', 's'];

function readIso(text: string, pos: number): Read<readonly Period[]> | null {
  const m = text[pos] === 'P' ? matchAt(ISO, text, pos) : null;
  if (!m) return null;
  const parts = ISO_UNITS.flatMap((unit, i) => {
    const count = m[i + 1] === undefined ? null : Ratio.from(m[i + 1]!.replace(',', '.'));
    return count ? [{ count, unit }] : [];
  });
  return parts.length === 0 ? null : { value: parts, end: pos + m[0].length };
}

const AND = /[ \u00a0\u2009\u202f]?(?:and |und )?/y;

/** Reads one duration: `5 s`, `1 h 30 min`, `1h30m`, `PT5S`, `24 Stunden`. */
export function readDuration(text: string, pos: number): Read<DurationValue> | null {
  const iso = readIso(text, pos);
  if (iso) return { value: total(iso.value), end: iso.end };
  const first = readPeriod(text, pos);
  if (!first) return null;
  const parts = [first.value];
  let end = first.end;
  // Further parts must get smaller: "1 h 30 min" is one duration, "30 min 1 h" is none, "5 s 10 s" are two.
  while (end < text.length) {
    const next = endOf(AND, text, end);
    const part = isDigit(text.charCodeAt(next))
      ? (readPeriod(text, next) ?? (parts.at(-1)!.unit === 'h' ? readShortMinutes(text, next) : null))
      : null;
    if (
      !part ||
      MICROS[part.value.unit] >= MICROS[parts.at(-1)!.unit] ||
      (!part.value.count.isInteger && part.value.unit !== 's')
    )
      break;
    parts.push(part.value);
    end = part.end;
  }
  return { value: total(parts), end };
}

/** `m` alone may be metres or months; after hours it is minutes. */
function readShortMinutes(text: string, pos: number): Read<Period> | null {
  const m = matchAt(/(\d{1,3}) ?m(?![A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff])/uy, text, pos);
  return m && { value: { count: Ratio.of(Number(m[1])), unit: 'min' }, end: pos + m[0].length };
}

function total(parts: readonly Period[]): DurationValue {
  let ms = periodMs(parts[0]!);
  let calendar = isCalendar(parts[0]!.unit);
  for (let i = 1; i < parts.length; i++) {
    ms = ms.add(periodMs(parts[i]!));
    calendar ||= isCalendar(parts[i]!.unit);
  }
  return { kind: 'duration', ms: ms.toNumber(), calendar };
}

/** Reads a whole text as one duration: `30 s`, `5min`; null when it is none. */
export function parseDuration(source: string): DurationValue | null {
  const text = source.trim();
  const read = readDuration(text, 0);
  return read?.end === text.length ? read.value : null;
}

const STEPS: readonly [TimeUnit, string][] = [
  ['day', 'day'],
  ['h', 'h'],
  ['min', 'min'],
  ['s', 's'],
  ['ms', 'ms'],
  ['us', 'µs'],
];

/** The shortest reading that loses nothing: `90 s`, `1 h 30 min`, `2 days`, `1.5 ms`. Reads back to the same `ms`. */
export function formatDuration(ms: number): string {
  const micros = BigInt(Math.round(ms * 1000));
  if (micros <= 0n) return '0 s';
  for (const [index, [unit, name]] of STEPS.entries()) {
    const size = BigInt(MICROS[unit]);
    const count = micros / size;
    const rest = micros % size;
    if (count === 0n) continue;
    if (rest === 0n) return `${count} ${name}${unit === 'day' && count > 1n ? 's' : ''}`;
    const next = STEPS[index + 1];
    const nextSize = next && BigInt(MICROS[next[0]]);
    if (nextSize && unit !== 's' && unit !== 'ms' && unit !== 'us' && rest % nextSize === 0n && count < 100n)
      return `${count} ${name}${unit === 'day' && count > 1n ? 's' : ''} ${rest / nextSize} ${next[1]}`;
    if (unit === 's' || unit === 'ms') return `${Ratio.of(micros, size).format(6, { grouped: false })} ${name}`;
  }
  return `${micros} µs`;
}
