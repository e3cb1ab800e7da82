/// <reference lib="dom" />
/** Draws a camera picture on a canvas. @module */
import type { CameraView } from "./camera.ts";
import { colourOf } from "./colours.ts";
import { short } from "./format.ts";

/** What of a picture is shown. */
export type Shown = "charge" | "peakTime";

/** Colours of the theme. */
export interface Ink {
  readonly text: string;
  readonly faint: string;
  readonly mark: string;
}

const BAR = { width: 12, gap: 10, labels: 38 };
const MARGIN = 10;

/**
 * Draws pixels, the colour bar, and the Hillas ellipse.
 *
 * @param size height of the picture in CSS pixels; it is as wide as high, and the bar beside it
 */
export function drawCamera(
  context: CanvasRenderingContext2D,
  view: CameraView,
  { shown, width, height, ink }: { shown: Shown; width: number; height: number; ink: Ink },
): void {
  const values = shown === "charge" ? view.charge : view.peakTime ?? view.charge;
  const isLit = (i: number) => shown === "charge" || view.mask === null || view.mask[i] === 1;
  const [low, high] = rangeOf(values.filter((_, i) => isLit(i)));
  const scale = scaleOf(view, width - BAR.width - BAR.gap - BAR.labels, height);
  context.clearRect(0, 0, width, height);
  view.x.forEach((_, i) => {
    const value = values[i];
    const lit = value !== null && value !== undefined && isLit(i);
    context.fillStyle = lit ? colourOf((value - low) / (high - low)) : ink.faint;
    pixelPath(context, view, i, scale);
    context.fill();
    if (view.mask?.[i] === 1) {
      context.strokeStyle = ink.text;
      context.lineWidth = 0.7;
      context.stroke();
    }
  });
  if (view.ellipse !== null) drawEllipse(context, view.ellipse, scale, ink.mark);
  drawBar(context, { x: width - BAR.width - BAR.labels, height, low, high, ink });
}

interface Scale {
  readonly centreX: number;
  readonly centreY: number;
  /** CSS pixels per metre. */
  readonly perMetre: number;
}

function scaleOf(view: CameraView, width: number, height: number): Scale {
  const reach = view.x.reduce(
    (most, x, i) => Math.max(most, Math.hypot(x, view.y[i]!) + Math.sqrt(view.area[i]!) / 2),
    1e-9,
  );
  const perMetre = (Math.min(width, height) / 2 - MARGIN) / reach;
  return { centreX: width / 2, centreY: height / 2, perMetre };
}

/** Of the finite numbers; never empty. */
function rangeOf(values: readonly (number | null)[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  return low === high ? [low, low + 1] : [low, high];
}

/** The outline of a pixel with its area, a little smaller so that its neighbours stand apart. */
function pixelPath(context: CanvasRenderingContext2D, view: CameraView, i: number, scale: Scale) {
  const { centreX, centreY, perMetre } = scale;
  const [x, y] = [centreX + view.x[i]! * perMetre, centreY - view.y[i]! * perMetre];
  const { corners, turn } = view;
  const radius = radiusOf(view.area[i]!, corners) * perMetre * 0.97;
  context.beginPath();
  if (corners === 0) return context.arc(x, y, radius, 0, 2 * Math.PI);
  for (let corner = 0; corner < corners; corner++) {
    const angle = turn + 2 * Math.PI * corner / corners;
    context.lineTo(x + radius * Math.cos(angle), y - radius * Math.sin(angle));
  }
  context.closePath();
}

/** From the centre to a corner of a regular polygon of this area. */
function radiusOf(area: number, corners: number): number {
  if (corners === 0) return Math.sqrt(area / Math.PI);
  return Math.sqrt(2 * area / (corners * Math.sin(2 * Math.PI / corners)));
}

function drawEllipse(
  context: CanvasRenderingContext2D,
  { x, y, length, width, psi }: NonNullable<CameraView["ellipse"]>,
  { centreX, centreY, perMetre }: Scale,
  colour: string,
) {
  const [left, top] = [centreX + x * perMetre, centreY - y * perMetre];
  context.beginPath();
  context.ellipse(left, top, length * perMetre, width * perMetre, -psi, 0, 2 * Math.PI);
  const [dx, dy] = [
    Math.cos(psi) * length * 2.5 * perMetre,
    -Math.sin(psi) * length * 2.5 * perMetre,
  ];
  context.moveTo(left - dx, top - dy);
  context.lineTo(left + dx, top + dy);
  // a light line with a dark rim is seen on every colour of the picture
  for (const [width, ink] of [[4, "#000b"], [1.8, colour]] as const) {
    [context.lineWidth, context.strokeStyle] = [width, ink];
    context.stroke();
  }
}

function drawBar(
  context: CanvasRenderingContext2D,
  { x, height, low, high, ink }: { x: number; height: number; low: number; high: number; ink: Ink },
) {
  const [top, bottom] = [MARGIN, height - MARGIN];
  for (let y = top; y < bottom; y++) {
    context.fillStyle = colourOf((bottom - y) / (bottom - top));
    context.fillRect(x, y, BAR.width, 1.5);
  }
  context.fillStyle = ink.text;
  context.textBaseline = "middle";
  for (const part of [0, 0.25, 0.5, 0.75, 1]) {
    context.fillText(
      short(low + part * (high - low)),
      x + BAR.width + 5,
      bottom - part * (bottom - top),
    );
  }
}
