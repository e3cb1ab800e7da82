import assert from "node:assert/strict";
import { anyValue, filePath, number, oneOf, payload, text } from "./payload.ts";

Deno.test("a payload has one name and, unless told, moves nothing", () => {
  const { names, moves } = payload("image");
  assert.deepEqual(names, ["image"]);
  assert.equal(moves ?? null, null);
  assert.deepEqual([anyValue, text, number, filePath].map(({ names }) => names[0]), [
    "any",
    "text",
    "number",
    "file_path",
  ]);
});

Deno.test("a payload says which buffers move", () => {
  const image = payload<{ pixels: Float32Array<ArrayBuffer> }>("image", {
    moves: ({ pixels }) => [pixels.buffer],
  });
  const value = { pixels: new Float32Array(3) };
  assert.deepEqual(image.moves!(value), [value.pixels.buffer]);
});

Deno.test("oneOf takes every name once, nested ones too", () => {
  const either = oneOf(text, oneOf(number, text), payload("image"));
  assert.deepEqual(either.names, ["text", "number", "image"]);
  assert.equal(either.moves ?? null, null);
});

Deno.test("a payload cannot be changed by a step", () => {
  assert.throws(() => Object.assign(text, { names: ["number"] }), TypeError);
  assert.throws(() => (text.names as string[]).push("number"), TypeError);
});
