import { decode, type Layout } from "./layout.ts";
import { isTelescopeEvent, isTrackingPosition, telescopeOfType } from "./layouts.ts";
import { adcSums } from "./objects/adc.ts";
import { imageParameters, pixelList } from "./objects/image.ts";
import { pixelTiming } from "./objects/pixel_timing.ts";
import {
  stereoReconstruction,
  telescopeEventHeader,
  trackingPosition,
  triggerInformation,
} from "./objects/trigger.ts";
import type {
  Adc,
  AdcSamples,
  ArrayEvent,
  StereoReconstruction,
  TelescopeEvent,
  TelescopeEventHeader,
  TrackingPosition,
  TriggerInformation,
} from "./records_event.ts";
import type { SimtelObject } from "./simtel_object.ts";

/** What an array event object (2010) holds; the rest of an {@link ArrayEvent} stands around it. */
export type ArrayRecord = Pick<
  ArrayEvent,
  "eventId" | "trigger" | "telescopes" | "pointing" | "stereoReconstruction" | "offset"
>;

/** What decoding an array event needs to know and whom it tells. */
export interface ArrayEventContext {
  /** Number of pixels of a telescope's camera, or `null` if unknown. */
  pixelsOf(telId: number): number | null;
  /** How ADC samples are decoded. */
  readonly adcSamples: Layout<AdcSamples>;
  /** Whether pulse times (2016) are wanted. */
  readonly pixelTiming: boolean;
  /** Is told why a part of the event was left out. */
  warn(what: string): void;
}

/**
 * Decodes an array event (2010) with all its telescope events.
 *
 * @throws {SimtelError} If it is damaged, or lacks its trigger information.
 */
export function decodeArrayEvent(object: SimtelObject, context: ArrayEventContext): ArrayRecord {
  let trigger: TriggerInformation | null = null;
  let eventId = 0;
  let stereo: StereoReconstruction | null = null;
  const telescopes: TelescopeEvent[] = [];
  const pointing = new Map<number, TrackingPosition>();
  for (const child of object.children()) {
    if (child.type === 2009) {
      trigger = decode(child, triggerInformation);
      eventId = child.ident;
    } else if (child.type === 2015) {
      stereo = optional(child, stereoReconstruction, context);
    } else if (isTelescopeEvent(child.type)) {
      telescopes.push(decodeTelescopeEvent(child, context));
    } else if (isTrackingPosition(child.type)) {
      const position = optional(child, trackingPosition, context);
      if (position !== null) pointing.set(telescopeOfType(child.type), position);
    }
  }
  if (trigger === null) throw object.error("corrupt", "array event without trigger information");
  for (const telescope of telescopes) telescope.tracking = pointing.get(telescope.telId) ?? null;
  return {
    // The ident of the array event is a running number in many files.
    eventId: eventId || object.ident,
    trigger,
    telescopes,
    pointing,
    stereoReconstruction: stereo,
    offset: object.offset,
  };
}

function decodeTelescopeEvent(object: SimtelObject, context: ArrayEventContext): TelescopeEvent {
  const telId = telescopeOfType(object.type);
  let header: TelescopeEventHeader | null = null;
  const parts: Omit<TelescopeEvent, "telId" | "header"> = {
    adc: null,
    tracking: null,
    imageParameters: null,
    pixelTiming: null,
    pixelLists: [],
    truePe: null,
  };
  for (const child of object.children()) {
    switch (child.type) {
      case 2011:
        header = decode(child, telescopeEventHeader);
        break;
      case 2012:
        // Sums are only the fallback for traces that were not stored.
        if (parts.adc === null) {
          parts.adc = checkAdc(child, decode(child, adcSums)!, context, telId);
        }
        break;
      case 2013:
        parts.adc = checkAdc(child, decode(child, context.adcSamples)!, context, telId);
        break;
      case 2014:
        if (parts.imageParameters !== null) context.warn("more than one set of image parameters");
        parts.imageParameters ??= optional(child, imageParameters, context);
        break;
      case 2016:
        if (context.pixelTiming) parts.pixelTiming = optional(child, pixelTiming, context);
        break;
      case 2027: {
        const list = optional(child, pixelList, context);
        if (list !== null) parts.pixelLists.push(list);
        break;
      }
    }
  }
  if (header === null) throw object.error("corrupt", "telescope event without header");
  return { telId, header, ...parts };
}

function checkAdc(object: SimtelObject, adc: Adc, context: ArrayEventContext, telId: number): Adc {
  const nPixels = context.pixelsOf(telId);
  if (nPixels !== null && nPixels !== adc.nPixels) {
    throw object.error(
      "corrupt",
      `ADC data of ${adc.nPixels} pixels, but the camera of telescope ${telId} has ${nPixels}`,
    );
  }
  return adc;
}

function optional<T>(
  object: SimtelObject,
  layout: Parameters<typeof decode<T>>[1],
  context: ArrayEventContext,
): T | null {
  const record = decode(object, layout);
  if (record === null) {
    context.warn(`${layout.name} of unknown version ${object.header.version} left out`);
  }
  return record;
}
