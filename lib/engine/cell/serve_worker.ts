/** The entry of a cell that is a Worker. Its first module calls {@link serveCell}. @module */
import type { AnyStep } from "../../step/define_step.ts";
import { beLenient } from "../../step/lenient.ts";
import { redirectConsole } from "../host/console.ts";
import { trapExits } from "../host/traps.ts";
import { Cell } from "./cell.ts";
import type { FromCell, ToCell } from "./messages.ts";
import { PortLine } from "./port_line.ts";

/** Waits for its line, then does as the host says. */
export function serveCell(load: () => Promise<unknown>, name: string): void {
  trapExits();
  beLenient();
  const begin = ({ data }: MessageEvent<MessagePort>) => {
    const line = new PortLine<FromCell, ToCell>(data);
    const cell = new Cell(async () => ((await load()) as Record<string, AnyStep>)[name]!, line);
    hearErrors((error) => cell.uncaught(error));
    redirectConsole((level, message) => cell.print(level, message));
  };
  addEventListener("message", begin, { once: true });
}

/** Passes on errors that nobody catches. */
export function hearErrors(tell: (error: unknown) => void): void {
  addEventListener("error", (event) => {
    event.preventDefault();
    tell(event.error);
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    tell(event.reason);
  });
}
