import assert from "node:assert/strict";
import { join } from "node:path";
import { decode } from "fast-png";
import { simtelInfo } from "../lib/simtel/mod.ts";
import { MODES } from "./conformance/_flow.ts";
import { assertDone } from "./_expected.ts";
import { executeFile, flowPath, withFolder } from "./_flows.ts";
import { pagesOf } from "./_pdf.ts";

/** The titles that pages must have, found without any flow: one per LST and event, in order. */
async function expectedTitles(): Promise<string[]> {
  const { events, telescopes } = await simtelInfo(flowPath("data/gamma_demo.simtel.zst"));
  const names = new Map(
    telescopes.map(({ tel_id, type, camera_name }) =>
      [tel_id, `${type} ${camera_name} · telescope ${tel_id}`] as const
    ),
  );
  return events.filter(({ type }) => type === "data").flatMap((event) =>
    Object.keys(event.telescopes).map((id) => `Event ${event.event_id} · ${names.get(Number(id))}`)
  ).filter((title) => title.includes("· LST "));
}

const bytes: Uint8Array[] = [];

for (const mode of MODES) {
  Deno.test(`${mode}: camera_display.yaml draws a page per image, and the first as files`, () =>
    withFolder(async (folder) => {
      const [pdf, files] = [join(folder, "a.pdf"), join(folder, "cameras")];
      const set = [
        `pages.filename=${pdf}`,
        `times.folder=${files}`,
        "times.limit=3",
        "times.format=png",
      ];
      const { report, logs } = await executeFile("camera_display.yaml", mode, set);
      assertDone(report);
      const expected = await expectedTitles();
      const pages = await pagesOf(pdf);
      assert.deepEqual(pages.map(([title]) => title), expected);
      assert.ok(pages.some((texts) => texts.some((text) => /^intensity [\d.]+ p\.e\./.test(text))));
      assert.deepEqual([...Deno.readDirSync(files)].map(({ name }) => name).sort(), [
        "00001_run1_event100_tel001.png",
        "00002_run1_event100_tel002.png",
        "00003_run1_event100_tel004.png",
      ]);
      const png = decode(await Deno.readFile(join(files, "00001_run1_event100_tel001.png")));
      assert.equal(png.text.Title?.split(";")[0], expected[0]);
      const message = `3 pictures written, ${expected.length - 3} more are beyond the limit`;
      assert.ok(logs.some((line) => line.node === "times" && line.message === message));
      bytes.push(await Deno.readFile(pdf));
    }));
}

Deno.test("the pages of camera_display.yaml are the same in all modes, byte by byte", () => {
  assert.equal(bytes.length, MODES.length);
  for (const other of bytes.slice(1)) assert.deepEqual(other, bytes[0]);
});
