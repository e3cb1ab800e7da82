import assert from "node:assert/strict";
import fc from "fast-check";
import type { SendError } from "../crossing.ts";
import type { Packet } from "../packet.ts";
import { Ring } from "../ring/ring.ts";
import { Words } from "../words.ts";
import type { Delivery } from "./lane.ts";
import { LaneReader } from "./lane_reader.ts";
import { LaneWriter } from "./lane_writer.ts";

const packet = (value: unknown, part: Partial<Packet> = {}): Packet => ({
  value,
  origin: 0,
  seq: 0,
  branch: "",
  ...part,
});

/** Both ends of a lane in one thread, and what turned out not to cross. */
function laneOf(bytes = 4096) {
  const words = Words.allocate({ nodes: 1, replicas: 2, edges: 1 });
  const { bells } = words;
  const { port1, port2 } = new MessageChannel();
  const { buffer: ring } = Ring.allocate(bytes);
  const faults: string[] = [];
  const onFault = (error: SendError) => void faults.push(error.message);
  return {
    bell: bells[0]!,
    writer: new LaneWriter({ row: 1, ring, port: port1, slots: {} }, {
      bells,
      row: 0,
      counters: words.counters(0),
      slotsOf: () => null,
      room: null,
      onFault,
    }),
    reader: new LaneReader({ row: 0, ring, port: port2, slots: {} }, bells, 1, false),
    faults,
    [Symbol.dispose]: () => (port1.close(), port2.close()),
  };
}

/** Takes until `count` packets have come, by ring or by port. */
async function taken(reader: LaneReader, count: number): Promise<(Delivery | undefined)[]> {
  const found: (Delivery | undefined)[] = [];
  while (found.length < count) {
    const delivery = reader.take();
    if (delivery !== null) found.push(delivery);
    else await new Promise((resolve) => setImmediate(resolve));
  }
  reader.release();
  return found;
}

Deno.test("lineage survives, also of long streams and deep branches", async () => {
  using lane = laneOf();
  const lineage = fc.record({
    origin: fc.nat(65535),
    seq: fc.oneof(fc.nat(10), fc.nat(2 ** 33), fc.integer({ min: 2 ** 31, max: 2 ** 47 })),
    branch: fc.constantFrom("", ".0", ".12.0.7"),
  });
  const edges = fc.constantFrom(0, 1, 77, 2 ** 29 - 1);
  await fc.assert(fc.asyncProperty(lineage, edges, async (part, edge) => {
    assert.ok(lane.writer.put(edge, packet("x", part), []));
    lane.writer.publish();
    assert.deepEqual(await taken(lane.reader, 1), [{ edge, value: "x", ...part }]);
  }));
});

Deno.test("values of every size arrive in order, whichever way they go", async () => {
  using lane = laneOf();
  const sizes = [3, 100_000, 5, 2000, 20_000, 1, 1_000_000];
  const values = sizes.map((size, at) => ({ at, data: new Uint8Array(size).fill(at) }));
  for (const [at, value] of values.entries()) {
    const moving = size(value) > 50_000 ? [value.data.buffer] : [];
    while (!lane.writer.put(0, packet(value, { seq: at, branch: at % 2 ? ".1" : "" }), moving)) {
      lane.bell.cancel();
      assert.fail("there is room");
    }
    lane.writer.publish();
    const [delivery] = await taken(lane.reader, 1);
    assert.equal(delivery!.seq, at);
    assert.deepEqual(delivery!.value, { at, data: new Uint8Array(sizes[at]!).fill(at) });
    assert.equal(value.data.length, moving.length > 0 ? 0 : sizes[at], "moved or copied");
  }
});

const size = ({ data }: { data: Uint8Array }) => data.length;

Deno.test("a packet by port may have a long branch", async () => {
  using lane = laneOf();
  const branch = ".1234567890".repeat(30);
  const value = new Set(["x".repeat(4000)]);
  for (let at = 0; at < 9; at++) {
    assert.ok(lane.writer.put(0, packet(value, { branch }), []));
    lane.writer.publish();
    assert.deepEqual(await taken(lane.reader, 1), [{ edge: 0, value, origin: 0, seq: 0, branch }]);
  }
});

Deno.test("text by port waits for memory as arrays do", async () => {
  using lane = laneOf();
  const large = () => packet("x".repeat(30_000));
  let accepted = 0;
  while (lane.writer.put(0, large(), [])) accepted++;
  assert.ok(accepted >= 2 && accepted <= 5, `${accepted}`);
  lane.bell.cancel();
  await taken(lane.reader, accepted);
  assert.ok(lane.writer.put(0, large(), []));
});

Deno.test("what changes after it was put does not change what arrives", async () => {
  using lane = laneOf();
  const [small, large] = [{ n: [1] }, { n: [1], data: new Uint8Array(10_000) }];
  for (const value of [small, large]) assert.ok(lane.writer.put(0, packet(value), []));
  small.n[0] = large.n[0] = large.data[0] = 9;
  lane.writer.publish();
  const values = (await taken(lane.reader, 2)).map((delivery) => delivery!.value);
  assert.deepEqual(values, [{ n: [1] }, { n: [1], data: new Uint8Array(10_000) }]);
});

Deno.test("large values wait for memory as small ones wait for room", async () => {
  using lane = laneOf(); // 4 KB: room for 256 KB by port
  const large = () => packet(new Uint8Array(60_000));
  let accepted = 0;
  while (lane.writer.put(0, large(), [])) accepted++;
  assert.ok(accepted >= 2 && accepted <= 5, `${accepted}`);
  lane.bell.cancel();
  await taken(lane.reader, accepted);
  assert.ok(lane.writer.put(0, large(), []));
});

Deno.test("a buffer that cannot move is copied, and its neighbours move all the same", async () => {
  using lane = laneOf();
  const { buffer: fixed } = new WebAssembly.Memory({ initial: 1 });
  const free = new ArrayBuffer(50_000);
  assert.ok(lane.writer.put(0, packet({ fixed }), [fixed as ArrayBuffer]));
  assert.ok(lane.writer.put(0, packet({ free }), [free]));
  assert.ok(lane.writer.put(0, packet("next"), []));
  lane.writer.publish();
  const values = (await taken(lane.reader, 3)).map((delivery) => delivery!.value);
  const [first, second, third] = values as [{ fixed: ArrayBuffer }, { free: ArrayBuffer }, string];
  assert.deepEqual([first.fixed.byteLength, second.free.byteLength, third], [
    65536,
    50_000,
    "next",
  ]);
  assert.deepEqual([fixed.byteLength, lane.faults], [65536, []]);
});

Deno.test("what cannot cross is refused when it is put, and nothing is written", async () => {
  using lane = laneOf();
  assert.throws(
    () => lane.writer.put(0, packet({ a: [() => 1] }), []),
    /value\.a\[0\] is a function/,
  );
  assert.ok(lane.writer.put(0, packet("next"), []));
  lane.writer.close();
  assert.deepEqual((await taken(lane.reader, 1)).map((delivery) => delivery!.value), ["next"]);
  assert.ok(lane.reader.ended);
});
