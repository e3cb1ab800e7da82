/** What the built-in steps send each other about telescopes. @module */
import { oneOf, payload } from "ctapipe-flow/step";
import type { Payload } from "ctapipe-flow/step";
import type { Membership } from "./_group.ts";
import type { Camera, CameraImage, ImageParameters } from "ctapipe-flow/image";
import type {
  Adc,
  ArrayEvent,
  SimtelHeader,
  TelescopeCalibration,
  TelescopeDescription,
  TelescopeEvent,
  Timestamp,
  UntriggeredEvent,
} from "ctapipe-flow/simtel";

/** Which telescope: enough to route by and to name it, without its pixels. */
export interface TelescopeLabel {
  readonly telId: number;
  readonly type: "LST" | "MST" | "SST";
  readonly opticsName: string;
  readonly cameraName: string;
}

/** What the trigger of the array said of an event. */
export interface EventTrigger {
  /** Unix time, UTC. */
  readonly time: Timestamp;
  /** Numbers of the telescopes that triggered; there may be no data of some. */
  readonly telescopes: readonly number[];
  /** When each of them did, in nanoseconds after `time`. */
  readonly delays: readonly number[];
}

/** Where an array event came from; the same for all its telescopes. */
export interface EventLabel {
  /** Name of the file, without folders. */
  readonly file: string;
  /** Run number. */
  readonly run: number;
  readonly eventId: number;
  readonly eventType: ArrayEvent["type"];
  /** Telescopes with data in the event: so many packets there are of it, one per telescope. */
  readonly nTelescopes: number;
  /** Null if it is not known. */
  readonly trigger: EventTrigger | null;
}

/** What was simulated, as far as tables and pictures want it; angles in radian, lengths in metre. */
export interface ShowerTruth {
  /** TeV. */
  readonly energy: number;
  readonly altitude: number;
  readonly azimuth: number;
  readonly coreX: number;
  readonly coreY: number;
  readonly hFirstInt: number;
  /** g/cm². */
  readonly xmax: number;
  /** sim_telarray's code: 0 gamma, 1 e⁻, 2 µ⁻, 100·A + Z for nuclei. */
  readonly primaryId: number;
}

/** Where a telescope stood and pointed; radian and metre. */
export interface TelescopePlace {
  /** x north, y west, z up. */
  readonly position: readonly [x: number, y: number, z: number];
  /** Null if the file does not say. */
  readonly pointing: { readonly azimuth: number; readonly altitude: number } | null;
}

/**
 * An event of the array. `telescopes`, `places` and `cameras` have one entry for each of
 * `event.telescopes`, in the same order.
 */
export interface ArrayEventPacket {
  readonly kind: "event";
  /** Name of the file it came from, without folders. */
  readonly file: string;
  /** Run number. */
  readonly run: number;
  readonly event: ArrayEvent;
  readonly telescopes: readonly TelescopeLabel[];
  readonly places: readonly TelescopePlace[];
  /**
   * As they were for this event. Producers give the same objects again while nothing changes, and
   * telescopes with equal cameras have their `geometry` in common, so that it crosses once.
   */
  readonly cameras: readonly Camera[];
  /** Behind `split_by`: which of the event's telescopes this is, and how many it has. */
  readonly group?: Membership;
}

/** The data of one telescope in one event. */
export interface TelescopeEventPacket extends EventLabel {
  readonly kind: "telescope_event";
  readonly telescope: TelescopeLabel;
  readonly place: TelescopePlace;
  readonly camera: Camera;
  /** Null for calibration events. */
  readonly truth: ShowerTruth | null;
  /** How many pixels took part in the camera's trigger; null if that is not known. */
  readonly nTriggerPixels: number | null;
  readonly data: TelescopeEvent;
}

/** What one camera saw of an event, and, behind `hillas`, what that says of the shower. */
export interface CameraImagePacket extends EventLabel {
  readonly kind: "camera_image";
  readonly telescope: TelescopeLabel;
  readonly place: TelescopePlace;
  readonly camera: Camera;
  /** Null for calibration events. */
  readonly truth: ShowerTruth | null;
  /** How many pixels took part in the camera's trigger; null if that is not known. */
  readonly nTriggerPixels: number | null;
  readonly image: CameraImage;
  /** Null until they are computed. */
  readonly parameters: ImageParameters | null;
}

/** What a file holds besides its events; needed to write it again. */
export type SimtelRecord =
  | { readonly kind: "header"; readonly header: SimtelHeader }
  | { readonly kind: "calibration"; readonly calibration: TelescopeCalibration }
  | { readonly kind: "untriggered"; readonly event: UntriggeredEvent };

const adcBuffers = (adc: Adc | null): ArrayBuffer[] => adc ? [adc.values.buffer] : [];

/** Events of the array; their ADC arrays move. */
export const arrayEvent: Payload<ArrayEventPacket> = payload("array_event", {
  moves: ({ event }) => event.telescopes.flatMap(({ adc }) => adcBuffers(adc)),
});

/** Telescope events; their ADC arrays move. */
export const telescopeEvent: Payload<TelescopeEventPacket> = payload("telescope_event", {
  moves: ({ data }) => adcBuffers(data.adc),
});

/** Images of cameras. */
export const cameraImage: Payload<CameraImagePacket> = payload("camera_image");

/** The rest of a file. */
export const simtelRecord: Payload<SimtelRecord> = payload("simtel_record");

/** All that a file holds. */
export const simtelStream: Payload<ArrayEventPacket | SimtelRecord> = oneOf(
  arrayEvent,
  simtelRecord,
);

/** The label of a described telescope. */
export function labelOf(telescope: TelescopeDescription): TelescopeLabel {
  const { telId, type, opticsName, cameraName } = telescope;
  return { telId, type, opticsName, cameraName };
}

/** The truth of an event, without what no table wants; null for calibration events. */
export function truthOf({ mc }: ArrayEvent): ShowerTruth | null {
  if (mc === null) return null;
  const { energy, altitude, azimuth, xcore, ycore, hFirstInt, xmax, primaryId } = mc;
  return { energy, altitude, azimuth, coreX: xcore, coreY: ycore, hFirstInt, xmax, primaryId };
}

/** What the trigger said of an event. */
function triggerOf({ trigger }: ArrayEvent): EventTrigger {
  const { gpsTime: time, triggeredTelescopes: telescopes, triggerTimes: delays } = trigger;
  return { time, telescopes, delays };
}

/** The code of the list of pixels that triggered. */
const TRIGGERED = 0;

/** One packet per telescope of an event, in its order. */
export function* telescopeEventsOf(packet: ArrayEventPacket): Generator<TelescopeEventPacket> {
  const { file, run, event, telescopes, places, cameras, group } = packet;
  const { eventId, type: eventType } = event;
  const nTelescopes = group?.size ?? event.telescopes.length;
  const truth = truthOf(event);
  const trigger = triggerOf(event);
  for (const [index, data] of event.telescopes.entries()) {
    yield {
      kind: "telescope_event",
      ...{ file, run, eventId, eventType, nTelescopes, trigger },
      telescope: telescopes[index]!,
      place: places[index]!,
      camera: cameras[index]!,
      truth,
      nTriggerPixels: data.pixelLists.find(({ code }) => code === TRIGGERED)?.pixels.length ?? null,
      data,
    };
  }
}
