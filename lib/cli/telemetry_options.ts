/** Options that let others watch an execution. @module */
import { message } from "@optique/core/message";
import { optional, withDefault } from "@optique/core/modifiers";
import { flag, option } from "@optique/core/primitives";
import { integer } from "@optique/core/valueparser";
import { addressArgument } from "./address_argument.ts";
import { pathArgument } from "./path_argument.ts";

/** Parsers of the options, to be spread into an object of options. */
export const telemetryOptions = {
  gui: withDefault(
    flag("--gui", {
      description: message`Tell a GUI that listens on this machine how it goes, if there is one.`,
    }),
    false,
  ),
  guiAddress: optional(option("--gui-address", addressArgument("connect"), {
    description: message`Where the GUI listens, instead of tcp://localhost:5565.`,
  })),
  guiKey: optional(option("--gui-key", pathArgument("FILE"), {
    description: message`Public key of a GUI that has keys: all it is told is then encrypted.`,
  })),
  allowControl: withDefault(
    flag("--allow-control", {
      description:
        message`Let who watches pause, end and scale the execution, and look at packets.`,
    }),
    false,
  ),
  metricsPort: optional(
    option("--metrics-port", integer({ min: 0, max: 65535, metavar: "PORT" }), {
      description: message`Serve /metrics for Prometheus on this machine; 0 for any free port.`,
    }),
  ),
};

/** What the options gave. */
export interface TelemetryChoices {
  /** The other options about the GUI imply it. */
  readonly gui: boolean;
  readonly guiAddress: string | undefined;
  /** Path of a file. */
  readonly guiKey: string | undefined;
  /** Whether who watches may ask for something. */
  readonly allowControl: boolean;
  readonly metricsPort: number | undefined;
}
