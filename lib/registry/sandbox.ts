/**
 * Evaluates strangers' modules in a Worker that may touch nothing: a module's top level is code, and
 * reading a flow must not execute code that can do anything.
 *
 * @module
 */
import { plainReason } from "./reason.ts";

/** How long a module may take to load, in ms, if nobody says. */
export const PATIENCE_MS = 10_000;

/** What came back, or why nothing did. */
export type Evaluated<T> =
  | { readonly ok: true; readonly answer: T }
  | { readonly ok: false; readonly why: string };

/**
 * Starts a Worker, sends it a request, and gives its answer.
 *
 * @param entry URL of the module whose `serve` is called in the Worker with {@link Loaders}
 * @param modules URLs of the strangers' modules. Their imports are literal in the Worker's first
 *   module, so that Deno loads them with the program's rights and the Worker needs none
 * @param patienceMs modules that are still loading after so many ms are given up
 */
export function evaluate<T>(
  entry: string,
  modules: readonly string[],
  request: unknown,
  patienceMs: number,
): Promise<Evaluated<T>> {
  const loaders = modules.map((url) =>
    `${JSON.stringify(url)}: () => import(${JSON.stringify(url)}),`
  );
  const source = [`import { serve } from ${JSON.stringify(entry)};`, "serve({", ...loaders, "});"];
  const url = URL.createObjectURL(new Blob([source.join("\n")], { type: "text/javascript" }));
  const options = { type: "module", name: "describe", deno: { permissions: "none" } };
  const worker = new Worker(url, options as WorkerOptions);
  URL.revokeObjectURL(url);
  // A channel of their own: what a module posts to the Worker's owner is no answer.
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const end = (evaluated: Evaluated<T>) => {
      clearTimeout(patience);
      port1.close();
      worker.terminate();
      resolve(evaluated);
    };
    const patience = setTimeout(
      () => end({ ok: false, why: `it is still loading after ${patienceMs / 1000} s` }),
      patienceMs,
    );
    port1.onmessage = ({ data }) => end({ ok: true, answer: data });
    worker.onerror = (event) => {
      event.preventDefault();
      const [why = ""] = plainReason(event.message).split("\n");
      end({ ok: false, why });
    };
    worker.postMessage({ request, port: port2 }, [port2]);
  });
}
