import assert from "node:assert/strict";
import { REPEAT_MS, RequestCounter } from "./interrupts.ts";

Deno.test("Ctrl-C reaches parent and child: one request per key stroke", () => {
  const counter = new RequestCounter();
  assert.equal(counter.note("direct", 0), true);
  assert.equal(counter.note("forwarded", 3), false);
  assert.equal(counter.note("forwarded", 900), true);
  assert.equal(counter.note("direct", 901), false);
  assert.equal(counter.requests, 2);
});

Deno.test("a signal to only one of them counts as well", () => {
  for (const route of ["direct", "forwarded"] as const) {
    const counter = new RequestCounter();
    assert.equal(counter.note(route, 0), true);
    assert.equal(counter.note(route, REPEAT_MS), true);
    assert.equal(counter.requests, 2);
  }
});

Deno.test("a late forward of a stroke is still no second request", () => {
  const counter = new RequestCounter();
  counter.note("direct", 0);
  assert.equal(counter.note("forwarded", 60_000), false);
});

Deno.test("a program that signals process and group is one request", () => {
  const counter = new RequestCounter();
  counter.note("forwarded", 0);
  assert.equal(counter.note("forwarded", REPEAT_MS - 1), false);
  assert.equal(counter.note("direct", 1), false);
  assert.equal(counter.requests, 1);
});
