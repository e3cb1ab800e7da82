import { type Extractor, ImageExtractor, type MakeArray } from "ctapipe-flow/image";
import { defineStep, oneOf, z } from "ctapipe-flow/step";
import { arrayEvent, cameraImage, telescopeEvent, telescopeEventsOf } from "./_messages.ts";
import type { CameraImagePacket, TelescopeEventPacket } from "./_messages.ts";

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

const settings = z.object({
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
    `Factor on all charges, such as from mean to most probable ones (default 1; with \`integrator\` ${OLD_SCALE})`,
  ),
});

interface State {
  readonly images: ImageExtractor;
  /** Whether it was told that charges cannot be known. */
  warned: boolean;
}

/** Turns ADC counts into charges: everything between the traces and an image. */
export default defineStep({
  name: "calibrate",
  module: import.meta.url,
  kind: "stager",
  summary:
    "Make an image of the ADC counts of each telescope: charges in photo-electrons, and peak times",
  params: settings,
  input: oneOf(arrayEvent, telescopeEvent),
  borrows: true,
  outputs: { out: cameraImage },
  init: ({ params }): State => ({ images: new ImageExtractor(optionsOf(params)), warned: false }),
  *run(packet, { state, alloc, log }) {
    const events = packet.kind === "event" ? telescopeEventsOf(packet) : [packet];
    const make = (length: number) => alloc(Float64Array, length);
    for (const event of events) {
      const image = imageOf(event, state.images, make);
      if (image === null) continue;
      if (!state.warned && image.image.charge.some((charge) => !Number.isFinite(charge))) {
        state.warned = true;
        const which = `telescope ${event.telescope.telId}, event ${event.eventId}`;
        log.warning(
          `${which}: charges that are no numbers (NaN pedestals?); such images are empty`,
        );
      }
      yield image;
    }
  },
});

function optionsOf(params: z.output<typeof settings>) {
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

/** Null where there is nothing to make an image of: calibration events, and telescopes without data. */
function imageOf(
  { data, ...event }: TelescopeEventPacket,
  images: ImageExtractor,
  make: MakeArray,
): CameraImagePacket | null {
  if (event.eventType === "calibration" || data.adc === null) return null;
  const { telescope, camera } = event;
  try {
    const image = images.extract(data.adc, camera, make);
    return { ...event, kind: "camera_image", camera: withoutUsed(camera), image, parameters: null };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`telescope ${telescope.telId} (${telescope.cameraName}): ${why}`, {
      cause: error,
    });
  }
}

/** What calibration needed and nobody does any more is most of a camera's bytes. */
function withoutUsed(camera: CameraImagePacket["camera"]): CameraImagePacket["camera"] {
  return { ...camera, readout: { ...camera.readout, refPulses: null }, calibration: null };
}
