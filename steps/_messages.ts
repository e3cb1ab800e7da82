/** What the built-in steps send each other about telescopes. @module */
import { oneOf, payload } from "ctapipe-flow/step";
import type { Payload } from "ctapipe-flow/step";
import type {
  Adc,
  ArrayEvent,
  SimtelHeader,
  TelescopeCalibration,
  TelescopeDescription,
  TelescopeEvent,
  UntriggeredEvent,
} from "ctapipe-flow/simtel";

/** Which telescope: enough to route by and to name it, without its pixels. */
export interface TelescopeLabel {
  readonly telId: number;
  readonly type: "LST" | "MST" | "SST";
  readonly opticsName: string;
  readonly cameraName: string;
}

/** An event of the array, with a label for each of `event.telescopes`, in the same order. */
export interface ArrayEventPacket {
  readonly kind: "event";
  /** Name of the file it came from, without folders. */
  readonly file: string;
  /** Run number. */
  readonly run: number;
  readonly event: ArrayEvent;
  readonly telescopes: readonly TelescopeLabel[];
}

/** The data of one telescope in one event. */
export interface TelescopeEventPacket {
  readonly kind: "telescope_event";
  readonly file: string;
  readonly run: number;
  readonly eventId: number;
  readonly eventType: ArrayEvent["type"];
  readonly telescope: TelescopeLabel;
  readonly data: TelescopeEvent;
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
