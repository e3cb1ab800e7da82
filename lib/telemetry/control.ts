/** Requests of those who watch: checked, done, and answered. Documented in `docs/specs/telemetry.md`. @module */
import { z } from "zod";
import {
  type ControlMessage,
  type ControlRequest,
  type SampleMessage,
  TELEMETRY,
} from "./message.ts";

/** Bytes of a request. */
export const MOST_REQUEST_BYTES: number = 16 * 1024;
/** Packets are shown for so long, in s; who looks for longer asks again. */
export const SAMPLE_SECONDS = 10;

/** What is asked for, whoever is asked. */
export type Wish = ControlRequest extends infer R
  ? R extends ControlRequest ? Omit<R, "schema" | "execution" | "ticket"> : never
  : never;

/** What came of a wish. */
export interface Outcome {
  /** Whether it was done. */
  readonly ok: boolean;
  /** Why not; null if it was. */
  readonly reason: string | null;
}

/** A packet that was asked for. */
export type Shown = Pick<SampleMessage, "from" | "port" | "to" | "packet" | "value">;

/** What can be steered: an execution. */
export interface Controlled {
  /** Has producers hold. */
  pause(): Outcome;
  /** Lets them go on. */
  resume(): Outcome;
  /** Ends orderly. */
  stop(): void;
  /** Ends now. */
  abort(): void;
  /** Sends packets to so many replicas of a node. */
  scale(node: string, replicas: number): Outcome;
  /** Shows packets of an edge. */
  sample(
    edge: Pick<SampleMessage, "from" | "port" | "to">,
    options: { readonly rate: number; readonly seconds: number },
    onSample: (shown: Shown) => void,
  ): Outcome;
}

/** Who is told what came of requests. */
export interface Answers {
  /** Gets every answer. */
  control(answer: Pick<ControlMessage, "action" | "ok" | "reason" | "ticket">): void;
  /** Gets the packets that were asked for. */
  sample(shown: Shown): void;
}

const name = z.string().max(1000);
const request = z.intersection(
  z.looseObject({
    schema: z.literal(TELEMETRY),
    execution: z.uuid(),
    ticket: z.string().max(200).optional(),
  }),
  z.discriminatedUnion("request", [
    z.looseObject({ request: z.enum(["pause", "resume", "drain", "abort"]) }),
    z.looseObject({ request: z.literal("replicas"), node: name, replicas: z.int() }),
    z.looseObject({
      request: z.literal("sample"),
      from: name,
      port: name,
      to: name,
      rate: z.number(),
    }),
  ]),
);

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The request in some bytes; null if there is none that is as it must be, or it is too large. */
export function readRequest(bytes: Uint8Array): ControlRequest | null {
  if (bytes.byteLength > MOST_REQUEST_BYTES) return null;
  try {
    const { success, data } = request.safeParse(JSON.parse(utf8.decode(bytes)));
    return success ? data as ControlRequest : null;
  } catch {
    return null; // no UTF-8, or no JSON
  }
}

/** What is asked for, in the words of the report. */
export function actionOf(wish: Wish): string {
  if (wish.request === "replicas") return `replicas of ${wish.node}: ${wish.replicas}`;
  if (wish.request === "sample") return `look at ${wish.from}.${wish.port} -> ${wish.to}`;
  return wish.request;
}

/** Does what is asked of one execution. */
export class Controller {
  readonly #onSample = (shown: Shown) => this.answers.sample(shown);

  /**
   * @param execution its UUID: who does not know it may ask for nothing
   * @param answers told of everything that was asked for and done
   */
  constructor(
    readonly execution: string,
    readonly controlled: Controlled,
    readonly answers: Answers,
  ) {}

  /** Takes a request from outside; one for another execution is passed over. */
  take(asked: ControlRequest): void {
    if (asked.execution === this.execution) this.ask(asked, asked.ticket);
  }

  /** Does what is asked for, and tells what came of it. */
  ask(wish: Wish, ticket?: string): Outcome {
    const outcome = this.#do(wish);
    this.answers.control({
      action: actionOf(wish),
      ...outcome,
      ...(ticket !== undefined && { ticket }),
    });
    return outcome;
  }

  #do(wish: Wish): Outcome {
    const { controlled } = this;
    switch (wish.request) {
      case "pause":
        return controlled.pause();
      case "resume":
        return controlled.resume();
      case "drain":
        controlled.stop();
        return DONE;
      case "abort":
        controlled.abort();
        return DONE;
      case "replicas":
        return controlled.scale(wish.node, wish.replicas);
      case "sample": {
        const { rate } = wish;
        return controlled.sample(wish, { rate, seconds: SAMPLE_SECONDS }, this.#onSample);
      }
    }
  }
}

const DONE: Outcome = { ok: true, reason: null };
