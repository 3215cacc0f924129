const MAX = Number.MAX_SAFE_INTEGER;

/**
 * A whole number: a `number` where it is a safe integer, which nearly all are and which is much the faster one, else a
 * `bigint`.
 */
type Whole = number | bigint;

/**
 * Exact numbers: money has no floating cents, and a recomputed calculation is either right or wrong.
 * `num/den` is always in lowest terms, `den` is positive.
 */
export class Ratio {
  private readonly n: Whole;
  private readonly d: Whole;

  private constructor(n: Whole, d: Whole) {
    this.n = n;
    this.d = d;
  }

  /** Throws RangeError when `den` is 0, or one of both no whole number. */
  static of(num: bigint | number, den: bigint | number = 1): Ratio {
    const n = typeof num === 'bigint' ? narrow(num) : num;
    const d = typeof den === 'bigint' ? narrow(den) : den;
    const small = Number.isSafeInteger(n) && Number.isSafeInteger(d) ? Ratio.small(n as number, d as number) : null;
    return small ?? Ratio.big(BigInt(n), BigInt(d));
  }

  /** Of whole numbers; null where one is NaN or no longer safe, or the denominator 0. */
  private static small(num: number, den: number): Ratio | null {
    if (!(num <= MAX && num >= -MAX && den <= MAX && den >= -MAX) || den === 0) return null;
    // Plus 0, because 0 × -1 is -0.
    if (den === 1) return new Ratio(num + 0, 1);
    let g = den;
    for (let rest = num; rest !== 0; ) {
      const next = g % rest;
      g = rest;
      rest = next;
    }
    if (g < 0 !== den < 0) g = -g;
    return new Ratio(num / g + 0, den / g);
  }

  private static big(num: bigint, den: bigint): Ratio {
    if (den === 0n) throw new RangeError('a ratio cannot have the denominator 0');
    const g = den < 0n ? -gcd(abs(num), -den) : gcd(abs(num), den);
    return new Ratio(narrow(num / g), narrow(den / g));
  }

  get num(): bigint {
    return BigInt(this.n);
  }

  get den(): bigint {
    return BigInt(this.d);
  }

  /** Reads plain machine notation: `-12.50`. People's spellings are read by `readNumber`. */
  static from(decimal: string): Ratio | null {
    const m = /^(-?)(\d{1,60})(?:\.(\d{1,60}))?$/.exec(decimal);
    if (!m) return null;
    const digits = m[3] ?? '';
    const value = Ratio.of(BigInt(m[2]! + digits), 10n ** BigInt(digits.length));
    return m[1] ? value.neg() : value;
  }

  add(other: Ratio): Ratio {
    return (
      Ratio.small(product(this.n, other.d) + product(other.n, this.d), product(this.d, other.d)) ??
      Ratio.big(this.num * other.den + other.num * this.den, this.den * other.den)
    );
  }

  sub(other: Ratio): Ratio {
    return this.add(other.neg());
  }

  mul(other: Ratio): Ratio {
    return (
      Ratio.small(product(this.n, other.n), product(this.d, other.d)) ??
      Ratio.big(this.num * other.num, this.den * other.den)
    );
  }

  /** Throws RangeError on division by zero; ask `isZero` first. */
  div(other: Ratio): Ratio {
    return (
      Ratio.small(product(this.n, other.d), product(this.d, other.n)) ??
      Ratio.big(this.num * other.den, this.den * other.num)
    );
  }

  neg(): Ratio {
    return new Ratio(typeof this.n === 'number' ? 0 - this.n : -this.n, this.d);
  }

  abs(): Ratio {
    return this.n < 0 ? this.neg() : this;
  }

  /** Negative, zero or positive, as for Array.prototype.sort. */
  cmp(other: Ratio): number {
    const left = product(this.n, other.d);
    const right = product(other.n, this.d);
    if (!Number.isNaN(left) && !Number.isNaN(right)) return Math.sign(left - right);
    const exact = this.num * other.den - other.num * this.den;
    return exact < 0n ? -1 : exact > 0n ? 1 : 0;
  }

  eq(other: Ratio): boolean {
    return this.n === other.n && this.d === other.d;
  }

  get isZero(): boolean {
    return this.n === 0;
  }

  get isInteger(): boolean {
    return this.d === 1;
  }

  /** The nearest double, for durations and display; never for money. */
  toNumber(): number {
    if (this.d === 1) return Number(this.n);
    // With up to 15 decimals, the quotient is what is computed below.
    if (typeof this.n === 'number' && typeof this.d === 'number' && 1e15 % this.d === 0) return this.n / this.d;
    const whole = this.num / this.den;
    // Below 2^53 the fraction still fits beside the integer part; 15 further digits are more than a double keeps.
    const rest = ((this.num % this.den) * 10n ** 15n) / this.den;
    return rest === 0n
      ? Number(whole)
      : Number(`${this.num < 0n ? '-' : ''}${abs(whole)}.${String(abs(rest)).padStart(15, '0')}`);
  }

  /**
   * `1,234.5`: at most `digits` decimals, rounded half away from zero, without trailing zeros. `grouped: false` leaves
   * the separators out.
   */
  format(digits = 2, { grouped = true }: { grouped?: boolean } = {}): string {
    const scale = 10n ** BigInt(digits);
    const scaled = (abs(this.num) * scale * 2n + this.den) / (this.den * 2n);
    const whole = String(scaled / scale);
    const fraction =
      digits === 0
        ? ''
        : String(scaled % scale)
            .padStart(digits, '0')
            .replace(/0{1,100}$/, '');
    const sign = this.num < 0n && scaled !== 0n ? '-' : '';
    return `${sign}${grouped ? group(whole) : whole}${fraction && `.${fraction}`}`;
  }

  /** Exact: `12.5`, or `1/3` where no finite decimal exists. */
  toString(): string {
    const digits = decimalsNeeded(this.den);
    return digits === null ? `${this.num}/${this.den}` : this.format(digits, { grouped: false });
  }

  /** JSON has no exact numbers: the model is exported with strings. */
  toJSON(): string {
    return this.toString();
  }
}

export const ZERO = Ratio.of(0);
export const ONE = Ratio.of(1);

/** NaN where it is no safe integer, or one of both a `bigint`. */
function product(a: Whole, b: Whole): number {
  const exact = typeof a === 'number' && typeof b === 'number' ? a * b : NaN;
  return exact <= MAX && exact >= -MAX ? exact : NaN;
}

function narrow(n: bigint): Whole {
  return n <= MAX && n >= -MAX ? Number(n) : n;
}

/** Of `a` at least 0 and `b` above 0. */
function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

function abs(n: bigint): bigint {
  return n < 0n ? -n : n;
}

function group(digits: string): string {
  let out = digits.slice(0, digits.length % 3);
  for (let i = out.length; i < digits.length; i += 3) out += (out && ',') + digits.slice(i, i + 3);
  return out;
}

/** How many decimals show 1/den exactly; null when none do. */
function decimalsNeeded(den: bigint): number | null {
  let twos = 0;
  let fives = 0;
  while (den % 2n === 0n) {
    den /= 2n;
    twos++;
  }
  while (den % 5n === 0n) {
    den /= 5n;
    fives++;
  }
  return den === 1n ? Math.max(twos, fives) : null;
}
