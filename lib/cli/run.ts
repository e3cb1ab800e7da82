/** `ctapipe-flow run FLOW`: executes a flow. @module */
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map, optional, withDefault } from "@optique/core/modifiers";
import { argument, command, flag, option } from "@optique/core/primitives";
import { choice } from "@optique/core/valueparser";
import { execute, type ExecuteChoices } from "./execute.ts";
import { examples, FLOW_HELP } from "./help.ts";
import { limitOptions } from "./limit_options.ts";
import { logOptions } from "./log_options.ts";
import { orderOptions } from "./order_options.ts";
import { otelOptions } from "./otel_options.ts";
import { overrideOptions } from "./override_options.ts";
import { pathArgument } from "./path_argument.ts";
import { modeOption, placementOptions } from "./placement_options.ts";
import type { ProgressKind } from "./progress.ts";
import { resumeOptions } from "./resume_options.ts";
import { showConfig } from "./show_config.ts";
import { telemetryOptions } from "./telemetry_options.ts";
import { viewOptions } from "./view_options.ts";

const KINDS: readonly ProgressKind[] = ["auto", "tui", "plain", "none"];

const options = object({
  flow: argument(pathArgument("FLOW"), { description: FLOW_HELP }),
  mode: modeOption,
  ...overrideOptions,
  ...placementOptions,
  ...limitOptions,
  ...orderOptions,
  ...resumeOptions,
  ...telemetryOptions,
  ...viewOptions,
  report: optional(option("--report", pathArgument("FILE"), {
    description: message`Write what was done, and proof that nothing got lost, as JSON.`,
  })),
  quarantine: optional(option("--quarantine", pathArgument("DIR"), {
    description:
      message`Folder for packets that nodes with onError: quarantine fail on. Default: FLOW.quarantine/START.`,
  })),
  progress: withDefault(
    option("--progress", choice(KINDS, { metavar: "KIND" }), {
      description:
        message`A live view on terminals and lines elsewhere; a whole screen; lines; or nothing.`,
    }),
    "auto",
  ),
  ...logOptions,
  ...otelOptions,
  poison: withDefault(
    flag("--poison", {
      description:
        message`For authors of steps: overwrite arrays that were lent, to find who keeps them.`,
    }),
    false,
  ),
  showConfig: withDefault(
    flag("--show-config", {
      description: message`Print the flow as it would be executed, as YAML, and execute nothing.`,
    }),
    false,
  ),
});

function act({ showConfig: isShown, ...chosen }: ExecuteChoices & { showConfig: boolean }) {
  return isShown ? showConfig(chosen) : execute(chosen);
}

/** The subcommand's parser; its value executes the flow. */
export const runCommand = command("run", map(options, (chosen) => () => act(chosen)), {
  brief: message`Execute a flow.`,
  footer: examples(
    "run flows/example.yaml",
    "run flows/example.yaml --mode multiprocess --replicas other_dump=2",
    "run flows/example.yaml --set reader.filename=gamma.simtel.zst --report report.json",
  ),
});
