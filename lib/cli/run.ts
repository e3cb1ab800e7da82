/** `ctapipe-flow run FLOW`: executes a flow. @module */
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map, multiple, optional, withDefault } from "@optique/core/modifiers";
import { argument, command, option } from "@optique/core/primitives";
import { choice, integer, string } from "@optique/core/valueparser";
import { path } from "@optique/run/valueparser";
import type { Mode } from "../telemetry/report.ts";
import { execute } from "./execute.ts";
import { examples, FLOW_HELP } from "./help.ts";
import { LOG_LEVELS } from "./log_lines.ts";
import type { ProgressKind } from "./progress.ts";

const MODES: readonly Mode[] = ["sequential", "multiprocess"];
const KINDS: readonly ProgressKind[] = ["auto", "plain", "none"];

const options = object({
  flow: argument(path({ metavar: "FLOW" }), { description: FLOW_HELP }),
  mode: withDefault(
    option("--mode", choice(MODES, { metavar: "MODE" }), {
      description: message`One replica after the other, or replicas side by side.`,
    }),
    "sequential",
  ),
  set: multiple(option("--set", string({ metavar: "NODE.PARAM=VALUE" }), {
    description:
      message`Set a param of a node. Paths are relative to the working directory. Repeatable.`,
  })),
  replicas: multiple(option("--replicas", string({ metavar: "NODE=N" }), {
    description: message`Set how many copies of a node work side by side. Repeatable.`,
  })),
  queueLimit: multiple(option("--queue-limit", string({ metavar: "NODE=N" }), {
    description: message`Set how many packets may wait before a node. Repeatable.`,
  })),
  maxPackets: optional(option("--max-packets", integer({ min: 1, metavar: "N" }), {
    description: message`Let each producer stop after N packets.`,
  })),
  report: optional(option("--report", path({ metavar: "FILE" }), {
    description: message`Write what was done, and proof that nothing got lost, as JSON.`,
  })),
  progress: withDefault(
    option("--progress", choice(KINDS, { metavar: "KIND" }), {
      description: message`A live view on terminals and lines elsewhere; lines; or nothing.`,
    }),
    "auto",
  ),
  logLevel: optional(option("--log-level", choice(LOG_LEVELS, { metavar: "LEVEL" }), {
    description: message`Lowest level of the log lines shown: info, or error with --progress none.`,
  })),
});

/** The subcommand's parser; its value executes the flow. */
export const runCommand = command("run", map(options, (chosen) => () => execute(chosen)), {
  brief: message`Execute a flow.`,
  footer: examples(
    "run flows/example.yaml",
    "run flows/example.yaml --mode multiprocess --replicas other_dump=2",
    "run flows/example.yaml --set reader.filename=gamma.simtel.zst --report report.json",
  ),
});
