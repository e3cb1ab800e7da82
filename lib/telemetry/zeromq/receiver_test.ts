import assert from "node:assert/strict";
import fc from "fast-check";
import { Push } from "zeromq";
import { counted, failed, goodbye, hello, log, sample } from "../_fixtures.ts";
import { mostBytes } from "../limits.ts";
import { readMessage } from "../schema.ts";
import { listen } from "./receiver.ts";

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

Deno.test("every message is read as it was written, with what a newer version may add", () => {
  const messages = [hello(0), counted(1, 100, 5), log(2), failed(3), sample(4), goodbye(5)];
  for (const message of messages) {
    assert.deepEqual(readMessage(bytes(message)), message);
    const newer = { ...message, added: { later: true } };
    assert.deepEqual(readMessage(bytes(newer)), newer);
  }
});

Deno.test("what is no message is refused, whatever it is", () => {
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const refused = [
    "",
    "hello",
    "null",
    deep,
    JSON.stringify({ ...sample(1), value: 0 }).replace('"value":0', `"value":${deep}`),
    JSON.stringify({ ...log(0), schema: "ctapipe-flow/telemetry/2" }),
    JSON.stringify({ ...log(0), execution: "../../etc" }),
    JSON.stringify({ ...log(0), seq: -1 }),
    JSON.stringify({ ...log(0), type: "constructor" }),
    JSON.stringify({ ...log(0), message: "x".repeat(mostBytes("log")) }),
    JSON.stringify({ ...counted(0, 1, 1), snapshot: { elapsedMs: 1, nodes: [{}], stuck: [] } }),
    JSON.stringify({ ...goodbye(0), report: null }),
  ];
  for (const text of refused) {
    assert.equal(readMessage(new TextEncoder().encode(text)), null, text.slice(0, 200));
  }
  assert.equal(readMessage(new Uint8Array([0xff, 0xfe])), null);
  fc.assert(fc.property(fc.json(), (text) => {
    assert.equal(readMessage(new TextEncoder().encode(text)), null);
  }));
});

Deno.test("a message in which a byte is changed is read or refused, and never throws", () => {
  const messages = [hello(0), counted(1, 100, 5), log(2), failed(3), sample(4)].map(bytes);
  fc.assert(fc.property(
    fc.constantFrom(...messages),
    fc.nat(),
    fc.nat(255),
    (message, at, byte) => {
      const changed = message.slice();
      changed[at % changed.length] = byte;
      readMessage(changed);
    },
  ));
});

Deno.test("what is no message is dropped and counted, and listening goes on", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await using receiver = await listen({
    address: "tcp://127.0.0.1:*",
    onMessage: (message) => message.type === "log" && resolve(),
  });
  const socket = new Push({ linger: 0 });
  socket.connect(receiver.address);
  for (const frame of ["{}", JSON.stringify(hello(0)), "[]", JSON.stringify(log(1))]) {
    await socket.send(frame);
  }
  await promise;
  assert.equal(receiver.refused, 2);
  socket.close();
});

Deno.test("an address that is taken is told", async () => {
  await using receiver = await listen({ address: "tcp://localhost:*", onMessage() {} });
  assert.match(receiver.address, /^tcp:\/\/127\.0\.0\.1:\d+$/);
  await assert.rejects(
    listen({ address: receiver.address, onMessage() {} }),
    (error: Error & { code: string }) => error.code === "EADDRINUSE",
  );
});
