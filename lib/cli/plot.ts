/** `ctapipe-flow plot FILE`: what is in a table, as a list, a histogram or a scatter plot. @module */
import { extname } from "node:path";
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map, optional, withDefault } from "@optique/core/modifiers";
import { argument, command, flag, option } from "@optique/core/primitives";
import { integer, string } from "@optique/core/valueparser";
import type { Picture } from "../draw/mod.ts";
import { examples } from "./help.ts";
import { stdout } from "./output.ts";
import { checkOutputFile, forceOption, writeOutputFile } from "./output_file.ts";
import { pathArgument } from "./path_argument.ts";
import { explainUnreadable } from "./paths.ts";
import type { ReadTable } from "./plot/table.ts";
import { UserError } from "./user_error.ts";

const options = object({
  file: argument(pathArgument("FILE"), {
    description: message`A table: HDF5, Parquet, Arrow, CSV, ECSV, JSON lines or NPY, by its name.`,
  }),
  column: optional(option("--column", string({ metavar: "NAME" }), {
    description: message`Draw a histogram of a column.`,
  })),
  bins: optional(option("--bins", integer({ metavar: "N", min: 1, max: 10_000 }), {
    description: message`Bins of the histogram; 50, on a terminal 20.`,
  })),
  x: optional(option("--x", string({ metavar: "NAME" }), {
    description: message`Draw a scatter plot: the column to the right.`,
  })),
  y: optional(option("--y", string({ metavar: "NAME" }), {
    description: message`The column upwards.`,
  })),
  table: optional(option("--table", string({ metavar: "NAME" }), {
    description: message`Which table of an HDF5 file, as the list calls it.`,
  })),
  log: withDefault(
    flag("--log", { description: message`Equal ratios are equally wide: bins, or the x axis.` }),
    false,
  ),
  logY: withDefault(
    flag("--log-y", { description: message`The same for the y axis: counts, or values.` }),
    false,
  ),
  output: optional(option("-o", "--output", pathArgument("FILE"), {
    description:
      message`Where the picture goes; its name ends in svg, png or pdf. Without it a histogram is text.`,
  })),
  force: forceOption,
});

/** The subcommand's parser; its value lists or draws columns of a table. */
export const plotCommand = command("plot", map(options, (chosen) => () => plot(chosen)), {
  brief: message`Draw a histogram or a scatter plot of columns of a table, or list them.`,
  footer: examples(
    "plot dl1.parquet",
    "plot dl1.parquet --column camera_frame_hillas_intensity --log -o intensity.svg",
    "plot dl1.h5 --x camera_frame_hillas_x --y camera_frame_hillas_y -o places.png",
  ),
});

interface PlotChoices {
  readonly file: string;
  readonly column: string | undefined;
  readonly bins: number | undefined;
  readonly x: string | undefined;
  readonly y: string | undefined;
  readonly table: string | undefined;
  readonly log: boolean;
  readonly logY: boolean;
  readonly output: string | undefined;
  readonly force: boolean;
}

async function plot(chosen: PlotChoices): Promise<number> {
  const { file, column, x, y, table, output, force } = chosen;
  checkFile(file);
  const { tableReader } = await import("./plot/read_table.ts");
  const read = await tableReader(file);
  const names = column !== undefined ? [column] : [x, y].filter((name) => name !== undefined);
  if (column !== undefined && (x !== undefined || y !== undefined)) {
    throw new UserError("--column is a histogram, --x and --y are a scatter plot", "choose one");
  }
  if (column === undefined && names.length === 1) {
    throw new UserError("a scatter plot needs both --x and --y", "for one column say --column");
  }
  if (names.length === 0) {
    if (output !== undefined) {
      throw new UserError("nothing to draw is named", "add --column NAME, or --x and --y");
    }
    return await list(file, read);
  }
  if (output === undefined && names.length > 1) {
    throw new UserError("a scatter plot needs a file", "add -o FILE.svg (or .png, .pdf)");
  }
  const render = output === undefined ? null : await rendererOf(output);
  if (output !== undefined) checkOutputFile(output, { force, inputs: [file] });
  const { gather } = await import("./plot/gather.ts");
  const { pictureOf, textOf } = await import("./plot/draw.ts");
  const gathered = await told(file, gather(read, file, { names, table: table ?? null }));
  if (output === undefined) stdout.write(textOf(gathered, chosen));
  else writeOutputFile(output, render!(pictureOf(gathered, chosen)));
  return 0;
}

async function list(file: string, read: ReadTable): Promise<number> {
  const { columnFacts } = await import("./plot/gather.ts");
  const { listText } = await import("./plot/list_text.ts");
  stdout.write(listText(await told(file, columnFacts(read, file)), stdout.color));
  return 0;
}

async function rendererOf(output: string): Promise<(picture: Picture) => string | Uint8Array> {
  switch (extname(output).toLowerCase()) {
    case ".svg":
      return (await import("../draw/mod.ts")).svgOf;
    case ".png":
      return (await import("../draw/png.ts")).pngOf;
    case ".pdf":
      return (await import("../draw/pdf.ts")).pdfOf;
  }
  throw new UserError(`--output "${output}": no picture has such a name`, "use .svg, .png or .pdf");
}

function checkFile(file: string): void {
  try {
    if (Deno.statSync(file).isDirectory) throw new Deno.errors.IsADirectory();
    Deno.openSync(file).close();
  } catch (error) {
    throw explainUnreadable("table", file, error);
  }
}

/** What a library throws at a damaged file is the user's to know, without its stack. */
async function told<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new UserError(
      `"${file}" cannot be read: ${reason}`,
      "is it whole, and what its name says?",
    );
  }
}
