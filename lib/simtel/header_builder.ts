import { decode } from "./layout.ts";
import { cameraOrganisation, cameraSettings } from "./objects/camera.ts";
import {
  atmosphericProfile,
  commandLine,
  configurationLine,
  inputCard,
  mcRunHeader,
  metadata,
  runHeader,
} from "./objects/run.ts";
import {
  cameraSoftware,
  disabledPixels,
  pixelSettings,
  pointingCorrection,
  trackingSetup,
} from "./objects/telescope.ts";
import type {
  AtmosphericProfile,
  HistoryLine,
  McRunHeader,
  RunHeader,
  SimtelHeader,
  TelescopeDescription,
} from "./records_header.ts";
import type { SimtelObject } from "./simtel_object.ts";
import { nameTelescope } from "./telescope_names.ts";

/** More than any real header; a longer one would not end for as long as memory lasts. */
const LARGEST_HEADER = 256 * 1024 * 1024;

type TelescopeParts = Partial<
  Omit<TelescopeDescription, "telId" | "type" | "opticsName" | "cameraName" | "nameFrom">
>;

/** Collects the objects that describe a run and its telescopes, in any order. */
export class HeaderBuilder {
  #runHeader: RunHeader | null = null;
  #globalMeta: Map<string, string> | null = null;
  #built: SimtelHeader | null = null;
  #size = 0;
  readonly #mcRunHeaders: McRunHeader[] = [];
  readonly #history: HistoryLine[] = [];
  readonly #inputCards: string[][] = [];
  readonly #profiles: AtmosphericProfile[] = [];
  readonly #telescopes = new Map<number, TelescopeParts>();

  /** Types of the objects that {@link add} takes. */
  static readonly types: ReadonlySet<number> = new Set(
    [70, 75, 1212, 1216, 2000, 2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008],
  );

  /** The run header, as soon as it was seen. */
  get runHeader(): RunHeader | null {
    return this.#runHeader;
  }

  /** Number of pixels of a telescope, or `null` if its camera was not seen. */
  pixelsOf(telId: number): number | null {
    return this.#telescopes.get(telId)?.camera?.nPixels ?? null;
  }

  /**
   * Adds one object.
   *
   * @returns `false` if its version is not known and it was left out.
   * @throws {SimtelError} If it is damaged, or the header as a whole is above 256 MiB.
   */
  add(object: SimtelObject): boolean {
    this.#size += object.content.length;
    if (this.#size > LARGEST_HEADER) {
      throw object.error("too-large", `the file header is longer than ${LARGEST_HEADER} bytes`);
    }
    this.#built = null;
    switch (object.type) {
      case 70:
        return this.#addHistory(object);
      case 75:
        return this.#addMetadata(object);
      case 1212:
        return push(this.#inputCards, decode(object, inputCard));
      case 1216:
        return push(this.#profiles, decode(object, atmosphericProfile));
      case 2000:
        this.#runHeader = decode(object, runHeader);
        return true;
      case 2001:
        return push(this.#mcRunHeaders, decode(object, mcRunHeader));
      default:
        return this.#addToTelescope(object);
    }
  }

  /** What was collected so far; `null` without a run header. */
  build(): SimtelHeader | null {
    if (this.#runHeader === null) return null;
    this.#built ??= {
      runHeader: this.#runHeader,
      mcRunHeaders: [...this.#mcRunHeaders],
      telescopes: this.#runHeader.telId.flatMap((telId, i) =>
        this.#describe(telId, this.#runHeader!.telPos[i]!)
      ),
      globalMeta: this.#globalMeta,
      history: [...this.#history],
      inputCards: [...this.#inputCards],
      atmosphericProfiles: [...this.#profiles],
    };
    return this.#built;
  }

  #addHistory(object: SimtelObject): boolean {
    let known = true;
    for (const child of object.children()) {
      if (child.type === 71) {
        known = push(this.#history, decode(child, commandLine)) && known;
      } else if (child.type === 72) {
        known = push(this.#history, decode(child, configurationLine)) && known;
      }
    }
    return known;
  }

  #addMetadata(object: SimtelObject): boolean {
    const meta = decode(object, metadata);
    if (meta === null) return false;
    if (object.ident === -1) this.#globalMeta = meta;
    else this.#partsOf(object.ident).meta = meta;
    return true;
  }

  #addToTelescope(object: SimtelObject): boolean {
    const parts = decodePart(object);
    if (parts === null) return false;
    Object.assign(this.#partsOf(object.ident), parts);
    return true;
  }

  #partsOf(telId: number): TelescopeParts {
    let parts = this.#telescopes.get(telId);
    if (parts === undefined) this.#telescopes.set(telId, parts = {});
    return parts;
  }

  #describe(telId: number, position: [number, number, number]): TelescopeDescription[] {
    const parts = this.#telescopes.get(telId);
    const camera = parts?.camera;
    if (parts === undefined || camera === undefined) return [];
    const meta = parts.meta ?? null;
    return [{
      telId,
      ...nameTelescope(camera, meta),
      position,
      camera,
      organisation: parts.organisation ?? null,
      pixelSettings: parts.pixelSettings ?? null,
      disabled: parts.disabled ?? null,
      software: parts.software ?? null,
      pointingCorrection: parts.pointingCorrection ?? null,
      trackingSetup: parts.trackingSetup ?? null,
      meta,
    }];
  }
}

function decodePart(object: SimtelObject): TelescopeParts | null {
  switch (object.type) {
    case 2002:
      return part("camera", decode(object, cameraSettings));
    case 2003:
      return part("organisation", decode(object, cameraOrganisation));
    case 2004:
      return part("pixelSettings", decode(object, pixelSettings));
    case 2005:
      return part("disabled", decode(object, disabledPixels));
    case 2006:
      return part("software", decode(object, cameraSoftware));
    case 2007:
      return part("pointingCorrection", decode(object, pointingCorrection));
    default:
      return part("trackingSetup", decode(object, trackingSetup));
  }
}

function part<K extends keyof TelescopeParts>(
  key: K,
  value: TelescopeParts[K] | null,
): TelescopeParts | null {
  return value === null ? null : { [key]: value };
}

function push<T>(list: T[], value: T | null): boolean {
  if (value !== null) list.push(value);
  return value !== null;
}
