/** Cameras in a packet: what of a sample can be drawn as a picture. @module */
import type { SampleValue } from "../../telemetry/message.ts";
import { at, fieldsOf, numberAt, specialOf, valuesAt } from "./sample.ts";

/** What a camera picture is drawn from. Arrays have one entry per pixel. */
export interface CameraView {
  /** Such as `event 100 · CT3 · LST LSTCam`. */
  readonly title: string;
  /** Positions in metre, in the derotated camera frame. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** m². */
  readonly area: readonly number[];
  /** Corners of a pixel: 4 or 6; 0 for circles. */
  readonly corners: 0 | 4 | 6;
  /** Direction of the first corner, in radian. */
  readonly turn: number;
  /** Photo-electrons. */
  readonly charge: readonly (number | null)[];
  /** ns. */
  readonly peakTime: readonly (number | null)[] | null;
  /** 1 where a pixel survived the cleaning. */
  readonly mask: readonly (number | null)[] | null;
  readonly ellipse: Ellipse | null;
}

/** The Hillas ellipse, in metre and radian. */
export interface Ellipse {
  readonly x: number;
  readonly y: number;
  readonly length: number;
  readonly width: number;
  readonly psi: number;
}

const MOST = 64;

/** All cameras in a value, at whatever depth: objects that have a camera and an image. */
export function camerasIn(value: SampleValue): CameraView[] {
  const found: CameraView[] = [];
  visit(value, value, found);
  return found;
}

function visit(value: SampleValue, whole: SampleValue, found: CameraView[]): void {
  if (found.length >= MOST) return;
  const special = specialOf(value);
  const items = Array.isArray(value)
    ? value
    : special?.kind === "map" || special?.kind === "set"
    ? special.items
    : null;
  if (items !== null) return items.forEach((item) => visit(item, whole, found));
  const fields = fieldsOf(value);
  if (fields === null) return;
  const view = viewOf(value, whole);
  if (view !== null) found.push(view);
  else Object.values(fields).forEach((field) => visit(field, whole, found));
}

function viewOf(value: SampleValue, whole: SampleValue): CameraView | null {
  const geometry = at(value, "camera", "geometry");
  const [x, y] = [numbers(valuesAt(geometry, "x")), numbers(valuesAt(geometry, "y"))];
  const charge = valuesAt(value, "image", "charge");
  if (x === null || y === null || charge === null || x.length !== charge.length) return null;
  const rotation = numberAt(geometry, "rotation") ?? 0;
  const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)];
  const shape = numberAt(geometry, "shape") ?? -1;
  const corners = shape === 2 ? 4 : shape === 0 ? 0 : 6;
  const aligned = {
    x: x.map((_, i) => x[i]! * cos - y[i]! * sin),
    y: x.map((_, i) => x[i]! * sin + y[i]! * cos),
  };
  return {
    title: titleOf(value, whole),
    ...aligned,
    area: numbers(valuesAt(geometry, "area")) ?? x.map(() => 0),
    corners,
    turn: corners === 0 ? 0 : neighbourAngle(aligned) + Math.PI / corners,
    charge,
    peakTime: valuesAt(value, "image", "peakTime"),
    mask: valuesAt(value, "image", "mask"),
    ellipse: ellipseOf(at(value, "parameters", "hillas")),
  };
}

/**
 * In which direction the first pixel has its nearest neighbour: pixels have a side there, whatever
 * the file says of their shape.
 */
function neighbourAngle({ x, y }: Pick<CameraView, "x" | "y">): number {
  let [nearest, angle] = [Infinity, 0];
  for (let i = 1; i < x.length; i++) {
    const [dx, dy] = [x[i]! - x[0]!, y[i]! - y[0]!];
    const distance = Math.hypot(dx, dy);
    if (distance < nearest) [nearest, angle] = [distance, Math.atan2(dy, dx)];
  }
  return angle;
}

function titleOf(value: SampleValue, whole: SampleValue): string {
  const event = numberAt(value, "eventId") ?? numberAt(whole, "eventId") ??
    numberAt(whole, "event", "eventId");
  const telescope = at(value, "telescope");
  const [type, camera] = [at(telescope, "type"), at(telescope, "cameraName")];
  return [
    event === null ? null : `event ${event}`,
    numberAt(telescope, "telId") === null ? null : `telescope ${numberAt(telescope, "telId")}`,
    typeof type === "string" ? `${type}${typeof camera === "string" ? ` ${camera}` : ""}` : null,
  ].filter((part) => part !== null).join(" · ");
}

function ellipseOf(hillas: SampleValue | undefined): Ellipse | null {
  const [x, y, length, width, psi] = ["x", "y", "length", "width", "psi"].map((key) =>
    numberAt(hillas, key)
  );
  if (x == null || y == null || length == null || width == null || psi == null) return null;
  return { x, y, length, width, psi };
}

function numbers(values: readonly (number | null)[] | null): number[] | null {
  return values === null ? null : values.map((value) => value ?? 0);
}
