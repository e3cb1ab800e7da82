import {
  defineStep,
  type InitContext,
  oneOf,
  outputFile,
  outputFolder,
  z,
} from "ctapipe-flow/step";
import { cameraImage } from "./_messages.ts";
import { cameraPictureParams, pictureOf, pictures } from "./_picture.ts";
import { type PictureFile, PictureFolder } from "./_picture_files.ts";
import { PicturePdf } from "./_picture_pdf.ts";

const params = z.object({
  filename: outputFile().optional()
    .describe("A PDF file with a page per picture; it appears when it is complete"),
  folder: outputFolder().optional().describe("A folder for a file per picture, instead"),
  format: z.enum(["svg", "png"]).default("svg").describe("Of the files in `folder`"),
  limit: z.int().min(1).optional().describe("Pictures to write at most; further ones are counted"),
  ...cameraPictureParams,
}).refine(({ filename, folder }) => (filename === undefined) !== (folder === undefined), {
  path: ["filename"],
  message: "either `filename` (one PDF) or `folder` (a file per picture) is needed, and not both",
});

/** Draws cameras. */
export default defineStep({
  name: "camera_display",
  module: import.meta.url,
  kind: "consumer",
  summary: "Draw cameras: into a PDF file, a page each, or as SVG or PNG files",
  params,
  input: oneOf(cameraImage, pictures),
  borrows: true,
  async init(context) {
    const { written, more, file } = (context.resume ?? { written: 0, more: 0 }) as Kept;
    return { written, more, file: await open(context, file) };
  },
  async run(packet, { params, state }) {
    if (state.written >= (params.limit ?? Infinity)) return void state.more++;
    const { name, picture } = packet.kind === "picture" ? packet : pictureOf(packet, params);
    await state.file.add(name, picture);
    state.written++;
  },
  checkpoint: async ({ state: { written, more, file } }) => (
    { written, more, file: await file.checkpoint() }
  ),
  async finish({ state: { written, more, file }, outcome, log }) {
    await file.close(outcome === "done");
    const rest = more > 0 ? `, ${more} more are beyond the limit` : "";
    log.info(`${written} ${written === 1 ? "picture" : "pictures"} written${rest}`);
  },
});

/** What a checkpoint holds; the rest is the file's own. */
// deno-lint-ignore no-explicit-any
type Kept = { written: number; more: number; file?: any };

function open(
  { params: { filename, folder, format } }: InitContext<z.infer<typeof params>>,
  resume: Kept["file"],
): Promise<PictureFile> {
  return filename !== undefined
    ? PicturePdf.create(filename, resume)
    : PictureFolder.create(folder!, format, resume);
}
