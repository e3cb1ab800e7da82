import assert from "node:assert/strict";
import { DEFAULT_QUEUE_LIMIT } from "../../graph/model.ts";
import { Counter, Words } from "../words.ts";
import { narrows, Pace } from "./pace.ts";

/** What a pace tells after packets that took so long each. */
function paced(shared: boolean, ...rounds: readonly { packets: number; ms: number }[]): number[] {
  const counters = Words.allocate({ nodes: 1, replicas: 1, edges: 1 }).counters(0);
  const told: number[] = [];
  const pace = new Pace(counters, shared, (places) => told.push(places));
  for (const { packets, ms } of rounds) {
    counters[Counter.DONE]! += packets;
    counters[Counter.BUSY_MS]! += packets * ms;
    pace.look();
  }
  return told;
}

Deno.test("replicas that share an inbox: 2 ms of work, and two packets in any case", () => {
  const rounds = [{ packets: 1, ms: 60_000 }, { packets: 10, ms: 0.09765625 }, {
    packets: 64,
    ms: 1 / 1024,
  }];
  assert.deepEqual(paced(true, ...rounds), [2, 2, 21, 2048]);
});

Deno.test("a replica alone: 50 ms of work, and a hundred packets in any case", () => {
  const rounds = [{ packets: 3, ms: 1000 }, { packets: 4, ms: 0.25 }, { packets: 64, ms: 1 / 128 }];
  assert.deepEqual(paced(false, ...rounds), [100, 100, 200, 6400]);
});

Deno.test("nothing is told while nothing is done", () => {
  assert.deepEqual(paced(true, { packets: 0, ms: 0 }), [2]);
});

Deno.test("a limit that somebody asked for holds for a replica that is alone", () => {
  assert.ok(!narrows(500, 1));
  assert.ok(narrows(DEFAULT_QUEUE_LIMIT, 1));
  assert.ok(narrows(500, 2));
});
