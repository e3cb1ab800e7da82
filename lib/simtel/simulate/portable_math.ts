/**
 * Elementary functions from the basic operations alone. ECMAScript leaves the last bits of
 * `Math.exp`, `Math.log` and `Math.sin` to the engine; these give the same bits everywhere, so that
 * a seed means the same file on every machine. Relative errors are below 1e-14 in the ranges used.
 */

/** log(2), split so that small integers times the first part are exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** π/2, split likewise. */
const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_LOW = 6.077100506506192e-11;

const EXPONENT_BIAS = 1023;
const word = new DataView(new ArrayBuffer(8));

/** e to the power of `x`; 0 below −700. */
export function exp(x: number): number {
  if (x < -700) return 0;
  const power = Math.round(x / (LN2_HIGH + LN2_LOW));
  const rest = x - power * LN2_HIGH - power * LN2_LOW;
  let sum = 1;
  for (let n = 14; n > 0; n--) sum = 1 + sum * rest / n;
  word.setBigUint64(0, BigInt(power + EXPONENT_BIAS) << 52n);
  return sum * word.getFloat64(0);
}

/** Natural logarithm of a positive normal number. */
export function log(x: number): number {
  word.setFloat64(0, x);
  let power = (word.getUint16(0) >> 4) - EXPONENT_BIAS;
  word.setUint16(0, EXPONENT_BIAS << 4 | word.getUint16(0) & 0xf);
  let mantissa = word.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    power++;
  }
  const f = (mantissa - 1) / (mantissa + 1);
  let sum = 0;
  for (let n = 21; n > 0; n -= 2) sum = sum * f * f + 1 / n;
  return power * LN2_HIGH + (2 * f * sum + power * LN2_LOW);
}

/** `x` to the power of `y` for positive `x`. */
export function power(x: number, y: number): number {
  return exp(y * log(x));
}

/** Sine of an angle in radian, |x| up to some thousands. */
export function sin(x: number): number {
  return sineOfQuarter(x, 0);
}

/** Cosine of an angle in radian, |x| up to some thousands. */
export function cos(x: number): number {
  return sineOfQuarter(x, 1);
}

/** sin(x + quarters·π/2). */
function sineOfQuarter(x: number, quarters: number): number {
  const k = Math.round(x / (HALF_PI_HIGH + HALF_PI_LOW));
  const rest = x - k * HALF_PI_HIGH - k * HALF_PI_LOW;
  const quarter = (k + quarters) & 3;
  const size = quarter & 1 ? taylor(rest, 16) : rest * taylor(rest, 17);
  return quarter & 2 ? -size : size;
}

/** 1 − x²/((n−1)n)·(…): the cosine for even `last`, sin(x)/x for odd `last`. */
function taylor(x: number, last: number): number {
  let sum = 1;
  for (let n = last; n > 1; n -= 2) sum = 1 - sum * x * x / (n * (n - 1));
  return sum;
}
