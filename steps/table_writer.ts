import { anyValue, defineStep, type Json, outputFile, z } from "ctapipe-flow/step";
import {
  COLUMN_TYPES,
  columnsOf,
  createTableFile,
  type Format,
  formatOf,
  FORMATS,
  type Plain,
  rowOf,
  type Table,
  type TableFile,
} from "ctapipe-flow/table";
import { FRAMES } from "./_dl1_parameters.ts";
import { DL1_TABLES, type Dl1State, Dl1Tables } from "./_dl1_tables.ts";
import { isStereo, STEREO, STEREO_PATH, stereoRow } from "./_dl2_columns.ts";
import type { CameraImagePacket, SimtelRecord } from "./_messages.ts";
import { type MetadataState, TableMetadata } from "./_table_metadata.ts";
import { type FileToken, WholeFile } from "./_whole_file.ts";

interface State {
  readonly format: Format;
  readonly file: WholeFile;
  readonly tables: TableFile;
  readonly images: Dl1Tables;
  readonly metadata: TableMetadata;
  /** Of records that are no images; null until the first one. */
  records: Table | null;
}

/** What another execution goes on from. */
type Token = {
  readonly file: FileToken;
  readonly tables: Plain;
  readonly images: Dl1State;
  readonly metadata: MetadataState;
  readonly records: Table | null;
};

/** Writes tables. */
export default defineStep({
  name: "table_writer",
  module: import.meta.url,
  kind: "consumer",
  summary: "Write images of cameras, or any records, to a file of tables",
  params: z.object({
    filename: outputFile().describe("The file to write; it appears when it is complete"),
    format: z.enum(["auto", ...FORMATS]).default("auto")
      .describe("auto: by the name's ending, such as .h5 or .parquet"),
    table: z.string().default("auto").describe(
      "Which table of images a file of one has: parameters (auto), images, showers; " +
        "for other packets the path in an hdf5 file, such as /dl2/mine",
    ),
    images: z.boolean().default(false)
      .describe("Whether an hdf5 file has the images, too: a number per pixel"),
    frame: z.enum(FRAMES).default("camera").describe(
      "Image parameters in metre (camera_frame_hillas_…), or in degrees on the sky around where the " +
        "telescope points (hillas_…), as ctapipe's own files have them",
    ),
    columns: z.record(z.string(), z.enum(COLUMN_TYPES)).default({}).describe(
      "Types of columns that a record's first values do not tell; numbers are float64 else",
    ),
    textBytes: z.int().min(1).max(65_535).default(64).describe(
      "Longest text of a record in UTF-8, for hdf5 and npy, which have room for so much in each row",
    ).meta({ unit: "bytes" }),
  }).refine(({ filename, format }) => format !== "auto" || formatOf(filename) !== null, {
    path: ["filename"],
    message: `its ending says no format: add \`format\`, one of ${FORMATS.join(", ")}`,
  }),
  input: anyValue,
  borrows: true,
  async init({ params, resume, log }): Promise<State> {
    const format = params.format === "auto" ? formatOf(params.filename)! : params.format;
    const token = resume as Token | undefined;
    const file = await WholeFile.create(params.filename, token?.file);
    const tables = await createTableFile(format, file, token?.tables);
    const one = DL1_TABLES.find((name) => name === params.table) ?? "parameters";
    return {
      format,
      file,
      tables,
      images: new Dl1Tables(tables, { ...params, format, one, log }, token?.images),
      metadata: new TableMetadata(token?.metadata),
      records: token?.records ?? null,
    };
  },
  run(packet: unknown, { params, state }) {
    if (isCameraImage(packet)) {
      state.metadata.add(packet.run, packet.file, state.images.levels);
      return state.images.add(packet);
    }
    if (isSimtelRecord(packet)) {
      return packet.kind === "header" ? state.images.describe(packet.header) : undefined;
    }
    const own = params.table.startsWith("/") ? params.table : null;
    if (isStereo(packet)) {
      state.metadata.add(packet.run, packet.file, ["DL2"]);
      const table = { path: own ?? STEREO_PATH, title: "Reconstructed showers", columns: STEREO };
      return state.tables.open(table).append(stereoRow(packet));
    }
    const record = recordOf(packet);
    state.records ??= {
      path: own ?? "/records",
      columns: columnsOf(record, params.columns, params.textBytes),
    };
    state.tables.open(state.records).append(rowOf(record, state.records.columns));
  },
  async checkpoint({ state }): Promise<Json> {
    state.images.settle();
    const tables = state.tables.checkpoint();
    const token: Token = {
      file: await state.file.checkpoint(),
      tables,
      images: state.images.state,
      metadata: state.metadata.state,
      records: state.records,
    };
    return token as unknown as Json;
  },
  async finish({ state: { file, tables, images, metadata, format }, outcome }) {
    const complete = outcome === "done";
    try {
      images.settle();
      if (format === "hdf5") tables.describe(metadata.attributes(format));
      tables.finish(); // what is left as .partial can be read as well
    } catch (error) {
      await file.close(false);
      if (complete) throw error;
      return;
    }
    await file.close(complete);
  },
});

const isCameraImage = (packet: unknown): packet is CameraImagePacket =>
  (packet as { kind?: unknown } | null)?.kind === "camera_image";

const RECORDS = { header: "header", calibration: "calibration", untriggered: "event" } as const;

/** What a reader sends on its port `records`. */
function isSimtelRecord(packet: unknown): packet is SimtelRecord {
  if (typeof packet !== "object" || packet === null || !("kind" in packet)) return false;
  const content = RECORDS[packet.kind as keyof typeof RECORDS];
  return content !== undefined && content in packet;
}

/** Numbers and texts are records of one field. */
function recordOf(packet: unknown): Readonly<Record<string, unknown>> {
  const isRecord = typeof packet === "object" && packet !== null && !ArrayBuffer.isView(packet) &&
    !Array.isArray(packet);
  return isRecord ? packet as Readonly<Record<string, unknown>> : { value: packet };
}
