/** How steps make images of ADC counts: the params for it, and the way of one telescope event. @module */
import { type ExtractOptions, type Extractor, ImageExtractor } from "ctapipe-flow/image";
import type { CameraImage, MakeArray, RawImage } from "ctapipe-flow/image";
import { type Alloc, type Log, z } from "ctapipe-flow/step";
import { telescopeEventsOf } from "./_messages.ts";
import type { ArrayEventPacket, CameraImagePacket, TelescopeEventPacket } from "./_messages.ts";

/** The extractors under their names in hessioxxx, by which the old framework called them. */
const INTEGRATORS = {
  full_integration: "full_waveform_sum",
  simple_integration: "fixed_window",
  global_peak_integration: "global_peak",
  local_peak_integration: "local_peak",
  nb_peak_integration: "neighbor_peak",
} as const satisfies Record<string, Extractor>;

/** What went with each of them there: the mean charge of a photo-electron over the most likely. */
const OLD_SCALE = 0.92;

/** Params of every step that makes images of counts. */
export const calibrationParams = {
  extractor: z.enum(
    ["neighbor_peak", "local_peak", "global_peak", "fixed_window", "full_waveform_sum"],
  ).default("neighbor_peak").describe(
    "Which samples of a pixel are summed up: a window around the peak of its neighbours, of itself, " +
      "of all pixels, or at a given sample; or all of them",
  ),
  windowWidth: z.int().min(1).default(7).describe("Samples in a window").meta({ unit: "samples" }),
  windowShift: z.int().min(0).default(3).describe("Samples of it that are before the peak")
    .meta({ unit: "samples" }),
  peakSample: z.int().min(0).default(0).describe("The peak, for extractor fixed_window"),
  correction: z.boolean().optional().describe(
    "Whether charges are corrected for what is outside of the window, by the camera's reference " +
      "pulse (default: for neighbor_peak, and wherever `integrator` is given)",
  ),
  gainThreshold: z.number().min(0).default(4000)
    .describe("A pixel with a high-gain sample above this uses the low gain").meta({
      unit: "ADC counts",
    }),
  timeOffsets: z.boolean().default(true)
    .describe("Whether the time offsets of the file's calibration are subtracted"),
  integrator: z.enum(Object.keys(INTEGRATORS) as [keyof typeof INTEGRATORS]).optional()
    .describe("The extractor under its name in hessioxxx; counts more than `extractor`"),
  integrationCalibScale: z.number().positive().optional().describe(
    "Factor on all charges, such as from mean to most probable ones (default 1; with " +
      `\`integrator\` ${OLD_SCALE})`,
  ),
};

type CalibrationParams = z.output<z.ZodObject<typeof calibrationParams>>;

/** Makes images of events; one per replica. */
export class Calibrator {
  readonly #images: ImageExtractor;
  /** Whether it was told that charges cannot be known. */
  #warned = false;

  constructor(params: CalibrationParams, readonly log: Log) {
    this.#images = new ImageExtractor(optionsOf(params));
  }

  /** What follows from the makes of cameras. */
  get kits(): ImageExtractor["kits"] {
    return this.#images.kits;
  }

  /**
   * An image per telescope; none of calibration events, and of telescopes without data.
   *
   * @throws {Error} naming the telescope whose counts do not fit its camera
   */
  *imagesOf(
    packet: ArrayEventPacket | TelescopeEventPacket,
    alloc: Alloc,
  ): Generator<CameraImagePacket> {
    const make = (length: number) => alloc(Float64Array, length);
    for (const event of packet.kind === "event" ? telescopeEventsOf(packet) : [packet]) {
      const { data: { adc }, ...label } = event;
      if (event.eventType === "calibration" || adc === null) continue;
      const image = this.#extract(adc, event, make);
      const camera = withoutUsed(event.camera);
      yield { ...label, kind: "camera_image", camera, image, parameters: null };
    }
  }

  #extract(adc: RawImage, event: TelescopeEventPacket, make: MakeArray): CameraImage {
    try {
      const image = this.#images.extract(adc, event.camera, make);
      if (!this.#warned) this.#warn(event, image.charge);
      return image;
    } catch (error) {
      const { telId, cameraName } = event.telescope;
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`telescope ${telId} (${cameraName}): ${why}`, { cause: error });
    }
  }

  #warn({ telescope, eventId }: TelescopeEventPacket, charge: Float64Array): void {
    for (let i = 0; i < charge.length; i++) {
      if (Number.isFinite(charge[i])) continue;
      this.#warned = true;
      return this.log.warning(
        `telescope ${telescope.telId}, event ${eventId}: the charge of pixel ${i} is ${
          charge[i]
        } ` +
          "(NaN among the pedestals?); nothing survives the cleaning of such images",
      );
    }
  }
}

function optionsOf(params: CalibrationParams): ExtractOptions {
  const { integrator, windowWidth: width, windowShift: shift, peakSample: peak } = params;
  const extractor = integrator === undefined ? params.extractor : INTEGRATORS[integrator];
  return {
    extractor,
    window: { width, shift },
    peak,
    correction: params.correction ?? (integrator !== undefined || extractor === "neighbor_peak"),
    gainThreshold: params.gainThreshold,
    timeOffsets: params.timeOffsets,
    scale: params.integrationCalibScale ?? (integrator === undefined ? 1 : OLD_SCALE),
  };
}

/** What calibration needed and nobody does any more is most of a camera's bytes. */
function withoutUsed(camera: CameraImagePacket["camera"]): CameraImagePacket["camera"] {
  return { ...camera, calibration: null };
}
