import { ONE, Ratio } from './decimal.ts';
import { readPeriod, readTimeUnit, periodMs, type Period } from './duration.ts';
import { endOf, isWordChar, readNumber, skipBlanks, wordAt, type Read } from './scan.ts';

export interface RateValue {
  readonly kind: 'rate';
  readonly amount: Ratio;
  /** What is counted, as written: `requests`; '' when the text does not say. */
  readonly unit: string;
  readonly per: Period;
  /** Whose limit it is: `channel` in "1 message per second per channel". */
  readonly scope: string | null;
}

const PER = new Set('/ per a an each every in within pro je alle'.split(' '));
const ADVERBS: ReadonlyMap<string, Period['unit']> = new Map([
  ['secondly', 's'],
  ['hourly', 'h'],
  ['daily', 'day'],
  ['weekly', 'week'],
  ['monthly', 'month'],
  ['yearly', 'year'],
  ['annually', 'year'],
  ['stündlich', 'h'],
  ['täglich', 'day'],
  ['wöchentlich', 'week'],
  ['monatlich', 'month'],
  ['jährlich', 'year'],
]);
/** All of three letters, with a `p` in the middle. */
const ABBREVIATED: ReadonlyMap<string, readonly [string, Period['unit']]> = new Map([
  ['rps', ['requests', 's']],
  ['rpm', ['requests', 'min']],
  ['rph', ['requests', 'h']],
  ['rpd', ['requests', 'day']],
  ['qps', ['queries', 's']],
  ['qpm', ['queries', 'min']],
  ['tps', ['transactions', 's']],
  ['tpm', ['tokens', 'min']],
  ['tpd', ['tokens', 'day']],
]);
/** Words that cannot be part of what is counted: they open the next clause. */
const CLAUSE = new Set(
  'per a an each every in within pro je alle of and or und oder is are to for from with at on by the then than über over für von bis that which who when while if but so as we it they our their after before until during against via plus must may can will should has have not only unverified wenn nach vor mit auf ist sind wird werden nicht nur der die das'.split(
    ' ',
  ),
);
// biome-ignore lint/suspicious/noMisleadingCharacterClass: marks that combine follow the letter one by one here.
const WORD = /[A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff][A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\u0300-\u036f'’-]{0,40}/uy;

/** Reads up to five words that name what is counted: `API requests`, `Anfragen`. */
export function readNoun(text: string, pos: number): Read<string> {
  let end = pos;
  for (let words = 0, at = pos; words < 5; words++) {
    at = skipBlanks(text, at);
    const wordEnd = text.charCodeAt(at) > 64 ? endOf(WORD, text, at) : -1;
    if (wordEnd <= at) break;
    const word = text.slice(at, wordEnd).toLowerCase();
    if (((words > 0 || at > pos) && CLAUSE.has(word)) || ADVERBS.has(word) || isWordChar(text[wordEnd])) break;
    at = end = wordEnd;
  }
  return { value: end === pos ? '' : text.slice(pos, end).trim(), end };
}

/** Cheap: what follows a number here begins with a letter or `/`; mostly there is the end, a comma or a bracket. */
export function mayOpenClause(code: number): boolean {
  return code > 64 || code === 47;
}

/** Reads `per second`, `/min`, `per 10 s`, `a day`, `daily`: one period. */
export function readPer(text: string, pos: number): Read<Period> | null {
  const start = skipBlanks(text, pos);
  const first = text.charCodeAt(start);
  if (!mayOpenClause(first)) return null;
  const opening = first === 47 ? '/' : wordAt(text, start).toLowerCase();
  const adverb = ADVERBS.get(opening);
  if (adverb) return { value: { count: ONE, unit: adverb }, end: start + opening.length };
  if (!PER.has(opening)) return null;
  const at = skipBlanks(text, start + opening.length);
  const unit = readTimeUnit(text, at);
  if (unit) return { value: { count: ONE, unit: unit.value }, end: unit.end };
  const quarter = endOf(/(?:quarter|Quartal)\b(?! of\b)/iy, text, at);
  if (quarter >= 0) return { value: { count: Ratio.of(3), unit: 'month' }, end: quarter };
  const night = endOf(/(?:night|Nacht)\b/iy, text, at);
  if (night >= 0) return { value: { count: ONE, unit: 'day' }, end: night };
  const period = readPeriod(text, at);
  // Nothing comes "per 0 s".
  return period?.value.count.isZero ? null : period;
}

/** Reads one rate: `100 requests per second per channel`. */
export function readRate(text: string, pos: number): Read<RateValue> | null {
  const number = readNumber(text, pos);
  if (!number) return null;
  const at = skipBlanks(text, number.end);
  if (!mayOpenClause(text.charCodeAt(at))) return null;
  const short = (text.charCodeAt(at + 1) | 32) === 112 ? ABBREVIATED.get(wordAt(text, at).toLowerCase()) : undefined;
  if (short)
    return {
      value: { kind: 'rate', amount: number.value, unit: short[0], per: { count: ONE, unit: short[1] }, scope: null },
      end: at + 3,
    };
  const noun = readNoun(text, number.end);
  let end = noun.end;
  let per: Period | null = null;
  let scopes = '';
  // "10 requests per user per second": the clauses may come in any order, just one of them names the time.
  for (let clauses = 0; clauses < 3 && end < text.length; clauses++) {
    const time: Read<Period> | null = per ? null : readPer(text, end);
    if (time) {
      per = time.value;
      end = time.end;
      continue;
    }
    const open = endOf(SCOPE, text, skipBlanks(text, end));
    const scope = open < 0 ? null : readNoun(text, skipBlanks(text, open));
    if (!scope?.value || CLAUSE.has(scope.value.toLowerCase())) break;
    scopes += (scopes && ' per ') + scope.value;
    end = scope.end;
  }
  return per && !per.count.isZero
    ? { value: { kind: 'rate', amount: number.value, unit: noun.value, per, scope: scopes || null }, end }
    : null;
}

const SCOPE = /(?:\/|per\b|for each\b|pro\b|je\b)/iy;

const DAYS_A_MONTH = 30;

/** How much comes together in one day, exact. A month is taken as `daysAMonth` days, a year as 12 such months. */
function perDay(rate: Pick<RateValue, 'amount' | 'per'>, daysAMonth = DAYS_A_MONTH): Ratio {
  const { count, unit } = rate.per;
  const months = unit === 'month' ? 1 : unit === 'year' ? 12 : null;
  const days =
    months === null
      ? periodMs(rate.per).div(Ratio.of(86_400_000))
      : count.mul(Ratio.of(months)).mul(Ratio.of(daysAMonth));
  return rate.amount.div(days);
}

/** How much comes together in one month. */
export function perMonth(rate: Pick<RateValue, 'amount' | 'per'>, daysAMonth = DAYS_A_MONTH): Ratio {
  return perDay(rate, daysAMonth).mul(Ratio.of(daysAMonth));
}

/** Negative when `a` is the slower one. Mind that scopes and units are the caller's to compare. */
export function compareRates(
  a: Pick<RateValue, 'amount' | 'per'>,
  b: Pick<RateValue, 'amount' | 'per'>,
  daysAMonth = DAYS_A_MONTH,
): number {
  return perDay(a, daysAMonth).cmp(perDay(b, daysAMonth));
}
