/**
 * Tables about the instrument, in the layout in which ctapipe's `SubarrayDescription` reads them.
 *
 * A reader's header says all of it. Where none comes, the images tell what they know of their
 * telescopes. Which row a telescope has is decided when it is first heard of, for rows of events say
 * so; what is in it waits until it is certain that no header will come.
 *
 * @module
 */
import type { SimtelHeader, TelescopeDescription } from "ctapipe-flow/simtel";
import type { TableFile } from "ctapipe-flow/table";
import { cameraOf } from "./_cameras.ts";
import { addGeometry, addReadout } from "./_dl1_camera.ts";
import { column, EVENT, tableOf, TELESCOPE } from "./_dl1_columns.ts";
import { LAYOUT, OPTICS, type TelescopeOnPaper } from "./_dl1_layout.ts";
import type { CameraImagePacket, TelescopePlace } from "./_messages.ts";
import { RecentKeys } from "./_recent_keys.ts";

/** Telescopes in runs that are known; of those, so many in another execution. */
const KNOWN = 16_384;
const KEPT = 4096;

/** A row of the layout, as far as rows of events need it. */
export type LayoutRow = {
  /** What tells it from others. */
  readonly label: string;
  readonly telId: number;
  /** In which it was first seen. */
  readonly run: number;
  readonly position: TelescopePlace["position"];
  readonly pixels: number;
};

/** What has been written, as JSON. */
export type InstrumentState = {
  /** Telescopes in runs. */
  readonly described: readonly string[];
  readonly pointings: readonly string[];
  /** What there is a row or a table of, in their order. */
  readonly layout: readonly LayoutRow[];
  readonly cameras: readonly string[];
  readonly optics: readonly string[];
};

/** Writes each telescope, camera and optics once. */
export class InstrumentTables {
  readonly #described: RecentKeys;
  readonly #pointings: RecentKeys;
  readonly #layout: LayoutRow[];
  readonly #cameras: string[];
  readonly #optics: string[];
  /** By their rows of the layout, which {@link settle} writes. */
  readonly #waiting = new Map<number, TelescopeOnPaper>();
  /** Telescopes with rows of events that have not told where they pointed, by run and number. */
  readonly #lost = new Map<string, readonly [run: number, telId: number]>();

  constructor(private readonly file: TableFile, state?: InstrumentState) {
    this.#described = new RecentKeys(KNOWN, state?.described);
    this.#pointings = new RecentKeys(KNOWN, state?.pointings);
    this.#layout = [...state?.layout ?? []];
    this.#cameras = [...state?.cameras ?? []];
    this.#optics = [...state?.optics ?? []];
  }

  /** What an instance goes on from; {@link settle} must be called before. */
  get state(): InstrumentState {
    return {
      described: this.#described.last(KEPT),
      pointings: this.#pointings.last(KEPT),
      layout: this.#layout,
      cameras: this.#cameras,
      optics: this.#optics,
    };
  }

  /** The rows of the layout, those included that are still to be written. They stay where they are. */
  get layout(): readonly LayoutRow[] {
    return this.#layout;
  }

  /** The row of a telescope; -1 if nobody has described it. */
  rowOf(run: number, telId: number): number {
    const own = this.#layout.findLastIndex((row) => row.telId === telId && row.run === run);
    return own >= 0 ? own : this.#layout.findLastIndex((row) => row.telId === telId);
  }

  /** Takes all telescopes of a file. */
  describe({ runHeader: { run }, telescopes }: SimtelHeader): void {
    for (const description of telescopes) {
      const telescope = fromHeader(run, description);
      this.#described.add(keyOf(telescope));
      this.#plan(telescope, "header");
    }
  }

  /** Takes what an image tells of its telescope. */
  add(packet: CameraImagePacket): void {
    const { run, telescope: { telId, cameraName }, place } = packet;
    if (this.#described.add(keyOf({ run, telId, cameraName }))) {
      this.#plan(fromImage(packet), "image");
    }
    const key = `${run} ${telId}`;
    if (place.pointing === null || !this.#pointings.add(key)) return;
    this.#lost.delete(key);
    this.#writePointing(run, telId, place.pointing);
  }

  /** Sees to it that the pointing of a telescope has a row for each run in which there is an event. */
  expectPointing(run: number, telId: number): void {
    const key = `${run} ${telId}`;
    if (!this.#pointings.has(key)) this.#lost.set(key, [run, telId]);
  }

  /** Writes what waits for headers: none will come any more for packets that came so far. */
  settle(): void {
    for (const telescope of this.#waiting.values()) this.#write(telescope);
    this.#waiting.clear();
    for (const [key, [run, telId]] of this.#lost) {
      this.#pointings.add(key);
      this.#writePointing(run, telId, null);
    }
    this.#lost.clear();
  }

  /** Gives a telescope a row of the layout. A header says more of it than images. */
  #plan(telescope: TelescopeOnPaper, by: "header" | "image"): void {
    const { telId, run, opticsName, cameraName, position, camera } = telescope;
    const label = `${telId} ${opticsName} ${cameraName} ${camera.id} ${position}`;
    const known = this.#layout.findIndex((row) => row.label === label);
    if (known < 0) {
      const pixels = camera.geometry.x.length;
      this.#waiting.set(this.#layout.length, telescope);
      this.#layout.push({ label, telId, run, position, pixels });
    } else if (by === "header" && this.#waiting.has(known)) this.#waiting.set(known, telescope);
  }

  #write(one: TelescopeOnPaper): void {
    const { telId, type, opticsName, cameraName, position, camera, optics } = one;
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
  }

  #writePointing(run: number, telId: number, pointing: TelescopePlace["pointing"]): void {
    const path = `/configuration/telescope/pointing/${tableOf(telId)}`;
    this.file.open({ path, columns: POINTING })
      .append([run, telId, pointing?.azimuth, pointing?.altitude]);
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
