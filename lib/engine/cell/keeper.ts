/**
 * A Worker that keeps one process: it passes bytes on between a message port and the process's
 * standard streams, and says when and how the process ended.
 *
 * @module
 */
import type { FromCell } from "./messages.ts";

/** What a keeper is told first. */
export interface KeeperSetup {
  readonly port: MessagePort;
  readonly command: string;
  readonly args: readonly string[];
}

/** So much of what the process said last is kept, in characters. */
const LAST_WORDS = 4000;
/** What V8 and Deno say when they give up. */
const FATAL = /fatal|out of memory|panicked|error:/i;

if (import.meta.main || self.name === "keeper") {
  addEventListener("message", ({ data }: MessageEvent<KeeperSetup>) => void keep(data), {
    once: true,
  });
}

async function keep({ port, command, args }: KeeperSetup): Promise<void> {
  const child = new Deno.Command(command, {
    args: [...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  postMessage(child.pid);
  const input = child.stdin.getWriter();
  port.onmessage = ({ data }: MessageEvent<Uint8Array>) => {
    input.write(data).catch(() => {}); // its end is told below
  };
  const said = listen(child.stderr, port);
  for await (const chunk of child.stdout) port.postMessage(chunk, [chunk.buffer]);
  const [status, words] = await Promise.all([child.status, said]);
  port.postMessage({ type: "gone", why: describe(status, words) } satisfies FromCell);
}

/** Passes on what the process says as lines; gives its last words. */
async function listen(stderr: ReadableStream<Uint8Array>, port: MessagePort): Promise<string> {
  let last = "";
  for await (const text of stderr.pipeThrough(new TextDecoderStream() as never)) {
    last = (last + text).slice(-LAST_WORDS);
    for (const line of String(text).split("\n")) {
      if (line.trim() === "") continue;
      port.postMessage({ type: "log", level: "debug", message: line } satisfies FromCell);
    }
  }
  return last;
}

function describe({ code, signal }: Deno.CommandStatus, words: string): string {
  const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
  const isFull = /out of memory|heap limit/i.test(words);
  const why = isFull ? "out of memory" : words.split("\n").find((line) => FATAL.test(line))?.trim();
  return `its process ${how}${why ? `: ${why}` : ""}`;
}
