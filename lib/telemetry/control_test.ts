import assert from "node:assert/strict";
import fc from "fast-check";
import { actionOf, MOST_REQUEST_BYTES, readRequest } from "./control.ts";
import { TELEMETRY } from "./message.ts";

const utf8 = new TextEncoder();
const envelope = { schema: TELEMETRY, execution: crypto.randomUUID() };
const read = (value: unknown) => readRequest(utf8.encode(JSON.stringify(value)));

const WISHES = [
  { request: "pause" },
  { request: "resume" },
  { request: "drain" },
  { request: "abort" },
  { request: "replicas", node: "hillas", replicas: 3 },
  { request: "sample", from: "reader", port: "out", to: "hillas", rate: 2 },
] as const;

Deno.test("requests are read as they were written, with a ticket or without", () => {
  for (const wish of WISHES) {
    for (const ticket of [{}, { ticket: "t1" }]) {
      const request = { ...envelope, ...ticket, ...wish };
      assert.deepEqual(read(request), request);
    }
  }
  assert.deepEqual(WISHES.map(actionOf), [
    ...["pause", "resume", "drain", "abort"],
    "replicas of hillas: 3",
    "look at reader.out -> hillas",
  ]);
});

Deno.test("what is no request is none", () => {
  for (
    const wrong of [
      null,
      [],
      envelope,
      { ...envelope, request: "explode" },
      { ...envelope, request: "replicas", node: "a" },
      { ...envelope, request: "replicas", node: "a", replicas: 1.5 },
      { ...envelope, request: "sample", from: "a", port: "b", to: "c", rate: "2" },
      { ...envelope, request: "pause", execution: "1" },
      { ...envelope, request: "pause", schema: "ctapipe-flow/telemetry/2" },
      { ...envelope, request: "pause", ticket: "t".repeat(300) },
      { request: "pause" },
    ]
  ) assert.equal(read(wrong), null, JSON.stringify(wrong));
  const long = { ...envelope, request: "pause", more: "x".repeat(MOST_REQUEST_BYTES) };
  assert.equal(read(long), null);
});

Deno.test("property: any bytes are a request or none", () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => assert.equal(readRequest(bytes), null)));
  fc.assert(fc.property(fc.json(), (json) => assert.equal(readRequest(utf8.encode(json)), null)));
});
