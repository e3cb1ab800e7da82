/** `ctapipe-flow quarantine replay DIR FLOW`: packets go through the rest of a flow again. @module */
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map } from "@optique/core/modifiers";
import { argument, command } from "@optique/core/primitives";
import { join, resolve } from "node:path";
import { formatDiagnostics } from "../dsl/mod.ts";
import type { ReplayPart } from "../engine/mod.ts";
import type { FlowGraph, GraphNode } from "../graph/model.ts";
import { roleValues } from "../graph/role_values.ts";
import { didYouMean } from "../graph/suggest.ts";
import { watch } from "./execute.ts";
import { plural } from "./format.ts";
import { examples, FLOW_HELP } from "./help.ts";
import { loadFlowFile } from "./load_flow_file.ts";
import { isShown } from "./log_lines.ts";
import { stderr } from "./output.ts";
import { forceOption } from "./output_file.ts";
import { type OverrideChoices, overrideOptions, overridesOf } from "./override_options.ts";
import { pathArgument } from "./path_argument.ts";
import { explainUnreadable } from "./paths.ts";
import { modeOption } from "./placement_options.ts";
import { openProgress } from "./progress.ts";
import { formatSummary } from "./summary.ts";
import type { Mode } from "../telemetry/report.ts";
import { UserError } from "./user_error.ts";

const options = object({
  folder: argument(pathArgument("DIR"), { description: message`The quarantine.` }),
  flow: argument(pathArgument("FLOW"), { description: FLOW_HELP }),
  mode: modeOption,
  ...overrideOptions,
  force: forceOption,
});

interface Choices extends OverrideChoices {
  readonly folder: string;
  readonly flow: string;
  readonly mode: Mode | undefined;
  readonly force: boolean;
}

/** The parser; its value replays. */
export const replayCommand = command(
  "replay",
  map(options, (chosen) => () => replay(chosen)),
  {
    brief: message`Send packets through the flow again, from the node where they failed.`,
    footer: examples(
      "quarantine replay my_flow.quarantine/2026-01-31T09-30-00.000Z flow.yaml --set writer.filename=rest.txt",
    ),
  },
);

/** Gives the exit code: 0 if all is done, or put back into the quarantine. */
async function replay(chosen: Choices): Promise<number> {
  using _lock = await locked(chosen.folder);
  return await replayAlone(chosen);
}

/** Two replays at once would do the same twice. The system frees the lock, however this one ends. */
async function locked(folder: string): Promise<Disposable> {
  let file: Deno.FsFile | undefined;
  try {
    file = await Deno.open(join(folder, ".lock"), { create: true, write: true });
    if (await file.tryLock(true)) return file;
  } catch (error) {
    file?.close();
    throw explainUnreadable("quarantine", folder, error);
  }
  file.close();
  throw new UserError(`"${folder}" is being replayed by another process`, "wait for its end");
}

async function replayAlone({ folder, flow, mode, force, ...overrides }: Choices): Promise<number> {
  const engine = await import("../engine/mod.ts");
  const quarantine = resolve(folder);
  const parts = await partsIn(folder);
  const { graph, base, diagnostics } = await loadFlowFile(flow, overridesOf(overrides));
  if (graph === null) {
    stderr.write(formatDiagnostics(diagnostics, { color: stderr.color }));
    return 2;
  }
  if (parts.length === 0) {
    stderr.write(`nothing to do: no packet waits in ${folder}\n`);
    return 0;
  }
  checkNodes(graph, parts);
  const replayed = engine.replayGraph(graph, parts);
  const plan = engine.makePlan(replayed.graph, base);
  if (!force) await checkOutputs(plan.nodes);
  const progress = await openProgress("auto", stderr);
  const execution = engine.startFlow(replayed.graph, {
    mode: mode ?? "sequential",
    base,
    quarantine: engine.replayFolder(quarantine),
    onLog: (line) => {
      if (isShown(line.level, "info")) progress.log(line);
    },
  });
  const { quarantine: _folder, ...report } = await watch(execution, progress, {
    file: null,
    goOn: "all packets are still in the quarantine: the same command tries them again",
  });
  stderr.write(formatSummary({ ...report, quarantine }, stderr.color));
  if (report.status !== "done") {
    await engine.discard(quarantine);
    stderr.write("nothing was marked as done: all packets are still in the quarantine\n");
    return report.exitCode;
  }
  const again = await engine.commit(quarantine, replayed.parts);
  const total = parts.reduce((sum, { files }) => sum + files.length, 0);
  stderr.write(
    `${plural(total, "packet")} replayed` +
      (again.length > 0 ? `; put back, with their new errors: ${again.join(", ")}\n` : "\n"),
  );
  return 0;
}

/** The packets by node. */
async function partsIn(folder: string): Promise<ReplayPart[]> {
  const { DamagedEntry, discard, finish, quarantineFiles, readPacket } = await import(
    "../engine/mod.ts"
  );
  const parts = new Map<string, ReplayPart & { files: { id: string; path: string }[] }>();
  try {
    await Deno.stat(folder);
    await discard(folder);
    await finish(folder);
    for (const { id, path } of await quarantineFiles(resolve(folder))) {
      const { header: { node } } = await readPacket(path);
      const part = parts.get(node) ?? { node, files: [] };
      part.files.push({ id, path });
      parts.set(node, part);
    }
  } catch (error) {
    if (error instanceof DamagedEntry) {
      throw new UserError(`a packet in "${folder}" is damaged: ${error.message}`, "move it away");
    }
    throw explainUnreadable("quarantine", folder, error);
  }
  return [...parts.values()];
}

function checkNodes(graph: FlowGraph, parts: readonly ReplayPart[]): void {
  const takers = graph.nodes.filter(({ role }) => role !== "producer").map(({ id }) => id);
  for (const { node, files } of parts) {
    if (takers.includes(node)) continue;
    throw new UserError(
      `${plural(files.length, "packet")} failed in node "${node}", which this flow does not have`,
      didYouMean(node, takers),
    );
  }
}

/** Writers begin anew: what is there would be replaced by the results of these packets alone. */
async function checkOutputs(nodes: readonly GraphNode[]): Promise<void> {
  for (const { id, roles, params } of nodes) {
    for (const { role, path: keys } of roles) {
      for (const { value } of role === "outputFile" ? roleValues(params, keys) : []) {
        if (!await isThere(value)) continue;
        throw new UserError(
          `"${value}" exists: node "${id}" would replace it by what these packets give`,
          `choose another with --set ${id}.${keys.join(".")}=FILE, or say --force`,
        );
      }
    }
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}
