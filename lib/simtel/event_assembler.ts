import { type ArrayEventContext, type ArrayRecord, decodeArrayEvent } from "./array_event.ts";
import { decode } from "./layout.ts";
import { mcEvent, mcShower, photoelectronSums, truePhotoelectrons } from "./objects/mc.ts";
import type {
  ArrayEvent,
  McEvent,
  McShower,
  PhotoelectronSums,
  TruePhotoelectrons,
  UntriggeredEvent,
} from "./records_event.ts";
import type { SimtelObject } from "./simtel_object.ts";

/** Types of the objects that make up events. */
const TYPES: ReadonlySet<number> = new Set([1204, 2010, 2020, 2021, 2026, 2028, 2034]);
/** Those of them that hold nothing but true photo-electrons. */
const TRUE_IMAGE_TYPES: ReadonlySet<number> = new Set([1204, 2034]);

/** What the assembler needs to know beyond the objects it is given. */
export interface AssemblerContext extends ArrayEventContext {
  /** Telescope ids in the order of the run header. */
  telIds(): readonly number[];
  /** Whether calibration events are wanted; they are only counted otherwise. */
  calibrationEvents: boolean;
  /** Whether true photo-electrons are wanted. */
  trueImages: boolean;
  /** Is told of every simulated event as soon as it starts. */
  onMcEvent?(eventId: number, mc: McEvent): void;
}

/** How many events went by. */
export interface EventCounts {
  /** Simulated events, triggered or not. */
  mcEvents: number;
  /** Events that triggered the array, without calibration events. */
  triggeredEvents: number;
  calibrationEvents: number;
  /** Telescope events in `triggeredEvents`. */
  telescopeEventsInTriggered: number;
}

interface PendingEvent {
  eventId: number;
  mc: McEvent | null;
  sums: PhotoelectronSums | null;
  truePe: Map<number, TruePhotoelectrons>;
  array: ArrayRecord | null;
  offset: number;
}

/**
 * Puts together events from the objects that make them up.
 *
 * A simulated event starts with an MC event (2021) and is complete when the next MC event or shower
 * arrives or the stream ends, so what it consists of can come in any order.
 */
export class EventAssembler {
  readonly counts: EventCounts = {
    mcEvents: 0,
    triggeredEvents: 0,
    calibrationEvents: 0,
    telescopeEventsInTriggered: 0,
  };
  readonly #context: AssemblerContext;
  #shower: McShower | null = null;
  #pending: PendingEvent | null = null;
  /** True photo-electrons of the calibration event to come. */
  #calibrationTruePe: Map<number, TruePhotoelectrons> = new Map();

  constructor(context: AssemblerContext) {
    this.#context = context;
  }

  /** Whether {@link add} does anything with objects of a type. */
  takes(type: number): boolean {
    return TYPES.has(type) && (this.#context.trueImages || !TRUE_IMAGE_TYPES.has(type));
  }

  /** Adds one object; gives the events that it completes. */
  *add(object: SimtelObject): Generator<ArrayEvent | UntriggeredEvent> {
    switch (object.type) {
      case 2020:
        yield* this.end();
        this.#shower = decode(object, mcShower);
        break;
      case 2021:
        yield* this.end();
        this.#pending = this.#start(object);
        break;
      case 1204:
        this.#addTruePe(object);
        break;
      case 2026:
        if (this.#pending !== null) this.#pending.sums = decode(object, photoelectronSums);
        break;
      case 2010:
        yield* this.#addArrayEvent(object);
        break;
      case 2034:
        this.#addCalibrationTruePe(object);
        break;
      case 2028:
        for (const child of object.children()) {
          if (child.type === 2010) yield* this.#calibrationEvent(child, object.ident);
        }
        break;
    }
  }

  /**
   * Gives the event that nothing is missing of any more.
   *
   * @param cut Whether the data broke off: what did not trigger so far might have done so.
   */
  *end(cut = false): Generator<ArrayEvent | UntriggeredEvent> {
    const pending = this.#pending;
    this.#pending = null;
    if (pending === null) return;
    const { eventId, mc, sums, truePe, array, offset } = pending;
    if (array !== null) {
      this.counts.triggeredEvents++;
      this.counts.telescopeEventsInTriggered += array.telescopes.length;
      yield arrayEvent("data", array, { mc, sums, truePe, calibrationType: null });
    } else if (mc !== null && !cut) {
      const type = "untriggered";
      yield { type, eventId, mc, photoelectronSums: sums, otherTruePe: truePe, offset };
    }
  }

  /** Gives the event that telescopes have recorded, if there is one: another run may begin. */
  *endRecorded(): Generator<ArrayEvent | UntriggeredEvent> {
    if (this.#pending?.array) yield* this.end();
  }

  #start(object: SimtelObject): PendingEvent {
    if (this.#shower === null) throw object.error("corrupt", "MC event before any shower");
    const mc = { ...this.#shower, ...decode(object, mcEvent)! };
    this.counts.mcEvents++;
    this.#context.onMcEvent?.(object.ident, mc);
    return {
      eventId: object.ident,
      mc,
      sums: null,
      truePe: new Map(),
      array: null,
      offset: object.offset,
    };
  }

  *#addArrayEvent(object: SimtelObject): Generator<ArrayEvent | UntriggeredEvent> {
    if (this.#shower === null) {
      yield* this.#calibrationEvent(object, null);
      return;
    }
    yield* this.endRecorded();
    const array = decodeArrayEvent(object, this.#context);
    this.#pending ??= {
      eventId: array.eventId,
      mc: null,
      sums: null,
      truePe: new Map(),
      array: null,
      offset: object.offset,
    };
    this.#pending.array = array;
  }

  *#calibrationEvent(
    object: SimtelObject,
    calibrationType: number | null,
  ): Generator<ArrayEvent | UntriggeredEvent> {
    this.counts.calibrationEvents++;
    const truePe = this.#calibrationTruePe;
    this.#calibrationTruePe = new Map();
    if (!this.#context.calibrationEvents) return;
    // Events keep the order of the file, and are given before the next is decoded.
    yield* this.endRecorded();
    const array = decodeArrayEvent(object, this.#context);
    yield arrayEvent("calibration", array, { mc: null, sums: null, truePe, calibrationType });
  }

  #addTruePe(object: SimtelObject): void {
    if (this.#pending === null) this.#context.warn("true photo-electrons outside of any event");
    else this.#decodeTruePe(object, this.#pending.truePe);
  }

  #addCalibrationTruePe(object: SimtelObject): void {
    if (!this.#context.calibrationEvents) return;
    for (const child of object.children()) {
      if (child.type === 1204) this.#decodeTruePe(child, this.#calibrationTruePe);
    }
  }

  #decodeTruePe(object: SimtelObject, truePe: Map<number, TruePhotoelectrons>): void {
    const telIds = this.#context.telIds();
    for (const child of object.children()) {
      if (child.type !== 1208) continue;
      const telId = telIds[child.ident % 1000];
      const record = decode(child, truePhotoelectrons);
      if (record === null) this.#context.warn("photo-electrons of unknown version left out");
      else if (telId === undefined) this.#context.warn("photo-electrons of an unknown telescope");
      else truePe.set(telId, record);
    }
  }
}

interface Surroundings {
  mc: McEvent | null;
  sums: PhotoelectronSums | null;
  truePe: Map<number, TruePhotoelectrons>;
  calibrationType: number | null;
}

function arrayEvent(
  type: ArrayEvent["type"],
  array: ArrayRecord,
  { mc, sums, truePe, calibrationType }: Surroundings,
): ArrayEvent {
  const otherTruePe = new Map(truePe);
  const telescopes = array.telescopes.map((telescope) => {
    otherTruePe.delete(telescope.telId);
    return { ...telescope, truePe: truePe.get(telescope.telId) ?? null };
  });
  return {
    type,
    calibrationType,
    mc,
    ...array,
    telescopes,
    photoelectronSums: sums,
    otherTruePe,
  };
}
