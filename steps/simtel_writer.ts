import { defineStep, outputFile, z } from "ctapipe-flow/step";
import { createSimtelWriter, type SimtelWriter } from "ctapipe-flow/simtel/write";
import { simtelStream } from "./_messages.ts";
import { WholeFile } from "./_whole_file.ts";

interface State {
  readonly file: WholeFile;
  readonly writer: SimtelWriter;
  started: boolean;
}

/** Writes a sim_telarray file from all that a reader or the simulator gives. */
export default defineStep({
  name: "simtel_writer",
  module: import.meta.url,
  kind: "consumer",
  summary: "Write events and records to a sim_telarray file (plain, gzip or zstd)",
  params: z.object({
    filename: outputFile().describe("The file to write; it appears when it is complete"),
    compression: z.enum(["auto", "none", "gzip", "zstd"]).default("auto")
      .describe("auto: by the name's ending, .gz or .zst"),
  }),
  input: simtelStream,
  borrows: true,
  async init({ params: { filename, compression } }): Promise<State> {
    const file = await WholeFile.create(filename);
    const chosen = compression === "auto" ? byName(filename) : compression;
    const writer = createSimtelWriter((chunk) => file.write(chunk), { compression: chosen });
    return { file, writer, started: false };
  },
  async run(packet, { state }) {
    const { writer } = state;
    if (packet.kind === "header") {
      state.started = true;
      return await writer.writeHeader(packet.header);
    }
    if (packet.kind === "calibration") return await writer.writeCalibration(packet.calibration);
    await writer.writeEvent(packet.event);
  },
  async finish({ state: { file, writer, started }, outcome }) {
    const complete = outcome === "done" && started;
    try {
      if (complete) await writer.finish();
      else writer.abort();
    } finally {
      await file.close(complete);
    }
    if (outcome === "done" && !started) {
      throw new Error("no file header came in: connect the producer's `records` port here too");
    }
  },
});

function byName(filename: string): "none" | "gzip" | "zstd" {
  if (filename.endsWith(".gz")) return "gzip";
  return filename.endsWith(".zst") || filename.endsWith(".zstd") ? "zstd" : "none";
}
