/** The entry of a cell that is a process. Its first module calls {@link serveCell}. @module */
import type { AnyStep } from "../../step/define_step.ts";
import { beLenient } from "../../step/lenient.ts";
import { redirectConsole } from "../host/console.ts";
import { Cell } from "./cell.ts";
import { FrameReader, FrameWriter } from "./frames.ts";
import type { FromCell, Line, ToCell } from "./messages.ts";
import { endWith } from "./outlive.ts";
import { hearErrors } from "./serve_worker.ts";

/**
 * Does as the host says, over standard input and output, until the input ends.
 *
 * @param parent id of the program's process
 * @param trusted whether the step may start processes itself
 */
export async function serveCell(
  load: () => Promise<unknown>,
  name: string,
  parent: number,
  trusted: boolean,
): Promise<void> {
  endWith(parent, trusted);
  leaveRequests();
  beLenient();
  const line = new StandardLine();
  const cell = new Cell(async () => ((await load()) as Record<string, AnyStep>)[name]!, line);
  hearErrors((error) => cell.uncaught(error));
  redirectConsole((level, message) => cell.print(level, message));
  await line.listen();
  Deno.exit(0);
}

/**
 * Leaves requests to end to the program. Ctrl-C reaches every process of a terminal; what is in
 * flight here is to be finished all the same.
 */
function leaveRequests(): void {
  if (Deno.build.os === "windows") return Deno.addSignalListener("SIGINT", () => {});
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, () => {});
}

class StandardLine implements Line<FromCell, ToCell> {
  hear: (message: ToCell) => void = () => {};
  readonly #frames = new FrameWriter();
  readonly #output = Deno.stdout;
  readonly #input = Deno.stdin;

  constructor() {
    // what a step writes there by mistake must not get between the frames
    Object.defineProperty(Deno, "stdout", { value: Deno.stderr });
    Object.defineProperty(Deno, "stdin", { value: null });
  }

  post(message: FromCell): void {
    const bytes = this.#frames.write(message);
    for (let at = 0; at < bytes.length;) at += this.#output.writeSync(bytes.subarray(at));
  }

  close(): void {}

  async listen(): Promise<void> {
    const frames = new FrameReader();
    for await (const chunk of this.#input.readable) {
      for (const message of frames.read(chunk)) this.hear(message as ToCell);
    }
  }
}
