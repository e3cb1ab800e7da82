import assert from "node:assert/strict";
import { packetId } from "./packet.ts";

Deno.test("a packet is called by its producer, its number and its branches", () => {
  const packet = { value: 1, origin: 1, seq: 17, branch: ".2.0" };
  assert.equal(packetId(packet, ["shunt", "reader"]), "reader#17.2.0");
});
