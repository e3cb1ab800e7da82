import type { CameraSettings, TelescopeDescription } from "./records_header.ts";

type Names = Pick<TelescopeDescription, "type" | "opticsName" | "cameraName" | "nameFrom">;

/** Pixels, focal length in metres rounded to two decimals, names. */
const KNOWN: readonly [number, number, Names["type"], string, string][] = [
  [1855, 28.0, "LST", "LST", "LSTCam"],
  [1855, 16.0, "MST", "MST", "NectarCam"],
  [1764, 16.0, "MST", "MST", "FlashCam"],
  [11328, 5.59, "MST", "SCT", "SCTCam"],
  [2048, 2.28, "SST", "GCT", "CHEC"],
  [2048, 2.15, "SST", "ASTRI", "CHEC"],
  [2368, 2.15, "SST", "ASTRI", "ASTRICam"],
  [1296, 5.6, "SST", "1M", "DigiCam"],
  [960, 15.0, "MST", "HESS-I", "HESS-I"],
  [2048, 36.0, "LST", "HESS-II", "HESS-II"],
  [1440, 4.89, "SST", "FACT", "FACT"],
];

const MAGIC_FOCAL_LENGTHS = [16.97, 17.0];
/** The two MAGIC telescopes differ in the number of mirrors. */
const MAGIC_NAMES: ReadonlyMap<number, string> = new Map([[964, "MAGIC-1"], [247, "MAGIC-2"]]);

function typeFromArea(area: number): Names["type"] {
  const diameter = 2 * Math.sqrt(area / Math.PI);
  return diameter < 8 ? "SST" : diameter < 16 ? "MST" : "LST";
}

function lookUp(camera: CameraSettings): Names | null {
  const focalLength = Math.round(camera.focalLength * 100) / 100;
  const known = KNOWN.find(([n, f]) => n === camera.nPixels && f === focalLength);
  if (known !== undefined) {
    const [, , type, opticsName, cameraName] = known;
    return { type, opticsName, cameraName, nameFrom: "lookup table" };
  }
  if (camera.nPixels === 1039 && MAGIC_FOCAL_LENGTHS.includes(focalLength)) {
    const opticsName = MAGIC_NAMES.get(camera.nMirrors ?? 0);
    if (opticsName === undefined) return null;
    return { type: "LST", opticsName, cameraName: "MAGICCam", nameFrom: "lookup table" };
  }
  return null;
}

/**
 * Names a telescope: from its metadata if they are complete, else by number of pixels and focal
 * length, else by what is known of its size.
 */
export function nameTelescope(
  camera: CameraSettings,
  meta: ReadonlyMap<string, string> | null,
): Names {
  const area = camera.mirrorArea ?? 0;
  const opticsName = meta?.get("OPTICS_CONFIG_NAME");
  const cameraName = meta?.get("CAMERA_CONFIG_NAME");
  if (opticsName && cameraName && meta?.get("MIRROR_CLASS")) {
    return { type: typeFromArea(area), opticsName, cameraName, nameFrom: "metadata" };
  }
  return lookUp(camera) ?? {
    type: typeFromArea(area),
    opticsName: `UNKNOWN-${Math.round(area)}M2`,
    cameraName: `UNKNOWN-${camera.nPixels}PX`,
    nameFrom: "mirror area",
  };
}
