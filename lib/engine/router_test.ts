import assert from "node:assert/strict";
import type { Packet } from "./packet.ts";
import { type RoutedPort, Router } from "./router.ts";

/** More than are searched for what cannot cross. */
const MANY = 40;

const packet = (value: unknown): Packet => ({ value, origin: 0, seq: 0, branch: "" });

/** An outlet that notes what it gets, with the buffers that move along. */
function noting() {
  const got: { edge: number; value: unknown; moving: number }[] = [];
  const outlet = {
    copies: false,
    send: (edge: number, { value }: Packet, buffers: ArrayBuffer[]) => {
      got.push({ edge, value, moving: buffers.length });
      return true as const;
    },
    flush() {},
    close() {},
  };
  return { got, outlet };
}

function portTo(outlet: ReturnType<typeof noting>["outlet"], part: Partial<RoutedPort> = {}) {
  return { name: "out", legs: [{ outlet, edge: 3 }], moves: null, lent: null, ...part };
}

Deno.test("packets take the only leg of their port, before and after all is searched", () => {
  const { got, outlet } = noting();
  const router = new Router([portTo(outlet)], [outlet]);
  for (let i = 0; i < MANY; i++) assert.equal(router.route(0, packet(i)), true);
  assert.deepEqual(
    got,
    Array.from({ length: MANY }, (_, value) => ({ edge: 3, value, moving: 0 })),
  );
  assert.equal(router.route(1, packet("to nobody")), true);
  assert.equal(got.length, MANY);
});

Deno.test("of a port whose buffers move, none moves twice, however many went before", () => {
  const { got, outlet } = noting();
  const moves = (value: unknown) => [(value as Uint8Array<ArrayBuffer>).buffer];
  const router = new Router([portTo(outlet, { moves })], [outlet]);
  const values = Array.from({ length: MANY }, () => new Uint8Array(4));
  for (const value of values) router.route(0, packet(value));
  assert.ok(got.every(({ moving }) => moving === 1));
  assert.throws(() => router.route(0, packet(values[0])), /sent before/);
});

Deno.test("a packet that is asked for is shown, also after many others; then no more are", () => {
  const { got, outlet } = noting();
  let isAsked = false;
  const shown: unknown[] = [];
  const router = new Router([portTo(outlet)], [outlet], {
    isAsked: () => isAsked,
    take: (_, { value }) => void shown.push(value),
  });
  for (let i = 0; i < MANY; i++) {
    isAsked = i === 2 || i === MANY - 2;
    router.lookForAsked();
    router.route(0, packet(i));
  }
  assert.deepEqual(shown, [2, MANY - 2]);
  assert.equal(got.length, MANY);
});

Deno.test("what cannot cross is found in one of the first values, and not in packets shown later", () => {
  const { outlet } = noting();
  const router = new Router([portTo(outlet)], [outlet], { isAsked: () => true, take() {} });
  for (let i = 0; i < 10; i++) router.route(0, packet(i));
  assert.throws(() => router.route(0, packet(() => {})), /a function/);
  for (let i = 0; i < 10; i++) router.route(0, packet(i));
  router.lookForAsked();
  for (let i = 0; i < 2; i++) assert.equal(router.route(0, packet(() => {})), true);
});

Deno.test("nobody asks for what is lent before the first; from then on each packet ends it", () => {
  const { got, outlet } = noting();
  let ended = 0;
  let lend = () => {};
  const lent = {
    beforeFirst: (call: () => void) => void (lend = call),
    end: () => (ended++, true),
    wait: () => Promise.resolve(true as const),
  };
  const router = new Router([portTo(outlet, { lent })], [outlet]);
  for (let i = 0; i < MANY; i++) router.route(0, packet(i));
  assert.equal(ended, 0);
  lend();
  for (let i = 0; i < MANY; i++) router.route(0, packet(i));
  assert.deepEqual([got.length, ended], [2 * MANY, MANY]);
});
