/** `ctapipe-flow quarantine list|show|replay DIR`: packets that a flow could not process. @module */
import { object, or } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map } from "@optique/core/modifiers";
import { argument, command } from "@optique/core/primitives";
import { string } from "@optique/core/valueparser";
import type { EntryHeader, QuarantineFile } from "../engine/mod.ts";
import { printable } from "../graph/render/labels.ts";
import { didYouMean } from "../graph/suggest.ts";
import { formatBytes, plural } from "./format.ts";
import { examples } from "./help.ts";
import { stderr, stdout } from "./output.ts";
import { pathArgument } from "./path_argument.ts";
import { explainUnreadable } from "./paths.ts";
import { replayCommand } from "./quarantine_replay.ts";
import { drawTable } from "./table.ts";
import { formatMistake, UserError } from "./user_error.ts";
import { formatValue } from "./value_tree.ts";

const folder = argument(pathArgument("DIR"), {
  description: message`The folder that an execution has put packets into.`,
});

const list = command(
  "list",
  map(object({ folder }), ({ folder }) => () => listPackets(folder)),
  {
    brief: message`Show the packets that wait in a quarantine, a line each.`,
    footer: examples("quarantine list my_flow.quarantine/2026-01-31T09-30-00.000Z"),
  },
);

const show = command(
  "show",
  map(
    object({
      folder,
      id: argument(string({ metavar: "ID" }), { description: message`As \`list\` shows it.` }),
    }),
    ({ folder, id }) => () => showPacket(folder, id),
  ),
  {
    brief: message`Show one packet: why it failed, where it came from, and its value.`,
    footer: examples("quarantine show my_flow.quarantine/2026-01-31T09-30-00.000Z dump-000001"),
  },
);

/** The subcommand's parser; its value does what was asked for. */
export const quarantineCommand = command("quarantine", or(list, show, replayCommand), {
  brief: message`Look at packets that a flow could not process, and process them again.`,
  footer: examples(
    "quarantine list my_flow.quarantine/2026-01-31T09-30-00.000Z",
    "quarantine replay my_flow.quarantine/2026-01-31T09-30-00.000Z flow.yaml",
  ),
  errors: { notFound: message`"quarantine" needs a subcommand: list, show or replay` },
});

/** The packets in a folder; a mistake of the user's if there is no such folder. */
async function packetsIn(folder: string): Promise<readonly QuarantineFile[]> {
  const { quarantineFiles, finish } = await import("../engine/mod.ts");
  try {
    await Deno.stat(folder);
    await finish(folder);
    return await quarantineFiles(folder);
  } catch (error) {
    throw explainUnreadable("quarantine", folder, error);
  }
}

async function listPackets(folder: string): Promise<number> {
  const files = await packetsIn(folder);
  const { doneFiles, readPacket } = await import("../engine/mod.ts");
  const rows: string[][] = [];
  const damaged: string[] = [];
  for (const { id, path } of files) {
    try {
      const { header } = await readPacket(path);
      rows.push(rowOf(id, header));
    } catch (error) {
      damaged.push(`${path}: ${error instanceof Error ? error.message : error}`);
    }
  }
  const columns = [
    { title: "id" },
    { title: "node" },
    { title: "packet" },
    { title: "attempts", align: "right" as const },
    { title: "size", align: "right" as const },
    { title: "error" },
  ];
  if (rows.length > 0) {
    const width = stdout.isTerminal ? { width: stdout.size().columns } : {};
    stdout.write(drawTable(columns, rows, { color: stdout.color, ...width }));
  }
  const done = (await doneFiles(folder)).length;
  stdout.write(
    `${plural(rows.length, "packet")} waiting${done > 0 ? `, ${done} done in replays` : ""}\n`,
  );
  for (const text of damaged) {
    stderr.write(formatMistake({ message: text, hint: null }, stderr.color));
  }
  return damaged.length > 0 ? 1 : 0;
}

function rowOf(id: string, { node, packet, attempts, value, error }: EntryHeader): string[] {
  const [message = ""] = error.message.split("\n");
  return [id, node, packet, String(attempts), formatBytes(value.bytes), printable(message)];
}

async function showPacket(folder: string, id: string): Promise<number> {
  const files = await packetsIn(folder);
  const { doneFiles, readPacket } = await import("../engine/mod.ts");
  const known = [...files, ...await doneFiles(folder)];
  const file = known.find((one) => one.id === id);
  if (file === undefined) {
    const ids = known.map((one) => one.id);
    const hint = didYouMean(id, ids) ?? `\`quarantine list ${folder}\` shows all`;
    throw new UserError(`there is no packet "${id}" in "${folder}"`, hint);
  }
  try {
    const { header, value } = await readPacket(file.path);
    stdout.write(`${formatHeader(header)}\nvalue: ${formatValue(value)}`);
    return 0;
  } catch (error) {
    const message = `${file.path}: ${error instanceof Error ? error.message : error}`;
    stderr.write(formatMistake({ message, hint: null }, stderr.color));
    return 1;
  }
}

/** Everything but the value. */
function formatHeader(header: EntryHeader): string {
  const { flow, graphHash, node, step, replica, packet, attempts, error, when } = header;
  const facts: [string, string][] = [
    ["packet", packet],
    ["flow", `${flow} (${graphHash.slice(0, 12)})`],
    ["node", `${node} (${step}), replica ${replica}`],
    ["when", when],
    ["attempts", String(attempts)],
    ["error", `${error.code}, in ${error.phase}`],
  ];
  const lines = [
    ...facts.map(([name, text]) => `${`${name}:`.padEnd(10)}${text}`),
    ...error.message.split("\n").map((line) => `  ${line}`),
    ...(error.hint === null ? [] : [`  hint: ${error.hint}`]),
    ...(error.stack === null ? [] : error.stack.split("\n").slice(1)),
  ];
  return `${lines.map(printable).join("\n")}\n`;
}
