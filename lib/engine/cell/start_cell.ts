/** Starts cells, with exactly what their nodes may touch. @module */
import type { Grants } from "../../graph/model.ts";
import { GRANT_KINDS } from "../../graph/model.ts";
import type { PlannedNode } from "../plan.ts";
import { startWorker } from "../worker.ts";
import type { KeeperSetup } from "./keeper.ts";

const WORKER_ENTRY = new URL("./serve_worker.ts", import.meta.url).href;
const PROCESS_ENTRY = new URL("./serve_process.ts", import.meta.url).href;
const KEEPER = new URL("./keeper.ts", import.meta.url).href;
const CONFIG = new URL("../../../deno.json", import.meta.url);
/** What a trusted node's process may do, as far as the program itself may. */
const KINDS = ["read", "write", "net", "env", "sys", "run", "ffi"] as const;

/** A cell that was started. */
export interface StartedCell {
  /** The host's end of the line to it. */
  readonly port: MessagePort;
  /** Ends it. A Worker that computes cannot be ended: it is left behind. */
  end(): void;
}

/**
 * Starts a cell for a replica of a node.
 *
 * @param lost called if it cannot be started
 * @throws {Deno.errors.NotCapable} if the program itself lacks what it is to grant
 */
export function startCell(node: PlannedNode, lost: (why: string) => void): StartedCell {
  const { port1, port2 } = new MessageChannel();
  const start = node.isolation === "process" ? startProcess : startThread;
  return { port: port1, end: start(node, port2, lost) };
}

type Start = (node: PlannedNode, port: MessagePort, lost: (why: string) => void) => () => void;

const startThread: Start = (node, port, lost) => {
  const source = entryOf(WORKER_ENTRY, node, "");
  const worker = startWorker(source, `${node.id}:`, node.trusted ? "all" : node.permissions);
  worker.onerror = (event) => {
    event.preventDefault();
    lost(event.message);
  };
  worker.postMessage(port, [port]);
  return () => worker.terminate();
};

const startProcess: Start = (node, port, lost) => {
  const keeper = new Worker(KEEPER, { type: "module", name: "keeper" });
  let pid = 0;
  keeper.onmessage = ({ data }: MessageEvent<number>) => pid = data;
  keeper.onerror = (event) => {
    event.preventDefault();
    lost(event.message);
  };
  const setup: KeeperSetup = { port, command: Deno.execPath(), args: argumentsOf(node) };
  keeper.postMessage(setup, [port]);
  return () => {
    kill(pid);
    keeper.terminate();
  };
};

function kill(pid: number): void {
  try {
    if (pid > 0) Deno.kill(pid, "SIGKILL");
  } catch {
    // it has ended since
  }
}

function entryOf(
  entry: string,
  { code: { module, export: name } }: PlannedNode,
  more: string,
): string {
  return [
    `import { serveCell } from ${JSON.stringify(entry)};`,
    `serveCell(() => import(${JSON.stringify(module)}), ${JSON.stringify(name)}${more});`,
  ].join("\n");
}

/** The arguments of `deno` for a process: its first module is in its own address. */
export function argumentsOf(node: PlannedNode): string[] {
  const { trusted, permissions, maxHeap } = node;
  const heap = maxHeap === undefined
    ? []
    : [`--max-old-space-size=${Math.floor(maxHeap / 2 ** 20)}`];
  const source = encodeURIComponent(entryOf(PROCESS_ENTRY, node, `, ${Deno.pid}, ${trusted}`));
  return [
    "run",
    "--no-prompt",
    "--quiet",
    "--no-lock",
    "--cached-only",
    "--deny-import",
    ...(CONFIG.protocol === "file:" ? [`--config=${decodeURIComponent(CONFIG.pathname)}`] : []),
    `--v8-flags=${["--no-maglev-inlining", ...heap].join(",")}`,
    // to see that it does not outlive the program: given up before the step is loaded
    ...(trusted ? grantedFlags() : ["--allow-run", ...flagsOf(permissions)]),
    `data:application/typescript,${source}`,
  ];
}

function flagsOf(grants: Grants): string[] {
  return GRANT_KINDS.flatMap((kind) => {
    const values = grants[kind].map((value) => value.replaceAll(",", ",,"));
    return values.length > 0 ? [`--allow-${kind}=${values.join(",")}`] : [];
  });
}

/** What the program itself was granted in full. */
function grantedFlags(): string[] {
  return KINDS.filter((name) => {
    const status = Deno.permissions.querySync({ name } as Deno.PermissionDescriptor);
    return status.state === "granted" && !status.partial;
  }).map((kind) => `--allow-${kind}`);
}
