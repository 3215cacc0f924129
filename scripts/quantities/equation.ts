import { ONE, Ratio, ZERO } from './decimal.ts';
import type { Span } from '../markdown/types.ts';
import { evaluate, sameDimension, type Operand } from './evaluate.ts';
import { tokenize, type Token } from './tokens.ts';

/** A calculation that a text states, recomputed. */
export interface Equation {
  /** The whole calculation, result included. */
  readonly at: Span;
  /** As written, without the result: `62,000 × 48`. */
  readonly left: string;
  /** As written: `2,976,000`. */
  readonly stated: string;
  /** What comes out, in the stated result's unit: `2,976,000`. */
  readonly computed: string;
  readonly ok: boolean;
}

/**
 * Finds and recomputes the calculations in a text. What is not surely a calculation of numbers stays unreported: names
 * (`a = 3 × 4`), code (`x=1`), URLs, dates, versions, mixed dimensions. A result may be rounded: it is right within
 * half a unit of its last digit, a sum also within 2 %; after `≈` or "about" within 2 %.
 */
export function findEquations(text: string): Equation[] {
  if (!hasNumbersAround(text)) return [];
  const tokens = tokenize(text);
  const found: Equation[] = [];
  for (let i = 1; i < tokens.length - 1; i++) {
    if (tokens[i]!.kind === 'equals') {
      const equation = equationAt(text, tokens, i);
      if (equation) found.push(equation);
    }
  }
  return found;
}

/** Cheap and complete: an equals sign has a number on each side. */
function hasNumbersAround(text: string): boolean {
  const first = text.search(/[=≈]/);
  const digit = text.search(/\d/);
  return (
    first >= 0 &&
    digit >= 0 &&
    digit < Math.max(text.lastIndexOf('='), text.lastIndexOf('≈')) &&
    /\d/.test(text.slice(first))
  );
}

function equationAt(text: string, tokens: readonly Token[], equals: number): Equation | null {
  const first = runBefore(tokens, equals);
  const last = runAfter(tokens, equals);
  if (first === null || last === null) return null;
  const before = tokens.slice(first, equals);
  const after = tokens.slice(equals + 1, last);
  // "12 = 3 × 4" states its result first.
  const [left, right] = before.some(isSign) ? [before, after] : [after, before];
  if (!left.some(isSign) || mixesPeriods(left, right)) return null;
  const approximate = isApproximate(tokens[equals]!) || left.some(isApproximate) || right.some(isApproximate);
  const verdict = judge(left, right, approximate);
  const other = verdict?.ok ? null : judge(left.map(readOtherwise), right.map(readOtherwise), approximate);
  if (!verdict || other?.ok || (!verdict.ok && left.some((token) => token.kind === 'sign' && token.doubtful)))
    return null;
  // "3,000 × $0.15 = $450 + 10,340 × $0.021 = $217": each sum of a list with its own result.
  if (!verdict.ok) {
    const [own, next] = [lastAddend(before), firstAddend(after)];
    if (own && tokens[first - 1]?.kind === 'equals' && judge(own, after, approximate)?.ok) return null;
    if (next && tokens[last]?.kind === 'equals' && judge(before, next, approximate)?.ok) return null;
  }
  return {
    at: { start: before[0]!.start, end: after.at(-1)!.end },
    left: text.slice(left[0]!.start, left.at(-1)!.end),
    stated: text.slice(right[0]!.start, right.at(-1)!.end),
    // "4,30 EUR" beside "1.300": the point groups thousands here, also when the result is wrong.
    computed: (other && /\d,\d\d(?!\d)/.test(text.slice(before[0]!.start, after.at(-1)!.end)) ? other : verdict)
      .computed,
    ok: verdict.ok,
  };
}

/** "EUR 5 a day + EUR 30 a month", "EUR 5 a day + EUR 1 = EUR 180 a month": how long a month is stays unsaid. */
function mixesPeriods(left: readonly Token[], right: readonly Token[]): boolean {
  const periods = (tokens: readonly Token[]) =>
    new Set(tokens.flatMap((token) => (token.kind === 'operand' && token.period !== '' ? [token.period] : [])));
  const own = periods(left);
  return own.size > 1 || (onlyAdds(left) && own.size === 1 && periods([...left, ...right]).size > 1);
}

const onlyAdds = (tokens: readonly Token[]): boolean =>
  tokens.every((token) => token.kind !== 'sign' || token.sign === '+' || token.sign === '-');

const isPlus = (token: Token): boolean => token.kind === 'sign' && (token.sign === '+' || token.sign === '-');

/** Behind the last plus or minus outside brackets; null without one. */
function lastAddend(tokens: readonly Token[]): readonly Token[] | null {
  const at = tokens.findLastIndex(isPlus);
  return at < 0 || tokens.slice(at).some(({ kind }) => kind === 'close') ? null : tokens.slice(at + 1);
}

/** Before the first one. */
function firstAddend(tokens: readonly Token[]): readonly Token[] | null {
  const at = tokens.findIndex(isPlus);
  return at < 0 || tokens.slice(0, at).some(({ kind }) => kind === 'open') ? null : tokens.slice(0, at);
}

function isApproximate(token: Token): boolean {
  return (token.kind === 'equals' || token.kind === 'operand') && token.approximate;
}

/** `2.000 × 0,01 € = 20 €` is right where the point groups thousands. */
function readOtherwise(token: Token): Token {
  return token.kind === 'operand'
    ? { ...token, value: token.value.mul(token.otherReading), ulp: token.ulp.mul(token.otherReading) }
    : token;
}

const isSign = (token: Token): boolean => token.kind === 'sign';

/** Start of the expression that ends before `equals`; null when something unreadable takes part in it. */
function runBefore(tokens: readonly Token[], equals: number): number | null {
  let start = equals;
  let depth = 0;
  for (let wantOperand = true; start > 0; start--) {
    const token = tokens[start - 1]!;
    if (wantOperand ? token.kind === 'close' : token.kind === 'open' && depth > 0)
      depth += token.kind === 'close' ? 1 : -1;
    else if (wantOperand ? token.kind === 'operand' : token.kind === 'sign') wantOperand = !wantOperand;
    else break;
  }
  // An operand left wanting means that a name or something else stands where a number should: "n × 3 = 12".
  const before = tokens[start];
  if (start === equals || depth !== 0 || before?.kind === 'sign') return null;
  const outside = tokens[start - 1];
  return outside?.kind === 'sign' || outside?.kind === 'blocker' || (outside?.kind === 'equals' && outside.code)
    ? null
    : start;
}

/** End (exclusive) of the expression that starts after `equals`. */
function runAfter(tokens: readonly Token[], equals: number): number | null {
  let end = equals + 1;
  let depth = 0;
  for (let wantOperand = true; end < tokens.length; end++) {
    const token = tokens[end]!;
    if (wantOperand ? token.kind === 'open' : token.kind === 'close' && depth > 0)
      depth += token.kind === 'open' ? 1 : -1;
    else if (wantOperand ? token.kind === 'operand' : token.kind === 'sign') wantOperand = !wantOperand;
    else break;
  }
  return end === equals + 1 || depth !== 0 || tokens[end - 1]?.kind === 'sign' || tokens[end]?.kind === 'blocker'
    ? null
    : end;
}

function operandOf(right: readonly Token[]): Operand | null {
  const only = right.length === 1 ? right[0]! : null;
  return only?.kind === 'operand' ? only : null;
}

/**
 * How many sums of money in whole units are added, each of which somebody rounded: none where one is small or itself a
 * round number.
 */
function roundedAddends(left: readonly Token[], stated: Operand | null): number {
  const addends = left.flatMap((token) => (token.kind === 'operand' ? [token] : []));
  const whole = (token: Operand) =>
    token.value.isInteger && token.ulp.eq(ONE) && token.value.cmp(Ratio.of(10_000)) > 0 && token.value.num % 10n !== 0n;
  return stated?.dimension.startsWith('money') &&
    left.every((token) => token.kind !== 'sign' || token.sign === '+') &&
    addends.every(whole)
    ? addends.length
    : 0;
}

interface Verdict {
  readonly ok: boolean;
  readonly computed: string;
}

function judge(left: readonly Token[], right: readonly Token[], approximate: boolean): Verdict | null {
  const stated = operandOf(right);
  const rounding = { approximate, sum: onlyAdds(left) && onlyAdds(right), addends: roundedAddends(left, stated) };
  // Two readings are open to a writer: plain numbers ("30 × 24 h = 720") and units carried along ("5 × 200 ms = 1 s").
  // Either may be meant.
  const plain = compare(
    evaluate(left, 'plain')?.value,
    evaluate(right, 'plain')?.value,
    stated?.ulp,
    rounding,
    stated?.unit,
  );
  const l = evaluate(left, 'units');
  const r = evaluate(right, 'units');
  const matching = l && r && sameDimension(l.dimension, r.dimension);
  const scale = stated ? stated.scale : ONE;
  const units = matching ? compare(l.value, r.value, stated?.ulp.mul(scale), rounding) : null;
  if (plain?.ok || units?.ok) return plain?.ok ? plain : show(l!.value, scale, stated, true);
  if (matching) return show(l.value, scale, stated, false);
  return plain && plainOnly(left, right) ? plain : null;
}

function show(value: Ratio, scale: Ratio, stated: Operand | null, ok: boolean): Verdict {
  return { ok, computed: value.div(scale).format(decimals(stated?.ulp)) + (stated?.unit ?? '') };
}

/** Without units on the left the result's unit is only a name: "1 + 2 + 4 = 7 s". */
function plainOnly(left: readonly Token[], right: readonly Token[]): boolean {
  const bare = (tokens: readonly Token[]): boolean =>
    tokens.every((token) => token.kind !== 'operand' || token.dimension === '');
  return bare(left) && (right.length === 1 || bare(right));
}

interface Rounding {
  readonly approximate: boolean;
  /** Nothing but plus and minus: who adds up rounds cents away, but not half a second of four. */
  readonly sum: boolean;
  /** Addends that were rounded before: the result may be off by half of each. */
  readonly addends: number;
}

function compare(
  left: Ratio | undefined,
  right: Ratio | undefined,
  ulp: Ratio | undefined,
  { approximate, sum, addends }: Rounding,
  unit = '',
): Verdict | null {
  if (!left || !right) return null;
  const off = left.sub(right).abs();
  const fiftieth = max(left.abs(), right.abs()).div(Ratio.of(50));
  const half = ulp ? ulp.mul(Ratio.of(Math.max(1, ulp.eq(ONE) ? addends : 1), 2)) : ZERO;
  const rounded = sum ? min(half, fiftieth) : half;
  return { ok: off.cmp(approximate ? max(fiftieth, half) : rounded) <= 0, computed: left.format(decimals(ulp)) + unit };
}

function min(a: Ratio, b: Ratio): Ratio {
  return a.cmp(b) < 0 ? a : b;
}

function max(a: Ratio, b: Ratio): Ratio {
  return a.cmp(b) > 0 ? a : b;
}

/** One decimal more than the result shows, so that a wrong last digit can be seen. */
function decimals(ulp: Ratio | undefined): number {
  return ulp && ulp.den > 1n ? String(ulp.den).length : 2;
}
