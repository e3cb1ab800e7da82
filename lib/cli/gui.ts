/** `ctapipe-flow gui`: shows flows in a browser. @module */
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map, multiple, optional, withDefault } from "@optique/core/modifiers";
import { command, option } from "@optique/core/primitives";
import { integer, string } from "@optique/core/valueparser";
import { DEFAULT_ADDRESS, isLoopback } from "../telemetry/zeromq/address.ts";
import type { Receiver } from "../telemetry/zeromq/receiver.ts";
import type { Collector } from "../telemetry/collector.ts";
import { addressArgument } from "./address_argument.ts";
import { examples } from "./help.ts";
import { untilInterrupted } from "./interrupts.ts";
import { paint, stderr } from "./output.ts";
import { pathArgument } from "./path_argument.ts";
import { hostname } from "./telemetry.ts";
import { UserError } from "./user_error.ts";

const options = object({
  port: withDefault(
    option("--port", integer({ min: 0, max: 65535, metavar: "PORT" }), {
      description: message`Where the page is served; 0 for any free port.`,
    }),
    5566,
  ),
  host: withDefault(
    option("--host", string({ metavar: "HOST" }), {
      description:
        message`Name or address to serve it on. Whoever connects to another than 127.0.0.1 needs the token that is printed.`,
    }),
    "127.0.0.1",
  ),
  address: withDefault(
    option("--address", addressArgument("listen"), {
      description: message`Where flows that are started with --gui are listened to.`,
    }),
    DEFAULT_ADDRESS,
  ),
  keys: optional(option("--keys", pathArgument("FILE"), {
    description: message`Hear only flows that have the public one of these keys; see gui-keys.`,
  })),
  open: multiple(option("--open", pathArgument("REPORT.json"), {
    description: message`Show what a report says, too; may be given several times.`,
  })),
});

/** The subcommand's parser; its value serves the page until it is interrupted. */
export const guiCommand = command("gui", map(options, (chosen) => () => gui(chosen)), {
  brief: message`Show flows in a browser: what is slow, and why.`,
  footer: examples(
    "gui",
    "gui --port 8080 --open report.json",
    "gui --host 0.0.0.0",
    "gui --address tcp://*:5565 --keys gui.key",
  ),
});

interface GuiChoices {
  readonly port: number;
  readonly host: string;
  readonly address: string;
  readonly keys: string | undefined;
  readonly open: readonly string[];
}

async function gui({ port, host, address, keys, open }: GuiChoices): Promise<number> {
  // loaded only here: every other subcommand would pay for it
  const { openView } = await import("./view.ts");
  const { readReport } = await import("./read_report.ts");
  const { Collector } = await import("../telemetry/collector.ts");
  const { Asker } = await import("../telemetry/zeromq/asker.ts");
  const reports = await Promise.all(
    open.map(async (file) => ({ file, report: await readReport(file) })),
  );
  const collector = new Collector();
  for (const { report, file } of reports) collector.open(report, file);
  await using view = openView({ host, port, collector, asker: new Asker(collector, hostname()) });
  await using receiver = await hear(collector, address, keys);
  const bold = (text: string) => paint("bold", text, stderr.color);
  stderr.write(`${bold("view")}: ${view.url}\n${bold("flows")}: ${receiver.address}\n`);
  if (!isLoopback(address) && keys === undefined) {
    stderr.write("  without --keys anybody who can connect there is heard\n");
  }
  await untilInterrupted();
  return 0;
}

/** Lets a collector hear what flows tell. */
async function hear(
  collector: Collector,
  address: string,
  keyFile: string | undefined,
): Promise<Receiver> {
  if (Deno.permissions.querySync({ name: "ffi" }).state !== "granted") {
    const what = "the view hears flows by ZeroMQ, which is native code";
    throw new UserError(
      `${what}, and the right to load it is missing`,
      "start it with deno run -A",
    );
  }
  const { readKeys } = await import("./key_files.ts");
  const keys = keyFile === undefined ? undefined : await readKeys(keyFile);
  const { listen } = await import("../telemetry/zeromq/receiver.ts");
  try {
    return await listen({ address, keys, onMessage: (told) => collector.accept(told) });
  } catch (error) {
    throw new UserError(
      `${address} cannot be listened at: ${(error as Error).message}`,
      "is another view there? choose another place with --address tcp://localhost:PORT",
    );
  }
}
