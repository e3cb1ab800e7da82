/** Starts the real browser view for tests. @module */
import { startCli } from "./_spawn.ts";

/** A view that was started by the command line. */
export interface StartedGui {
  /** What it has printed to be opened. */
  readonly url: string;
  /** Where it listens to flows. */
  readonly address: string;
  /** Ends it as Ctrl-C does; gives its exit code. */
  end(): Promise<number>;
}

/** Starts `gui` at free ports, and waits until it is served. */
export async function startGui(args: readonly string[] = []): Promise<StartedGui> {
  const child = startCli(["gui", "--port", "0", "--address", "tcp://127.0.0.1:*", ...args]);
  const lines = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!/flows: .*\n/.test(text)) {
    const { value, done } = await lines.read();
    if (done) throw new Error(`ended before it was served: ${text}`);
    text += value;
  }
  return {
    url: text.match(/http:\S+/)![0],
    address: text.match(/tcp:\S+/)![0],
    async end() {
      child.kill("SIGTERM");
      const { code } = await child.status;
      await lines.cancel();
      await child.stdout.cancel();
      return code;
    },
  };
}
