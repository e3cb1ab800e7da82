/** Curves of a series as small SVG pictures, all over the same time. @module */
import { type Html, html } from "./html.ts";

/** Size of a picture, in its own units. */
export const WIDTH = 240;
/** Its height. */
export const HEIGHT = 28;

/** Over what time curves are drawn. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

const xOf = (ms: number, { fromMs, toMs }: Span) =>
  toMs > fromMs ? Math.round(10 * WIDTH * (ms - fromMs) / (toMs - fromMs)) / 10 : 0;

/**
 * An area below a curve of values that hold from the time before up to their own; a full height stands
 * for `top`.
 */
export function areaCurve(
  atMs: readonly number[],
  values: readonly number[],
  top: number,
  span: Span,
  label: string,
): Html {
  const y = (value: number) => top > 0 ? Math.round(10 * HEIGHT * (1 - value / top)) / 10 : HEIGHT;
  const line = values.map((value, at) => `${xOf(atMs[at]!, span)},${y(Math.min(top, value))}`);
  const first = xOf(atMs[0] ?? 0, span);
  const last = xOf(atMs.at(-1) ?? 0, span);
  const points = line.length === 0 ? "" : `${first},${HEIGHT} ${line.join(" ")} ${last},${HEIGHT}`;
  return html`
    <svg class="curve" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none"
      role="img" aria-label="${label}">
      <polygon points="${points}" />
    </svg>
  `;
}

/** A strip that shows from when to when a node lived, and how busy it was meanwhile. */
export function busyStrip(
  atMs: readonly number[],
  busyMs: readonly number[],
  replicas: number,
  life: Span | null,
  span: Span,
  label: string,
): Html {
  const cells = atMs.slice(1).flatMap((ms, at) => {
    const before = atMs[at]!;
    const share = (busyMs[at + 1]! - busyMs[at]!) / Math.max(1, replicas * (ms - before));
    const [x, end] = [xOf(before, span), xOf(ms, span)];
    if (share < 0.005) return [];
    const strength = Math.min(1, share).toFixed(2);
    const width = (end - x + 0.3).toFixed(1);
    return [
      html`
        <rect x="${x}" width="${width}" height="${HEIGHT}" fill-opacity="${strength}" />
      `,
    ];
  });
  const bar = life === null ? null : html`
    <rect class="life" x="${xOf(life.fromMs, span)}"
      width="${Math.max(1, xOf(life.toMs, span) - xOf(life.fromMs, span)).toFixed(1)}"
      y="${HEIGHT - 3}" height="3" />
  `;
  return html`
    <svg class="strip" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none"
      role="img" aria-label="${label}">${cells}${bar}</svg>
  `;
}

/** What a node did per second from point to point. */
export function ratesOf(atMs: readonly number[], done: readonly number[]): number[] {
  return atMs.slice(1).map((ms, at) =>
    Math.max(0, 1000 * (done[at + 1]! - done[at]!) / Math.max(1, ms - atMs[at]!))
  );
}
