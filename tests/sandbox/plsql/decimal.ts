/** Significant digits that NUMBER keeps. */
const precision = 40;

/**
 * A NUMBER that a JavaScript number does not hold exactly: more than 15 significant digits. All others are plain numbers,
 * so that loops and sizes cost nothing; {@link numeric} decides.
 */
export class Decimal {
  private constructor(
    /** The value is `digits / 10 ** scale`; `scale` may be below 0. */
    readonly digits: bigint,
    readonly scale: number,
  ) {}

  static of(digits: bigint, scale: number): Decimal {
    return new Decimal(digits, scale);
  }

  /** As a number, with what that loses. */
  toNumber(): number {
    return Number(`${this.digits}e${-this.scale}`);
  }

  /** All digits, and as NUMBER shows them no zero before the point. */
  toString(): string {
    const sign = this.digits < 0n ? "-" : "";
    const digits = String(this.digits < 0n ? -this.digits : this.digits);
    if (this.scale <= 0) return sign + digits + "0".repeat(-this.scale);
    const padded = digits.padStart(this.scale, "0");
    const whole = padded.slice(0, padded.length - this.scale);
    return `${sign}${whole}.${padded.slice(padded.length - this.scale)}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** A NUMBER. */
export type Numeric = number | Decimal;

const powers: bigint[] = [1n];

function power(exponent: number): bigint {
  while (powers.length <= exponent) powers.push(powers.at(-1)! * 10n);
  return powers[exponent]!;
}

const largestExact = 10n ** 15n;

/** `digits / 10 ** scale` cut to the digits that NUMBER keeps, as a plain number where that is exact. */
function numeric(digits: bigint, scale: number): Numeric {
  let [kept, places] = [digits, scale];
  const size = kept < 0n ? -kept : kept;
  if (size >= largestExact) {
    const excess = String(size).length - precision;
    if (excess > 0) [kept, places] = [divideHalfUp(kept, power(excess)), places - excess];
    while (kept !== 0n && kept % 10n === 0n && places > -130) {
      kept /= 10n;
      places--;
    }
    // Each value has one form: whole numbers are plain as far as they count exactly.
    if (places === 0 && Number.isSafeInteger(Number(kept))) return Number(kept);
    if ((kept < 0n ? -kept : kept) >= largestExact) return Decimal.of(kept, places);
  }
  return Number(places === 0 ? kept : `${kept}e${-places}`);
}

function divideHalfUp(value: bigint, by: bigint): bigint {
  const [positive, divisor] = [value < 0n ? -value : value, by < 0n ? -by : by];
  const result = (2n * positive + divisor) / (2n * divisor);
  return value < 0n !== by < 0n ? -result : result;
}

const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** Undefined for what is no number. */
export function parseNumeric(text: string): Numeric | undefined {
  if (text.length < 15) {
    // Short ones are exact, and by far the most.
    const match = form.test(text) ? Number(text) : NaN;
    return Number.isNaN(match) || !/\d/.test(text) ? undefined : match;
  }
  const match = form.exec(text);
  if (match === null || (match[2] === "" && (match[3] ?? "") === "")) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const digits = BigInt(whole + fraction);
  return numeric(sign === "-" ? -digits : digits, fraction.length - Number(exponent));
}

/** Digits and scale of any NUMBER. */
export function parts(value: Numeric): Decimal {
  if (typeof value !== "number") return value;
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return Decimal.of(BigInt(value), 0);
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return Decimal.of(BigInt(whole + fraction), fraction.length - Number(exponent));
}

function aligned(one: Numeric, other: Numeric): [bigint, bigint, number] {
  const [a, b] = [parts(one), parts(other)];
  const scale = Math.max(a.scale, b.scale);
  return [a.digits * power(scale - a.scale), b.digits * power(scale - b.scale), scale];
}

/** Below 2 ** 53 and whole: JavaScript counts as NUMBER does. */
function isExact(result: number, one: Numeric, other: Numeric): boolean {
  return Number.isSafeInteger(result) && Number.isSafeInteger(one) && Number.isSafeInteger(other);
}

export function plus(one: Numeric, other: Numeric): Numeric {
  if (typeof one === "number" && typeof other === "number") {
    const quick = one + other;
    if (isExact(quick, one, other) || !Number.isFinite(quick)) return quick;
  }
  const [a, b, scale] = aligned(one, other);
  return numeric(a + b, scale);
}

export function negative(value: Numeric): Numeric {
  return typeof value === "number" ? 0 - value : Decimal.of(-value.digits, value.scale);
}

export function minus(one: Numeric, other: Numeric): Numeric {
  return plus(one, negative(other));
}

export function times(one: Numeric, other: Numeric): Numeric {
  if (typeof one === "number" && typeof other === "number") {
    const quick = one * other;
    if (isExact(quick, one, other) || !Number.isFinite(quick)) return quick;
  }
  const [a, b] = [parts(one), parts(other)];
  return numeric(a.digits * b.digits, a.scale + b.scale);
}

/** The divisor is not 0. */
export function dividedBy(one: Numeric, other: Numeric): Numeric {
  if (typeof one === "number" && typeof other === "number") {
    const quick = one / other;
    if (isExact(quick, one, other) || !Number.isFinite(quick)) return quick;
  }
  const [a, b] = [parts(one), parts(other)];
  const lengths = (value: bigint): number => String(value < 0n ? -value : value).length;
  const more = Math.max(0, precision + 1 - (lengths(a.digits) - lengths(b.digits)));
  return numeric(divideHalfUp(a.digits * power(more), b.digits), a.scale - b.scale + more);
}

/** MOD, whose sign is the dividend's; the dividend itself for 0. */
export function modulo(one: Numeric, other: Numeric): Numeric {
  if (Number.isSafeInteger(one) && Number.isSafeInteger(other)) {
    return other === 0 ? one : ((one as number) % (other as number)) + 0;
  }
  const [a, b, scale] = aligned(one, other);
  return b === 0n ? one : numeric(a % b, scale);
}

/** Half away from zero, at that many digits after the point; `cut` rounds towards zero. */
export function roundTo(value: Numeric, digits: number, cut = false): Numeric {
  if (typeof value === "number" && (Number.isInteger(value) ? digits >= 0 : !Number.isFinite(value)))
    return value;
  const { digits: all, scale } = parts(value);
  if (scale <= digits) return value;
  const by = power(scale - digits);
  return numeric(cut ? all / by : divideHalfUp(all, by), digits);
}

/** CEIL (1) and FLOOR (-1). */
export function wholeBeyond(value: Numeric, direction: 1 | -1): Numeric {
  const whole = roundTo(value, 0, true);
  return Math.sign(compareNumeric(value, whole)) === direction ? plus(whole, direction) : whole;
}

export function compareNumeric(one: Numeric, other: Numeric): number {
  if (typeof one === "number" && typeof other === "number") return one < other ? -1 : one > other ? 1 : 0;
  const [a, b] = aligned(one, other);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whole powers are exact, others as good as floating point is. */
export function powerOf(base: Numeric, exponent: Numeric): Numeric {
  const [b, e] = [asNumber(base), asNumber(exponent)];
  const quick = b ** e;
  if (!Number.isInteger(e) || e < 0 || e > 1000 || Number.isSafeInteger(quick)) return quick;
  let result: Numeric = 1;
  for (let factor: Numeric = base, rest = e; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = times(result, factor);
    factor = times(factor, factor);
  }
  return result;
}

export function asNumber(value: Numeric): number {
  return typeof value === "number" ? value : value.toNumber();
}

export function isNegative(value: Numeric): boolean {
  return typeof value === "number" ? value < 0 : value.digits < 0n;
}

export function absolute(value: Numeric): Numeric {
  return isNegative(value) ? negative(value) : value;
}

/** All digits with that many after the point, rounded; with a zero before the point. */
export function fixed(value: Numeric, digits: number): string {
  const { digits: all, scale } = parts(roundTo(value, digits));
  const sign = all < 0n ? "-" : "";
  const shown = String((all < 0n ? -all : all) * power(Math.max(0, digits - scale))).padStart(
    digits + 1,
    "0",
  );
  return digits === 0 ? sign + shown : `${sign}${shown.slice(0, -digits)}.${shown.slice(-digits)}`;
}

/** What a floating-point result says in decimal: 0.1 * 3 is 0.3. */
export function exact(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(15));
}
