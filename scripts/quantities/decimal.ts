/**
 * Exact numbers: money has no floating cents, and a recomputed calculation is either right or wrong.
 * `num/den` is always in lowest terms, `den` is positive.
 */
export class Ratio {
  readonly num: bigint;
  readonly den: bigint;

  private constructor(num: bigint, den: bigint) {
    this.num = num;
    this.den = den;
  }

  /** Throws RangeError when `den` is 0. */
  static of(num: bigint | number, den: bigint | number = 1n): Ratio {
    let n = BigInt(num);
    let d = BigInt(den);
    if (d === 0n) throw new RangeError('a ratio cannot have the denominator 0');
    if (d === 1n) return new Ratio(n, d);
    if (d < 0n) [n, d] = [-n, -d];
    const g = gcd(n < 0n ? -n : n, d);
    return new Ratio(n / g, d / g);
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
    return Ratio.of(this.num * other.den + other.num * this.den, this.den * other.den);
  }

  sub(other: Ratio): Ratio {
    return this.add(other.neg());
  }

  mul(other: Ratio): Ratio {
    return Ratio.of(this.num * other.num, this.den * other.den);
  }

  /** Throws RangeError on division by zero; ask `isZero` first. */
  div(other: Ratio): Ratio {
    return Ratio.of(this.num * other.den, this.den * other.num);
  }

  neg(): Ratio {
    return new Ratio(-this.num, this.den);
  }

  abs(): Ratio {
    return this.num < 0n ? this.neg() : this;
  }

  /** Negative, zero or positive, as for Array.prototype.sort. */
  cmp(other: Ratio): number {
    const left = this.num * other.den;
    const right = other.num * this.den;
    return left < right ? -1 : left > right ? 1 : 0;
  }

  eq(other: Ratio): boolean {
    return this.num === other.num && this.den === other.den;
  }

  get isZero(): boolean {
    return this.num === 0n;
  }

  get isInteger(): boolean {
    return this.den === 1n;
  }

  /** The nearest double, for durations and display; never for money. */
  toNumber(): number {
    if (this.den === 1n) return Number(this.num);
    const whole = this.num / this.den;
    // Below 2^53 the fraction still fits beside the integer part; 15 further digits are more than a double keeps.
    const rest = ((this.num % this.den) * 10n ** 15n) / this.den;
    return rest === 0n ? Number(whole) : Number(`${this.num < 0n ? '-' : ''}${abs(whole)}.${String(abs(rest)).padStart(15, '0')}`);
  }

  /** `1,234.5`: at most `digits` decimals, rounded half away from zero, without trailing zeros. `grouped: false` leaves the separators out. */
  format(digits = 2, { grouped = true }: { grouped?: boolean } = {}): string {
    const scale = 10n ** BigInt(digits);
    const scaled = (abs(this.num) * scale * 2n + this.den) / (this.den * 2n);
    const whole = String(scaled / scale);
    const fraction = digits === 0 ? '' : String(scaled % scale).padStart(digits, '0').replace(/0{1,100}$/, '');
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

export const ZERO = Ratio.of(0n);
export const ONE = Ratio.of(1n);

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
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
  while (den % 2n === 0n) (den /= 2n), twos++;
  while (den % 5n === 0n) (den /= 5n), fives++;
  return den === 1n ? Math.max(twos, fives) : null;
}
