/** What becomes of a packet when no other attempt follows. @module */
import type { Verdict } from "../../graph/on_error.ts";
import type { Failure, Phase } from "../../telemetry/report.ts";
import { failureOf, messageOf } from "../failure.ts";
import { type Packet, packetId, withoutLegs } from "../packet.ts";
import { QuarantineError } from "../quarantine/error.ts";
import { encodeValue } from "../quarantine/value.ts";
import type { ReplicaOptions } from "../replica_options.ts";
import { Counter } from "../words.ts";
import { CrashError } from "./crash.ts";
import type { Fault, Patience } from "./patience.ts";

/** A packet that its node does without, as a host tells it. */
export interface GivenUp {
  readonly failure: Failure;
  readonly attempts: number;
  readonly origin: number;
  readonly seq: number;
  readonly branch: string;
}

/** Where packets go that a node does without. */
export interface Asides {
  /** Tells of a packet that is skipped. */
  readonly skipped: (packet: GivenUp) => void;
  /** Puts a packet aside. Rejects, with the cause as a sentence, if that was not possible. */
  readonly quarantine: (packet: GivenUp, value: Uint8Array<ArrayBuffer>) => Promise<void>;
}

/** An attempt that failed. */
export interface Broken extends Fault {
  readonly phase: Phase;
  readonly error: unknown;
}

/** The end of a packet that could not be processed. */
export interface GivenUpEnd {
  /** What it counts as. */
  readonly counter: number;
  /** With this the replica fails; left out if it goes on. */
  readonly fault?: { readonly phase: Phase; readonly error: unknown };
}

/** Does with a packet as the verdict says. */
export async function giveUp(
  { nodeIds, node, replica, skipped, quarantine }: ReplicaOptions & Asides,
  packet: Packet,
  { phase, error: thrown, crashed }: Broken,
  { attempts, crashes }: Patience,
  verdict: Verdict,
): Promise<GivenUpEnd> {
  const id = packetId(packet, nodeIds);
  const place = { node: nodeIds[node]!, replica, phase, packet: id };
  const error = crashed && crashes > 1
    ? new CrashError(crashes, failureOf(thrown, place).message)
    : thrown;
  if (verdict === "fail") return { counter: Counter.FAILED, fault: { phase, error } };
  const { origin, seq, value } = packet;
  const branch = withoutLegs(packet.branch);
  const givenUp: GivenUp = { failure: failureOf(error, place), attempts, origin, seq, branch };
  if (verdict === "skip") {
    skipped(givenUp);
    return { counter: Counter.SKIPPED };
  }
  try {
    await quarantine(givenUp, encodeValue(value));
    return { counter: Counter.QUARANTINED };
  } catch (cause) {
    const lost = new QuarantineError(id, messageOf(cause), givenUp.failure.message);
    return { counter: Counter.FAILED, fault: { phase: "run", error: lost } };
  }
}
