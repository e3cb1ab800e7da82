import assert from "node:assert/strict";
import { dealByKey } from "./key.ts";

const REPLICAS = 7;
const deal = dealByKey("telescope.id", REPLICAS);
const at = (id: unknown) => deal({ telescope: { id } });

Deno.test("equal keys go to the same replica, whatever else is in the value", () => {
  for (const id of ["LST-1", "", "Teleskop-Ä", 3, -0.5, 2 ** 40, 10n ** 30n, true]) {
    assert.equal(deal({ telescope: { id, name: "x" }, seq: 1 }), at(id), String(id));
  }
  assert.equal(at(-0), at(0));
  assert.equal(at(NaN), at(0 / 0));
});

Deno.test("the choice is the same in every execution: these are written down", () => {
  const ids = ["LST-1", "LST-2", "MST-1", "MST-2", 1, 2, 3, 4];
  assert.deepEqual(ids.map(at), [2, 0, 6, 0, 2, 3, 3, 4]);
});

Deno.test("keys that follow each other are spread evenly", () => {
  for (const replicas of [2, 3, 4, 8]) {
    const shares = Array<number>(replicas).fill(0);
    const dealOut = dealByKey("id", replicas);
    for (let id = 0; id < 10_000; id++) shares[dealOut({ id })]!++;
    const even = 10_000 / replicas;
    for (const share of shares) assert.ok(Math.abs(share - even) < even / 10, `${shares}`);
  }
});

Deno.test("what has no such field, or none to go by, goes to the first", () => {
  const strangers = [undefined, null, 5, "telescope.id", {}, { telescope: null }, { telescope: 1 }];
  for (const value of strangers) assert.equal(deal(value), 0);
  for (const id of [undefined, null, {}, [1], () => 1, Symbol("id")]) assert.equal(at(id), 0);
});

Deno.test("a path leads into arrays by number", () => {
  const dealOut = dealByKey("pixels.1", REPLICAS);
  assert.equal(dealOut({ pixels: [8, 3] }), at(3));
  assert.equal(dealOut({ pixels: Float32Array.of(8, 3) }), at(3));
});
