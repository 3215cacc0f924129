import type { Ratio } from './decimal.ts';
import type { Sign, Token } from './tokens.ts';

export type { Operand } from './tokens.ts';

/** Powers of the base units: `{ time: -1 }`. Absent is 0. */
export type Dimension = ReadonlyMap<string, number>;
export interface Result {
  readonly value: Ratio;
  readonly dimension: Dimension;
  /** A bare percentage: of what is open in "1,000 + 10 %", so it only adds to its like. */
  readonly share: boolean;
}

const RANK: Readonly<Record<Sign, number>> = { '+': 1, '-': 1, '*': 2, '/': 2 };
/** More is no calculation in prose; it keeps the exact numbers small. */
const LONGEST = 60;

/**
 * Computes tokens that alternate properly (equation.ts sees to that). `plain` leaves every unit away, `units` computes
 * in base units. Null where the calculation has no answer: division by zero, a sum of different dimensions, brackets
 * that do not match.
 */
export function evaluate(tokens: readonly Token[], mode: 'plain' | 'units'): Result | null {
  if (tokens.length > LONGEST) return null;
  const values: Result[] = [];
  const signs: (Sign | '(')[] = [];
  const reduce = (): boolean => {
    const right = values.pop();
    const left = values.pop();
    const result = left && right && apply(left, right, signs.pop() as Sign);
    if (!result) return false;
    values.push(result);
    return true;
  };
  for (const token of tokens) {
    if (token.kind === 'operand')
      values.push({
        value: mode === 'plain' ? token.value : token.value.mul(token.scale),
        dimension: dimensionOf(token.dimension, mode),
        share: token.dimension === 'percent',
      });
    else if (token.kind === 'open') signs.push('(');
    else if (token.kind === 'close') {
      while (signs.length > 0 && signs.at(-1) !== '(') if (!reduce()) return null;
      if (signs.pop() !== '(') return null;
    } else if (token.kind === 'sign') {
      for (let top = signs.at(-1); top && top !== '(' && RANK[top] >= RANK[token.sign]; top = signs.at(-1))
        if (!reduce()) return null;
      signs.push(token.sign);
    } else return null;
  }
  while (signs.length > 0) if (signs.at(-1) === '(' || !reduce()) return null;
  return values.length === 1 ? values[0]! : null;
}

function dimensionOf(name: string, mode: 'plain' | 'units'): Dimension {
  if (mode === 'plain' || name === '' || name === 'percent') return new Map();
  return name.startsWith('/') ? new Map([[name.slice(1), -1]]) : new Map([[name, 1]]);
}

export function sameDimension(a: Dimension, b: Dimension): boolean {
  for (const key of new Set([...a.keys(), ...b.keys()])) if ((a.get(key) ?? 0) !== (b.get(key) ?? 0)) return false;
  return true;
}

function apply(left: Result, right: Result, sign: Sign): Result | null {
  if (sign === '+' || sign === '-') {
    if (left.share !== right.share || !sameDimension(left.dimension, right.dimension)) return null;
    return {
      value: sign === '+' ? left.value.add(right.value) : left.value.sub(right.value),
      dimension: left.dimension,
      share: left.share,
    };
  }
  if (sign === '/' && right.value.isZero) return null;
  const dimension = new Map(left.dimension);
  for (const [key, power] of right.dimension)
    dimension.set(key, (dimension.get(key) ?? 0) + (sign === '*' ? power : -power));
  return { value: sign === '*' ? left.value.mul(right.value) : left.value.div(right.value), dimension, share: false };
}
