/**
 * Tables about the instrument, in the layout in which ctapipe's `SubarrayDescription` reads them.
 *
 * A reader's header says all of it. Where none comes, the images tell what they know of their
 * telescopes: that waits until it is certain that no header will.
 *
 * @module
 */
import type { SimtelHeader, TelescopeDescription } from "ctapipe-flow/simtel";
import type { TableFile } from "ctapipe-flow/table";
import { cameraOf } from "./_cameras.ts";
import { addGeometry, addReadout } from "./_dl1_camera.ts";
import { column, EVENT, TELESCOPE } from "./_dl1_columns.ts";
import { LAYOUT, OPTICS, type TelescopeOnPaper } from "./_dl1_layout.ts";
import type { CameraImagePacket } from "./_messages.ts";
import { RecentKeys } from "./_recent_keys.ts";

/** Telescopes in runs that are known; of those, so many in another execution. */
const KNOWN = 16_384;
const KEPT = 4096;

/** What has been written, as JSON. */
export type InstrumentState = {
  /** Telescopes in runs. */
  readonly described: readonly string[];
  readonly pointings: readonly string[];
  /** What there is a row or a table of, in their order. */
  readonly telescopes: readonly string[];
  readonly cameras: readonly string[];
  readonly optics: readonly string[];
};

/** Writes each telescope, camera and optics once. */
export class InstrumentTables {
  readonly #described: RecentKeys;
  readonly #pointings: RecentKeys;
  readonly #telescopes: string[];
  readonly #cameras: string[];
  readonly #optics: string[];
  /** What images have told, until a header or {@link settle} comes. */
  readonly #waiting = new Map<string, TelescopeOnPaper>();

  constructor(private readonly file: TableFile, state?: InstrumentState) {
    this.#described = new RecentKeys(KNOWN, state?.described);
    this.#pointings = new RecentKeys(KNOWN, state?.pointings);
    this.#telescopes = [...state?.telescopes ?? []];
    this.#cameras = [...state?.cameras ?? []];
    this.#optics = [...state?.optics ?? []];
  }

  /** What an instance goes on from; {@link settle} must be called before. */
  get state(): InstrumentState {
    return {
      described: this.#described.last(KEPT),
      pointings: this.#pointings.last(KEPT),
      telescopes: this.#telescopes,
      cameras: this.#cameras,
      optics: this.#optics,
    };
  }

  /** Takes all telescopes of a file. */
  describe({ runHeader: { run }, telescopes }: SimtelHeader): void {
    for (const description of telescopes) {
      const telescope = fromHeader(run, description);
      this.#described.add(keyOf(telescope));
      this.#waiting.delete(keyOf(telescope));
      this.#write(telescope);
    }
  }

  /** Takes what an image tells of its telescope. */
  add(packet: CameraImagePacket): void {
    const { run, telescope: { telId, cameraName } } = packet;
    const key = keyOf({ run, telId, cameraName });
    if (this.#pointings.add(key)) this.#addPointing(packet);
    if (this.#described.add(key)) this.#waiting.set(key, fromImage(packet));
  }

  /** Writes the telescopes that no header has described: none will, for packets that came so far. */
  settle(): void {
    for (const telescope of this.#waiting.values()) this.#write(telescope);
    this.#waiting.clear();
  }

  #write(one: TelescopeOnPaper): void {
    const { telId, type, opticsName, cameraName, position, camera, optics } = one;
    const label = `${telId} ${opticsName} ${cameraName} ${camera.id} ${position}`;
    indexIn(this.#telescopes, label, () => {
      const cameraIndex = indexIn(this.#cameras, `${cameraName} ${camera.id}`, (index) => {
        addGeometry(this.file, index, cameraName, camera);
        addReadout(this.file, index, cameraName, camera, one.samples);
      });
      const opticsKey = `${opticsName} ${type} ${Object.values(optics)}`;
      const opticsIndex = indexIn(this.#optics, opticsKey, () => {
        const { mirrorArea, tiles, focalLength, effective } = optics;
        this.file.open(OPTICS).append([
          opticsName,
          type,
          "UNKNOWN",
          mirrorArea,
          -1,
          tiles,
          focalLength,
          effective,
        ]);
      });
      this.file.open(LAYOUT).append([
        telId,
        opticsName,
        type,
        ...position,
        cameraName,
        opticsName,
        cameraIndex,
        opticsIndex,
        `${type}_${opticsName}_${cameraName}`,
        one.run,
      ]);
    });
  }

  #addPointing({ run, telescope, place }: CameraImagePacket): void {
    if (place.pointing === null) return;
    const id = String(telescope.telId).padStart(3, "0");
    const path = `/configuration/telescope/pointing/tel_${id}`;
    const { azimuth, altitude } = place.pointing;
    this.file.open({ path, columns: POINTING }).append([run, telescope.telId, azimuth, altitude]);
  }
}

const POINTING = [
  EVENT[0]!,
  TELESCOPE,
  { ...column("telescope_pointing_azimuth", "Azimuth, north to east", "rad"), field: "azimuth" },
  { ...column("telescope_pointing_altitude", "Altitude", "rad"), field: "altitude" },
];

const keyOf = (
  { run, telId, cameraName }: Pick<TelescopeOnPaper, "run" | "telId" | "cameraName">,
) => `${run} ${telId} ${cameraName}`;

function indexIn(list: string[], key: string, write: (index: number) => void): number {
  const known = list.indexOf(key);
  if (known >= 0) return known;
  const index = list.length;
  write(index);
  list.push(key);
  return index;
}

function fromHeader(run: number, description: TelescopeDescription): TelescopeOnPaper {
  const { telId, type, opticsName, cameraName, position, pixelSettings } = description;
  const { mirrorArea, nMirrors, focalLength, effectiveFocalLength } = description.camera;
  return {
    run,
    telId,
    type,
    opticsName,
    cameraName,
    position,
    camera: cameraOf(description),
    samples: pixelSettings?.sumBins ?? null,
    optics: { mirrorArea, tiles: nMirrors, focalLength, effective: effectiveFocalLength || null },
  };
}

/** Arrays are copied, as they may be lent. */
function fromImage({ run, telescope, place, camera }: CameraImagePacket): TelescopeOnPaper {
  const { x, y, area, focalLength } = camera.geometry;
  const geometry = { ...camera.geometry, x: x.slice(), y: y.slice(), area: area.slice() };
  const refPulses = camera.readout.refPulses?.slice() ?? null;
  return {
    run,
    ...telescope,
    position: place.position,
    camera: { ...camera, geometry, readout: { ...camera.readout, refPulses }, calibration: null },
    samples: null,
    optics: { mirrorArea: null, tiles: null, focalLength: null, effective: focalLength },
  };
}
