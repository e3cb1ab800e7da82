/** From values to places on a page, and the ticks between. @module */
import { MINUS } from "./picture.ts";

/** Values from `min` to `max`, which stand at `from` and `to`. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly from: number;
  readonly to: number;
  /** Whether equal ratios are equal distances; `min` is positive then. */
  readonly log: boolean;
}

/** A value that is marked at an axis. */
export interface Tick {
  readonly value: number;
  /** Null for one between those that have a text. */
  readonly text: string | null;
}

/**
 * A scale that fits values from `min` to `max`, also where these are equal.
 *
 * @throws {RangeError} if they are not finite, or `log` and not positive
 */
export function scaleOf(
  [min, max]: readonly [number, number],
  [from, to]: readonly [number, number],
  log = false,
): Scale {
  if (!Number.isFinite(min) || !Number.isFinite(max) || (log && min <= 0)) {
    throw new RangeError(`nothing can be drawn from ${min} to ${max}${log ? ", in ratios" : ""}`);
  }
  if (min < max) return { min, max, from, to, log };
  const half = log ? 0 : Math.abs(min) / 2 || 0.5;
  const [low, high] = log ? [min / 2 || min, min * 2] : [min - half, min + half];
  return { min: low, max: high, from, to, log };
}

/** How far a value is from `min` to `max`: 0 to 1 inside. */
export function shareOf({ min, max, log }: Scale, value: number): number {
  if (!log) return (value - min) / (max - min);
  return (Math.log(value) - Math.log(min)) / (Math.log(max) - Math.log(min));
}

/** Where a value stands. */
export function placeOf(scale: Scale, value: number): number {
  return scale.from + shareOf(scale, value) * (scale.to - scale.from);
}

/** Round values inside a scale. @param wanted about how many of them have a text */
export function ticksOf(scale: Scale, wanted = 6): Tick[] {
  const decades = scale.log ? Math.log10(scale.max / scale.min) : 0;
  return decades >= 1.5 ? decadeTicks(scale, wanted, decades) : roundTicks(scale, wanted);
}

function roundTicks({ min, max }: Scale, wanted: number): Tick[] {
  const rough = (max - min) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10);
  const ticks: Tick[] = [];
  for (let i = Math.ceil(min / step - 1e-9); i <= max / step + 1e-9; i++) {
    ticks.push({ value: i * step, text: figure(i * step, step) });
  }
  return ticks;
}

function decadeTicks({ min, max }: Scale, wanted: number, decades: number): Tick[] {
  const every = Math.ceil(decades / wanted);
  const ticks: Tick[] = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.log10(max) + 1e-9; power++) {
    for (let digit = 1; digit < 10; digit++) {
      const value = digit * 10 ** power;
      if (value < min * (1 - 1e-9) || value > max * (1 + 1e-9)) continue;
      const named = digit === 1 && power % every === 0;
      ticks.push({ value, text: named ? figure(value, value) : null });
    }
  }
  return ticks;
}

/** A figure with as many digits as tell it from one a `step` away; powers where it would be long. */
function figure(value: number, step: number): string {
  if (Math.abs(value) < step / 2) return "0";
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const size = Math.abs(value);
  const text = size >= 1e6 || size < 1e-4
    ? size.toExponential(Math.max(0, Math.floor(Math.log10(size)) - Math.floor(Math.log10(step))))
      .replace("e+", "e")
    : size.toFixed(digits);
  return (value < 0 ? MINUS : "") + text.replace("-", MINUS);
}
