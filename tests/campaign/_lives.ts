/** What steps say of their lives, and in which order they say what came. @module */
import assert from "node:assert/strict";
import type { Observed } from "./_execute.ts";
import type { CampaignNode } from "./_graph.ts";

/** What a consumer says of an item. */
export const GOT = /^(\S+) got (.+) by (.+)$/;

/** Items that went through the same replicas must arrive in the order in which they were made. */
export function checkOrder(lines: readonly string[]): void {
  const last = new Map<string, readonly number[]>();
  for (const line of lines) {
    const [, , trail, hops] = GOT.exec(line) ?? [];
    if (trail === undefined || hops === undefined) continue;
    const order = [...trail.matchAll(/:(\d+)/g)].map(([, k]) => Number(k));
    const before = last.get(hops);
    assert.ok(!before || isAfter(order, before), `${trail} by ${hops} came after ${before}`);
    last.set(hops, order);
  }
}

function isAfter(order: readonly number[], before: readonly number[]): boolean {
  const at = order.findIndex((k, index) => k !== before[index]);
  return at >= 0 && order[at]! > before[at]!;
}

/** Who was prepared finishes, once, and hears how it ended. */
export function checkLives(
  nodes: readonly CampaignNode[],
  { lines, report, aborted }: Observed,
): void {
  for (const { id, replicas, fail, isolation } of nodes) {
    const ready = lines.filter((line) => line === `${id} ready`).length;
    const outcomes = lines.flatMap((line) => {
      const [who, what, outcome] = line.split(" ");
      return who === id && what === "finished" ? [outcome!] : [];
    });
    const { restarts = 0 } = report.nodes[id]!;
    const prepared = fail?.how.startsWith("init") ? 0 : replicas + restarts;
    if (!aborted) assert.equal(ready, prepared, `${id}: ready`);
    // an abort may overtake the answer of an init that has just succeeded
    // and what is executed apart may be gone before it could say so
    const mayBeGone = aborted || (isolation !== null && restarts > 0);
    if (!mayBeGone) assert.equal(outcomes.length, ready, `${id}: finished`);
    assert.ok(outcomes.length <= ready && ready <= prepared, `${id}: ${outcomes} of ${ready}`);
    for (const outcome of outcomes) {
      const allowed = ["done", report.status, ...(restarts > 0 ? ["failed"] : [])];
      assert.ok(allowed.includes(outcome), `${id} finished ${outcome}`);
    }
  }
}
