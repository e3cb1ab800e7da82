import assert from "node:assert/strict";
import { PlayedPort } from "./played_port.ts";
import { Scheduler } from "./scheduler.ts";

const scheduler = () => {
  const unexpected = () => assert.fail();
  return new Scheduler(1, { onLost: unexpected, onDeadlock: unexpected });
};

Deno.test("what is posted arrives later, in order, as copies; buffers move", async () => {
  const turns = scheduler();
  const [out, into] = PlayedPort.pair(turns);
  const arrived: unknown[] = [];
  const all = Promise.withResolvers<void>();
  into.onmessage = ({ data }) => {
    arrived.push(...data);
    if (arrived.length === 4) all.resolve();
  };
  const object = { id: 1 };
  const buffer = new ArrayBuffer(8);
  out.postMessage([object], []);
  out.postMessage([buffer, new Map([[1, 2]])], [buffer]);
  out.postMessage(["last"], []);
  object.id = 2;
  assert.equal(buffer.byteLength, 0, "it is gone");
  turns.open();
  assert.deepEqual(arrived, []);
  await all.promise;
  assert.deepEqual(arrived, [{ id: 1 }, new ArrayBuffer(8), new Map([[1, 2]]), "last"]);
});

Deno.test("what cannot cross is refused, and nothing of it arrives", () => {
  const turns = scheduler();
  const [out, into] = PlayedPort.pair(turns);
  into.onmessage = () => assert.fail();
  assert.throws(() => out.postMessage([() => {}], []), { name: "DataCloneError" });
  turns.open();
});

Deno.test("nothing arrives at a closed end", async () => {
  const turns = scheduler();
  const [out, into] = PlayedPort.pair(turns);
  into.onmessage = () => assert.fail();
  out.postMessage([1], []);
  into.close();
  turns.open();
  const other = {};
  for (let i = 0; i < 20; i++) await turns.wait(other, () => true);
});
