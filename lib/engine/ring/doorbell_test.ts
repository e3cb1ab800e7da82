import assert from "node:assert/strict";
import { Bell } from "./doorbell.ts";

const bell = () => new Bell(new Int32Array(new SharedArrayBuffer(64)), 0);

Deno.test("a wait ends when it is rung, in the same thread too", async () => {
  const own = bell();
  own.prepare();
  const waited = own.wait();
  assert.ok(waited instanceof Promise);
  own.ring();
  assert.equal(await waited, "ok");
});

Deno.test("a ring between announcement and wait is not lost", () => {
  const own = bell();
  own.prepare();
  own.ring();
  assert.equal(own.wait(), undefined);
  own.waitBlocking();
});

Deno.test("a ring before the announcement, or after it was taken back, is of no effect", async () => {
  const own = bell();
  own.ring();
  own.prepare();
  own.cancel();
  own.ring();
  own.prepare();
  const waited = own.wait();
  assert.ok(waited instanceof Promise);
  own.ring();
  await waited;
});

Deno.test("a blocking wait ends in time and takes its announcement back", () => {
  const words = new Int32Array(new SharedArrayBuffer(64));
  const own = new Bell(words, 3);
  own.prepare();
  assert.equal(words[3], 1);
  own.waitBlocking(1);
  assert.equal(words[3], 0);
});
