import assert from "node:assert/strict";
import { join } from "node:path";
import { runFlow } from "../lib/engine/mod.ts";
import { ImageExtractor, imageParameters, tailCuts } from "../lib/image/mod.ts";
import { sharedPath, testShared } from "../lib/testing/shared.ts";
import { jsonText } from "../steps/_json_text.ts";
import { FILES, telescopeEventsIn } from "./_dl1.ts";
import { assertDone } from "./_expected.ts";
import { execute, graphOfFile, graphOfText, withFolder } from "./_flows.ts";
import { SPOILED } from "./_spoil_step.ts";

const MODES = ["sequential", "multiprocess", "deterministic"] as const;

/** What the flow is to write of the shared files, worked out without any flow. */
async function expectedRows(): Promise<string[]> {
  const extractor = new ImageExtractor({ extractor: "neighbor_peak" });
  const rows: string[] = [];
  for (const file of FILES.toSorted()) {
    for (const { data, camera, telescope, ...event } of await telescopeEventsIn(file)) {
      if (event.eventType === "calibration") continue;
      const image = extractor.extract(data.adc!, camera);
      const kit = extractor.kits.of(camera);
      const mask = tailCuts(image.charge, kit.neighbours);
      const parameters = imageParameters({ ...image, mask }, kit);
      rows.push(jsonText([file, event.eventId, telescope.telId, event.truth, parameters]));
    }
  }
  return rows;
}

async function rowsIn(path: string): Promise<string[]> {
  const lines = (await Deno.readTextFile(path)).split("\n").slice(0, -1);
  return lines.map((line) => {
    const { file, eventId, telescope, truth, parameters } = JSON.parse(line);
    return jsonText([file, eventId, telescope.telId, truth, parameters]);
  });
}

for (const mode of MODES) {
  testShared(
    `${mode}: dl1.yaml writes a row per image of all shared files, in order`,
    () =>
      withFolder(async (folder) => {
        const out = join(folder, "rows.jsonl");
        const data = sharedPath("simtel/data");
        const graph = await graphOfFile("dl1.yaml", [
          `files.pattern=${data}/*z*`,
          `reader.root=${data}`,
          `rows.filename=${out}`,
        ]);
        const nodes = graph.nodes.map((node) =>
          node.id === "reader" ? { ...node, replicas: 2 } : node
        );
        const { report } = await execute({ ...graph, nodes }, mode);
        assertDone(report);
        assert.deepEqual(await rowsIn(out), await expectedRows());
      }),
  );
}

const ODD = `
name: odd
nodes:
  simulator: { step: shower_simulator, params: { showers: 20, energyMin: 1 }, next: spoil }
  spoil: { step: ./_spoil_step.ts, next: dl1 }
  dl1: { step: dl1, onError: quarantine, replicas: 2, next: rows }
  rows: { step: jsonl_writer, ordered: true, params: { filename: rows.jsonl } }
`;

for (const mode of ["sequential", "multiprocess"] as const) {
  Deno.test(`${mode}: odd data give nulls or are put aside, and nothing else suffers`, () =>
    withFolder(async (folder) => {
      const out = join(folder, "rows.jsonl");
      const graph = await graphOfText(ODD, new URL("odd.yaml", import.meta.url), [
        `rows.filename=${out}`,
      ]);
      const base = new URL("./", import.meta.url).href;
      const report = await runFlow(graph, { mode, base, quarantine: join(folder, "aside") });
      assertDone(report);
      const rounds = Math.floor(report.nodes.spoil!.emitted / SPOILED.length);
      assert.ok(rounds >= 3, `${rounds} of each kind`);
      const { quarantined, filtered, done } = report.nodes.dl1!;
      const left = report.nodes.spoil!.emitted % SPOILED.length;
      const of = (...kinds: number[]) =>
        kinds.length * rounds + kinds.filter((k) => k < left).length;
      assert.equal(quarantined, of(3, 4, 7));
      assert.equal(filtered, of(8));
      assert.equal(done, of(0, 1, 2, 5, 6));
      const rows = (await Deno.readTextFile(out)).split("\n").slice(0, -1).map((row) =>
        JSON.parse(row)
      );
      const sound = rows.filter(({ parameters }) => parameters.hillas !== null);
      assert.ok(sound.length > 0 && sound.length <= of(0));
      for (const { parameters } of rows) {
        if (parameters.hillas === null) assert.equal(parameters.nPixels, 0);
      }
    }));
}
