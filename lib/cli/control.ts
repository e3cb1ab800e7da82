/** What `--allow-control` allows: requests of those who watch. @module */
import type { Execution } from "../engine/contract.ts";
import type { ControlRequest } from "../telemetry/message.ts";
import { type Answers, Controller, type Outcome, type Wish } from "../telemetry/control.ts";
import { isGuiTold } from "./telemetry.ts";
import type { TelemetryChoices } from "./telemetry_options.ts";

/** Where requests are taken for one execution. */
export interface Control {
  /** Where requests come to, for the hello; null if only this process may ask. */
  readonly address: string | null;
  /** From now on requests are done; what came of them is told. */
  steer(execution: Execution, answers: Answers): void;
  /** For who watches in this process: asks at once. */
  ask(wish: Wish): Outcome;
  /** Takes no more. */
  close(): Promise<void>;
}

/**
 * Gets ready to take requests; null if none are allowed. The socket is opened only where a GUI is
 * told of it.
 *
 * @param execution its UUID: who does not know it may ask for nothing
 * @param say shows the user a line
 */
export async function openControl(
  chosen: TelemetryChoices,
  execution: string,
  say: (line: string) => void,
): Promise<Control | null> {
  if (!chosen.allowControl) return null;
  let controller: Controller | null = null;
  const socket = isGuiTold(chosen)
    ? await openSocket((request) => controller?.take(request), say)
    : null;
  return {
    address: socket?.address ?? null,
    steer: (steered, answers) => controller = new Controller(execution, steered, answers),
    ask: (wish) => controller?.ask(wish) ?? { ok: false, reason: "it has not begun" },
    close: async () => await socket?.close(),
  };
}

async function openSocket(
  take: (request: ControlRequest) => void,
  say: (line: string) => void,
) {
  try {
    const { takeRequests } = await import("../telemetry/zeromq/control_socket.ts");
    return await takeRequests(take);
  } catch (error) {
    say(`no requests can be taken: ${error instanceof Error ? error.message : error}`);
    return null;
  }
}
