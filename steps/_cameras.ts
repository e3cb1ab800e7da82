/** The cameras of an array as image processing wants them. @module */
import { type Camera, makeCamera } from "ctapipe-flow/image";
import type { CameraGeometry, CameraReadout } from "ctapipe-flow/image";
import type {
  ArrayEvent,
  RunHeader,
  SimtelHeader,
  TelescopeCalibration,
  TelescopeDescription,
} from "ctapipe-flow/simtel";
import { type ArrayEventPacket, labelOf } from "./_messages.ts";
import type { TelescopeLabel, TelescopePlace } from "./_messages.ts";

interface Known {
  readonly description: TelescopeDescription;
  readonly label: TelescopeLabel;
  readonly camera: Camera;
  readonly calibration: TelescopeCalibration | undefined;
  /** If the telescope was not tracked for itself. */
  readonly pointing: TelescopePlace["pointing"];
}

/**
 * Says of each telescope of an event what it is, where it stands and what its camera is like. The
 * objects stay the same as long as what they are made of does.
 */
export class Telescopes {
  readonly #header: () => SimtelHeader;
  readonly #calibrations: ReadonlyMap<number, TelescopeCalibration>;
  readonly #known = new Map<number, Known>();
  #described: SimtelHeader | null = null;
  readonly #makes = new Map<string, Camera>();

  /**
   * @param header another object if it has changed: merged files have further ones between events
   * @param calibrations by telescope id; a record in it is replaced, never changed
   */
  constructor(
    header: () => SimtelHeader,
    calibrations: ReadonlyMap<number, TelescopeCalibration>,
  ) {
    this.#header = header;
    this.#calibrations = calibrations;
  }

  /**
   * What a packet says of the telescopes of an event.
   *
   * @throws {Error} if the file does not describe one of them
   */
  of(event: ArrayEvent): Pick<ArrayEventPacket, "telescopes" | "places" | "cameras"> {
    const header = this.#header();
    if (header !== this.#described) this.#known.clear();
    this.#described = header;
    const known = event.telescopes.map(({ telId }) => this.#get(telId, header));
    return {
      telescopes: known.map(({ label }) => label),
      places: known.map((each, index) => placeOf(each, event.telescopes[index]!.tracking)),
      cameras: known.map(({ camera }) => camera),
    };
  }

  #get(telId: number, header: SimtelHeader): Known {
    const before = this.#known.get(telId);
    const calibration = this.#calibrations.get(telId);
    if (before !== undefined && before.calibration === calibration) return before;
    const known = before === undefined
      ? this.#describe(telId, header, calibration)
      : { ...before, calibration, camera: calibrated(before.camera, calibration) };
    this.#known.set(telId, known);
    return known;
  }

  #describe(
    telId: number,
    { telescopes, runHeader }: SimtelHeader,
    calibration: TelescopeCalibration | undefined,
  ): Known {
    const description = telescopes.find((each) => each.telId === telId);
    if (description === undefined) {
      throw new Error(`telescope ${telId} has data but the file does not describe it`);
    }
    const camera = calibrated(this.#shared(cameraOf(description)), calibration);
    const label = labelOf(description);
    return { description, label, camera, calibration, pointing: pointingOf(runHeader) };
  }

  /** Cameras of one make have their arrays in common. */
  #shared(camera: Camera): Camera {
    const make = this.#makes.get(camera.id);
    if (make === undefined) {
      this.#makes.set(camera.id, camera);
      return camera;
    }
    const { refPulses } = make.readout;
    return { ...camera, geometry: make.geometry, readout: { ...camera.readout, refPulses } };
  }
}

/** The camera of a described telescope, not calibrated yet. */
export function cameraOf({ camera, pixelSettings, disabled }: TelescopeDescription): Camera {
  const { effectiveFocalLength, focalLength } = camera;
  const geometry: CameraGeometry = {
    x: camera.pixelX,
    y: camera.pixelY,
    area: camera.pixelArea,
    shape: camera.pixelShape[0] ?? -1,
    rotation: camera.camRot ?? 0,
    focalLength: effectiveFocalLength || focalLength,
  };
  const readout: CameraReadout = {
    timeSlice: pixelSettings?.timeSlice ?? NaN,
    refPulses: pixelSettings?.refShape ?? null,
    refLength: pixelSettings?.refShapeDims?.[1] ?? 0,
    refStep: pixelSettings?.refStep ?? NaN,
    disabled: disabled?.hvDisabled ?? new Int32Array(),
  };
  return makeCamera({ geometry, readout, calibration: null });
}

/** The camera with a calibration, if the file has both halves of one. */
function calibrated(camera: Camera, calibration: TelescopeCalibration | undefined): Camera {
  const { pedestal = null, dcToPe = null, nPedSlices = null, tmCalib = null } = calibration ?? {};
  const complete = pedestal !== null && dcToPe !== null && nPedSlices !== null;
  return {
    ...camera,
    calibration: complete ? { pedestal, nPedSlices, dcToPe, timeOffset: tmCalib } : null,
  };
}

type Tracking = ArrayEvent["telescopes"][number]["tracking"];

/** Where a telescope stood and pointed: corrected rather than raw, its own rather than the run's. */
function placeOf({ description, pointing }: Known, tracking: Tracking): TelescopePlace {
  const azimuth = tracking?.azimuthCor ?? tracking?.azimuthRaw ?? null;
  const altitude = tracking?.altitudeCor ?? tracking?.altitudeRaw ?? null;
  const own = azimuth !== null && altitude !== null ? { azimuth, altitude } : null;
  return { position: description.position, pointing: own ?? pointing };
}

/** The run's direction, unless it is one on the sky. */
function pointingOf({ trackingMode, direction }: RunHeader): TelescopePlace["pointing"] {
  const [azimuth, altitude] = direction;
  return trackingMode === 0 ? { azimuth, altitude } : null;
}
