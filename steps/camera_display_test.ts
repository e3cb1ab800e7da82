import assert from "node:assert/strict";
import { decode } from "fast-png";
import { PDFDocument } from "pdf-lib";
import { testStep } from "../lib/testing/step_context.ts";
import { strictParams } from "../lib/step/signature.ts";
import { Folder } from "./_fixtures.ts";
import { cameraImages } from "./_picture_fixtures.ts";
import type { PicturePacket } from "./_picture.ts";
import cameraDisplay from "./camera_display.ts";
import prepareDisplay from "./prepare_display.ts";

const packets = await cameraImages();

async function pagesOf(path: string): Promise<number> {
  const document = await PDFDocument.load(await Deno.readFile(path), {
    throwOnInvalidObject: true,
  });
  return document.getPageCount();
}

Deno.test("camera_display writes a page per picture", async () => {
  await using folder = await Folder.make();
  const params = { filename: folder.at("a.pdf") };
  const { logs } = await testStep(cameraDisplay, { params }, packets);
  assert.deepEqual(folder.names(), ["a.pdf"]);
  assert.ok(packets.length > 5);
  assert.equal(await pagesOf(params.filename), packets.length);
  assert.deepEqual(logs.map(({ message }) => message), [`${packets.length} pictures written`]);
});

Deno.test("camera_display writes the same file of pictures that prepare_display has made", async () => {
  await using folder = await Folder.make();
  const [one, two] = [folder.at("one.pdf"), folder.at("two.pdf")];
  const { emitted } = await testStep(prepareDisplay, {}, packets.slice(0, 3));
  const pictures = emitted.map(({ value }) => value as PicturePacket);
  await testStep(cameraDisplay, { params: { filename: one } }, pictures);
  await testStep(cameraDisplay, { params: { filename: two } }, packets.slice(0, 3));
  assert.deepEqual(await Deno.readFile(one), await Deno.readFile(two));
});

Deno.test("camera_display refuses pictures of another format, and says what to do", async () => {
  await using folder = await Folder.make();
  const { emitted } = await testStep(prepareDisplay, { params: { format: "svg" } }, packets);
  const pictures = emitted.map(({ value }) => value as PicturePacket);
  await assert.rejects(
    testStep(cameraDisplay, { params: { filename: folder.at("a.pdf") } }, pictures),
    /came in as svg, but pdf is to be written: give the node .* `format: pdf`/,
  );
  await testStep(cameraDisplay, { params: { folder: folder.at("") } }, pictures.slice(0, 1));
  assert.match(folder.text(folder.names().find((name) => name.endsWith(".svg"))!), /^<svg/);
});

Deno.test("camera_display writes a file per picture, with all that is known of it", async () => {
  await using folder = await Folder.make();
  const params = { folder: folder.path, what: "peak_time", colorMap: "plasma", limit: 2 } as const;
  const { logs } = await testStep(cameraDisplay, { params }, packets);
  const { run, eventId, telescope: { type, cameraName, telId } } = packets[0]!;
  const [first, second, ...rest] = folder.names();
  assert.equal(first, `00001_run${run}_event${eventId}_tel00${telId}.svg`);
  assert.match(second!, /^00002_/);
  assert.deepEqual(rest, []);
  const svg = folder.text(first!);
  assert.ok(svg.includes(`>Event ${eventId} · ${type} ${cameraName} · telescope ${telId}<`));
  assert.match(svg, />gamma of \d[\d.]* [TG]eV · run 1 · small\.simtel</);
  assert.ok(
    svg.includes(">intensity 1235 p.e. · length 0.213 m · width 0.0712 m · 12 pixels in 1 island<"),
  );
  assert.ok(svg.includes(">Peak time / ns<") && svg.includes("#f0f921"));
  const message = `2 pictures written, ${packets.length - 2} more are beyond the limit`;
  assert.deepEqual(logs.map((log) => log.message), [message]);
});

Deno.test("camera_display writes PNG files", async () => {
  await using folder = await Folder.make();
  const params = { folder: folder.path, format: "png", limit: 1 } as const;
  await testStep(cameraDisplay, { params }, packets);
  const { width, height } = decode(await Deno.readFile(folder.at(folder.names()[0]!)));
  assert.deepEqual([width, height], [1020, 932]);
  await testStep(cameraDisplay, { params: { ...params, dotsPerInch: 36 } }, packets);
  const small = decode(await Deno.readFile(folder.at(folder.names()[0]!)));
  assert.deepEqual([small.width, small.height], [255, 233]);
});

for (const outcome of ["failed", "interrupted"] as const) {
  Deno.test(`camera_display: when the flow ${outcome} what there is is readable, as .partial`, async () => {
    await using folder = await Folder.make();
    const params = { filename: folder.at("a.pdf") };
    await Deno.writeTextFile(params.filename, "old");
    await testStep(cameraDisplay, { params, outcome }, packets.slice(0, 2));
    assert.equal(folder.text("a.pdf"), "old");
    assert.equal(await pagesOf(folder.at("a.pdf.partial")), 2);
  });
}

for (const where of ["filename", "folder"] as const) {
  Deno.test(`camera_display goes on where it was cut off: ${where}`, async () => {
    await using whole = await Folder.make();
    await using cut = await Folder.make();
    const paramsIn = (folder: Folder) =>
      where === "folder" ? { folder: folder.path } : { filename: folder.at("a.pdf") };
    const two = packets.slice(0, 2);
    const { checkpoint } = await testStep(
      cameraDisplay,
      { params: paramsIn(cut), outcome: "interrupted" },
      two,
    );
    const resume = JSON.parse(JSON.stringify(checkpoint));
    await testStep(cameraDisplay, { params: paramsIn(cut), resume }, packets.slice(2, 4));
    await testStep(cameraDisplay, { params: paramsIn(whole) }, packets.slice(0, 4));
    assert.deepEqual(cut.names(), whole.names());
    for (const name of whole.names()) assert.equal(cut.text(name), whole.text(name));
  });
}

Deno.test("camera_display needs a file or a folder, and not both", () => {
  const schema = strictParams(cameraDisplay);
  for (const params of [{}, { filename: "a.pdf", folder: "b" }]) {
    const { error } = schema.safeParse(params);
    assert.match(error!.issues[0]!.message, /either `filename`.*or `folder`/);
  }
  assert.ok(schema.safeParse({ folder: "b", format: "png" }).success);
  assert.equal(schema.safeParse({ folder: "b", fromat: "png" }).success, false);
});
