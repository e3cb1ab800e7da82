/** `ctapipe-flow gui`: shows flows in a browser. @module */
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map, multiple, withDefault } from "@optique/core/modifiers";
import { command, option } from "@optique/core/primitives";
import { integer, string } from "@optique/core/valueparser";
import { examples } from "./help.ts";
import { listenForRequests } from "./interrupts.ts";
import { paint, stderr } from "./output.ts";
import { pathArgument } from "./path_argument.ts";

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
        message`Name or address to serve it on. Whoever connects from another machine needs the token that is printed.`,
    }),
    "127.0.0.1",
  ),
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
  ),
});

interface GuiChoices {
  readonly port: number;
  readonly host: string;
  readonly open: readonly string[];
}

async function gui({ port, host, open }: GuiChoices): Promise<number> {
  // loaded only here: every other subcommand would pay for it
  const { openView } = await import("./view.ts");
  const { readReport } = await import("./read_report.ts");
  const reports = await Promise.all(
    open.map(async (file) => ({ file, report: await readReport(file) })),
  );
  await using view = openView({ host, port });
  for (const { report, file } of reports) view.collector.open(report, file);
  stderr.write(`${paint("bold", "view", stderr.color)}: ${view.url}\n`);
  await interrupted();
  return 0;
}

/** Until somebody asks for an end. */
async function interrupted(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  using _listening = listenForRequests(() => resolve());
  await promise;
}
