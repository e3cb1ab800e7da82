/** The inside of the Worker of `sandbox.ts`, whatever is asked of it. @module */
import { beLenient } from "../step/lenient.ts";
import { plainReason } from "./reason.ts";

/** Literal imports by module URL. */
export type Loaders = Readonly<Record<string, () => Promise<Record<string, unknown>>>>;

interface Asked<Request> {
  readonly request: Request;
  readonly port: MessagePort;
}

/** Answers one request. What modules print or fail at on the side is nobody's concern yet. */
export function answerOnce<Request, Answer>(
  answer: (request: Request) => Promise<Answer>,
): void {
  beLenient();
  const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
  // what is only described has nothing to say yet, and standard output is for results
  for (const method of ["debug", "dir", "error", "info", "log", "table", "trace", "warn"]) {
    Object.defineProperty(console, method, { value: () => {} });
  }
  scope.addEventListener("error", (event) => event.preventDefault());
  scope.addEventListener("unhandledrejection", (event) => event.preventDefault());
  scope.addEventListener("message", async ({ data }: MessageEvent<Asked<Request>>) => {
    data.port.postMessage(await answer(data.request));
  }, { once: true });
}

/** What a module threw, on a line that may be printed. */
export function reason(error: unknown): string {
  return plainReason(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}

/** Whether a module asked for what no module gets while it is loaded. */
export const isDenied = (error: unknown): boolean =>
  error instanceof Error && error.name === "NotCapable";
