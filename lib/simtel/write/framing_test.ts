import assert from "node:assert/strict";
import { ByteWriter } from "./bytes.ts";
import { nested, nestedContainer, topLevel, topLevelContainer } from "./framing.ts";

Deno.test("a top-level leaf has the documented bytes", () => {
  const w = new ByteWriter();
  topLevel(w, { type: 2021, version: 1, ident: 100 }, () => {
    w.i32(1);
    w.f32(-5.123044490814209);
    w.f32(-7.177565097808838);
  });
  const hex = [...w.copy()].map((b) => b.toString(16).padStart(2, "0")).join(" ");
  assert.equal(
    hex,
    "37 8a 1f d4 e5 07 10 00 64 00 00 00 0c 00 00 00 01 00 00 00 fb ef a3 c0 9d ae e5 c0",
  );
});

Deno.test("containers carry the flag, children carry padding, lengths add up", () => {
  const w = new ByteWriter();
  topLevelContainer(w, { type: 2010, version: 0, ident: -7 }, () => {
    nestedContainer(w, { type: 2205, version: 1, ident: 5 }, () => {
      nested(w, { type: 2011, version: 4095, ident: 5 }, () => w.u8(0xff));
    });
  });
  const view = new DataView(w.copy().buffer);
  assert.equal(view.getInt32(8, true), -7);
  assert.equal(view.getUint32(12, true), 2 ** 30 + 12 + 12 + 4);
  assert.equal(view.getUint32(24, true), 2 ** 30 + 12 + 4);
  assert.equal(view.getUint32(28, true) >>> 20, 4095);
  assert.equal(view.getUint32(36, true), 4);
  assert.equal(view.getUint32(40, true), 0xff);
  assert.equal(view.byteLength, 44);
});
