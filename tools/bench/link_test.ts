import assert from "node:assert/strict";
import { receive, Sender } from "./link.mjs";

Deno.test("a chain by hand loses nothing, keeps the order, and never has too much under way", async () => {
  for (const [batch, window] of [[1, 1], [3, 2], [256, 8]] as const) {
    const link = { batch, window, transfer: false };
    const first = new MessageChannel(), second = new MessageChannel();
    const sender = new Sender(first.port1, link), relay = new Sender(second.port1, link);
    const n = 1000;
    const got: number[] = [];
    let most = 0;
    receive(first.port2, (value: number) => relay.push(2 * value), [relay]);
    const all = new Promise<void>((resolve) =>
      receive(second.port2, (value: number) => {
        if (got.push(value) === n) resolve();
      })
    );
    for (let i = 0; i < n; i++) {
      if (sender.full) await sender.room();
      sender.push(i);
      most = Math.max(most, sender.outstanding);
    }
    sender.flush();
    await all;
    assert.deepEqual(got, Array.from({ length: n }, (_, i) => 2 * i));
    assert(most <= window, `${most} posts under way`);
    for (const { port1, port2 } of [first, second]) for (const port of [port1, port2]) port.close();
  }
});
