/** The picture of what a camera saw. @module */
import {
  axes,
  colorBar,
  type ColorMap,
  INK,
  type Mark,
  paletteOf,
  type Picture,
  placeOf,
  type Scale,
  scaleOf,
  shareOf,
} from "../../draw/mod.ts";
import type { Camera, CameraImage, Hillas } from "../records.ts";
import { maskOutline } from "./mask_outline.ts";
import { extent, type PixelShapes, pixelShapes } from "./pixel_shape.ts";

/** What the colours of a {@link cameraPicture} stand for. */
export type Drawn = "charge" | "peak_time";

/** What is to be drawn, and what is written above it. */
export interface CameraPictureOptions {
  /** Default: `charge`. */
  readonly what?: Drawn;
  /** Default: `viridis`. */
  readonly colorMap?: ColorMap;
  /** The first line. */
  readonly title: string;
  /** Further lines, in smaller print. */
  readonly lines?: readonly string[];
  /** Draws the ellipse (semi-axes: length and width) and its long axis. */
  readonly hillas?: Hillas | null;
}

const CAPTIONS: Record<Drawn, string> = { charge: "Charge / p.e.", peak_time: "Peak time / ns" };
/** Side of the field, and where its upper left corner is. */
const [SIDE, LEFT, TOP] = [360, 58, 62];
const NO_VALUE = "#d9d9d9";
const HATCH = "#9a9a9a";
/** Outline and ellipse: colours that no map has. */
const [SURVIVED, ELLIPSE] = ["#ffffff", "#ff3b30"];
/** Points by which pixels reach over their borders, so that no seams shine through. */
const OVERLAP = 0.3;

/**
 * Draws a camera in the derotated camera frame: pixels in their shape, size and orientation, the
 * outline of those that survived the cleaning, the Hillas ellipse, axes in metre, and a colour bar.
 *
 * Pixels without high voltage and those whose value is no number are grey and struck through. Of
 * peak times only those of survivors are drawn in colours, if the image has been cleaned: others
 * are times of noise.
 *
 * @throws {RangeError} if image and camera do not have the same number of pixels
 */
export function cameraPicture(
  camera: Camera,
  image: CameraImage,
  options: CameraPictureOptions,
): Picture {
  const { what = "charge", colorMap = "viridis", title, lines = [], hillas = null } = options;
  const values = what === "charge" ? image.charge : image.peakTime;
  const n = camera.geometry.x.length;
  if (values.length !== n) {
    throw new RangeError(`an image of ${values.length} pixels, but the camera has ${n}`);
  }
  const pixels = pixelShapes(camera.geometry);
  const view = viewOf(pixels);
  const faint = new Uint8Array(n);
  if (what === "peak_time" && image.mask) image.mask.forEach((m, i) => faint[i] = m ? 0 : 1);
  const missing = missingOf(values, camera.readout.disabled);
  const range = extent(values.filter((_, i) => !faint[i] && !missing[i]));
  const palette = paletteOf(colorMap);
  const isEmpty = range[0] > range[1];
  const scale = scaleOf(isEmpty ? [0, 1] : range, [TOP + SIDE, TOP]);
  const colors = Uint16Array.from(values, (value, i) => {
    if (missing[i] || faint[i]) return palette.length;
    return Math.round(Math.min(1, Math.max(0, shareOf(scale, value))) * (palette.length - 1));
  });
  return {
    width: LEFT + SIDE + 92,
    height: TOP + SIDE + 44,
    title: [title, ...lines].join("; "),
    marks: [
      ...titleMarks(title, lines),
      tilesOf(pixels, view, colors, [...palette, NO_VALUE]),
      ...struckOut(pixels, view, missing),
      ...outlineMarks(pixels, view, image.mask),
      ...ellipseMarks(hillas, view),
      ...axes(view.x, view.y, { x: "x / m", y: "y / m" }),
      ...colorBar(scale, LEFT + SIDE + 14, palette, CAPTIONS[what]),
    ],
  };
}

/** From metre to the page, the same for both axes. */
interface View {
  readonly x: Scale;
  readonly y: Scale;
  /** Points per metre. */
  readonly factor: number;
}

function viewOf({ x, y, size }: PixelShapes): View {
  const margin = extent(size)[1];
  const [[left, right], [low, high]] = [extent(x), extent(y)];
  const half = 1.03 * Math.max(right - left, high - low) / 2 + margin;
  const around = (center: number) => [center - half, center + half] as const;
  return {
    x: scaleOf(around((left + right) / 2), [LEFT, LEFT + SIDE]),
    y: scaleOf(around((low + high) / 2), [TOP + SIDE, TOP]),
    factor: SIDE / (2 * half),
  };
}

function missingOf(values: Float64Array, disabled: Int32Array): Uint8Array {
  const missing = Uint8Array.from(values, (value) => Number.isFinite(value) ? 0 : 1);
  for (const pixel of disabled) if (pixel in missing) missing[pixel] = 1;
  return missing;
}

function tilesOf(pixels: PixelShapes, view: View, color: Uint16Array, palette: string[]): Mark {
  return {
    kind: "tiles",
    outline: pixels.outline.map((c, i) => i % 2 ? -c : c),
    x: pixels.x.map((x) => placeOf(view.x, x)),
    y: pixels.y.map((y) => placeOf(view.y, y)),
    size: pixels.size.map((size) => size * view.factor + OVERLAP),
    color,
    palette,
  };
}

/** A slanting line through each pixel that has no value. */
function struckOut(pixels: PixelShapes, view: View, missing: Uint8Array): Mark[] {
  const parts = [...missing.keys()].filter((i) => missing[i]).map((i) => {
    const [x, y] = [placeOf(view.x, pixels.x[i]!), placeOf(view.y, pixels.y[i]!)];
    const reach = pixels.size[i]! * view.factor * 0.5;
    return Float64Array.of(x - reach, y + reach, x + reach, y - reach);
  });
  return parts.length > 0 ? [{ kind: "lines", parts, stroke: HATCH, width: 0.8 }] : [];
}

function outlineMarks(pixels: PixelShapes, view: View, mask: Uint8Array | null): Mark[] {
  const parts = mask === null ? [] : maskOutline(pixels, mask).map((edge) => onPage(edge, view));
  if (parts.length === 0) return [];
  // Around tiny pixels a line as thick as they are would be all that is seen.
  const width = Math.min(1.2, extent(pixels.size)[1] * view.factor * 0.35);
  return [{ kind: "lines", parts, stroke: SURVIVED, width }];
}

function ellipseMarks(hillas: Hillas | null, view: View): Mark[] {
  if (hillas === null || hillas.psi === null) return [];
  const { x, y, length, width, psi } = hillas;
  const at = (along: number, across: number) => [
    x + along * Math.cos(psi) - across * Math.sin(psi),
    y + along * Math.sin(psi) + across * Math.cos(psi),
  ];
  const around = Array.from({ length: 72 }, (_, i) => {
    const angle = i * Math.PI / 36;
    return at(length * Math.cos(angle), width * Math.sin(angle));
  });
  // A narrow ellipse would be all line.
  const pen = Math.min(1.6, Math.max(0.4, width * view.factor * 0.4));
  const axis = [...at(-3 * length, 0), ...at(3 * length, 0)];
  return [
    {
      kind: "lines",
      parts: [onPage(Float64Array.from(around.flat()), view)],
      closed: true,
      stroke: ELLIPSE,
      width: pen,
    },
    {
      kind: "lines",
      parts: [onPage(Float64Array.from(axis), view)],
      stroke: ELLIPSE,
      width: pen * 0.6,
      dash: [4, 3],
    },
  ];
}

function onPage(corners: Float64Array, view: View): Float64Array {
  return corners.map((c, i) => placeOf(i % 2 ? view.y : view.x, c));
}

function titleMarks(title: string, lines: readonly string[]): Mark[] {
  const first = TOP - 12 - 14 * lines.length;
  return [
    { kind: "label", text: title, x: LEFT, y: first, size: 14, color: INK, bold: true },
    ...lines.map((text, i): Mark => (
      { kind: "label", text, x: LEFT, y: first + 15 + 14 * i, size: 10, color: "#555555" }
    )),
  ];
}
