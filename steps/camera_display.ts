import { defineStep, oneOf, outputFile, outputFolder, z } from "ctapipe-flow/step";
import type { Json } from "ctapipe-flow/step";
import { cameraImage } from "./_messages.ts";
import { cameraDrawer, cameraPictureParams, pictures } from "./_picture.ts";
import { type PictureFile, PictureFolder } from "./_picture_files.ts";
import { PicturePdf } from "./_picture_pdf.ts";

/** What a checkpoint holds; the rest is the file's own. */
type Kept = { written: number; more: number; file?: Json };

/** Draws cameras, and writes what others have drawn. */
export default defineStep({
  name: "camera_display",
  module: import.meta.url,
  kind: "consumer",
  summary: "Draw cameras: into a PDF file, a page each, or as SVG or PNG files",
  params: z.object({
    filename: outputFile().optional()
      .describe("A PDF file with a page per picture; it appears when it is complete"),
    folder: outputFolder().optional().describe("A folder for a file per picture, instead"),
    format: z.enum(["svg", "png"]).default("svg").describe("Of the files in `folder`"),
    limit: z.int().min(1).optional()
      .describe("Pictures to write at most; further ones are counted"),
    ...cameraPictureParams,
  }).refine(({ filename, folder }) => (filename === undefined) !== (folder === undefined), {
    path: ["filename"],
    message: "either `filename` (one PDF) or `folder` (a file per picture) is needed, and not both",
  }),
  input: oneOf(cameraImage, pictures),
  borrows: true,
  async init({ params, resume }) {
    const { filename, folder, format: files } = params;
    const { written, more, file: token } = (resume ?? { written: 0, more: 0 }) as Kept;
    const format = filename === undefined ? files : "pdf";
    const draw = await cameraDrawer(format, params);
    const file: PictureFile = filename === undefined
      ? await PictureFolder.create(folder!, token)
      : await PicturePdf.create(filename, token);
    return { format, draw, file, written, more };
  },
  async run(packet, { params, state }) {
    if (state.written >= (params.limit ?? Infinity)) return void state.more++;
    const picture = packet.kind === "picture" ? packet : state.draw(packet);
    if (picture.format !== state.format) {
      throw new Error(
        `a picture came in as ${picture.format}, but ${state.format} is to be written: ` +
          `give the node that draws it \`format: ${state.format}\``,
      );
    }
    await state.file.add(picture);
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
