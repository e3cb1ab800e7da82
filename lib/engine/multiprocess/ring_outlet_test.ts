import assert from "node:assert/strict";
import type { Packet } from "../packet.ts";
import { Ring } from "../ring/ring.ts";
import { NodeWord, Words } from "../words.ts";
import { LaneReader } from "./lane_reader.ts";
import { placesAtOnce, RingOutlet } from "./ring_outlet.ts";

const packet = (seq: number): Packet => ({
  value: new Uint8Array(1000),
  origin: 0,
  seq,
  branch: "",
});

Deno.test("who waits for room in the ring keeps the place of the packet in hand", async () => {
  const words = Words.allocate({ nodes: 2, replicas: 2, edges: 1 });
  const { port1, port2 } = new MessageChannel();
  const { buffer: ring } = Ring.allocate(4096);
  const outlet: RingOutlet = new RingOutlet({
    words,
    row: 0,
    node: 1,
    queueLimit: 100,
    queueBytes: null,
    senders: 1,
    lanes: [{ row: 1, ring, port: port1, slots: {} }],
    sent: words.sent(0),
    slots: new Map(),
    beforeWait: () => outlet.flush(),
    onFault: (error) => assert.fail(error),
  });
  const reader = new LaneReader({ row: 0, ring, port: port2, slots: {} }, words.bells, 1, false);
  const room = words.room(1, 100, false);
  const taken = () => words.int[words.node(1, NodeWord.QUEUED)]!;
  const atOnce = placesAtOnce(100, 1);
  let waits = 0;
  let inside = 0;
  for (let seq = 0; seq < 50; seq++) {
    const accepted = outlet.send(0, packet(seq), []);
    if (accepted !== true) {
      waits++;
      assert.equal(taken(), inside + 1, "all that wait, and the one in hand");
      for (; reader.take() !== null; inside--) room.free();
      reader.release();
      assert.equal(await accepted, true);
    }
    inside++;
    assert.ok(taken() >= inside && taken() < inside + atOnce, `${taken()} for ${inside}`);
  }
  assert.ok(waits > 5, `waited ${waits} times`);
  outlet.close();
  assert.equal(taken(), inside);
  port1.close();
  port2.close();
});
