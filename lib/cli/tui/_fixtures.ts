/** A view for the tests of this folder. @module */
import { nodeReport, nodeSnapshot, report, snapshotOf } from "../_fixtures.ts";
import type { NodeSnapshot } from "../../telemetry/report.ts";
import type { View } from "./view.ts";

/** A view of nodes, the second of which is selected, changed by `part`. */
export function viewOf(nodes: readonly NodeSnapshot[], part: Partial<View> = {}): View {
  const snapshot = snapshotOf({ elapsedMs: 12_345, nodes });
  return {
    snapshot,
    report: report({
      flow: "some_flow",
      nodes: Object.fromEntries(nodes.map(({ id, role }) => [id, nodeReport({ role })])),
    }),
    rows: nodes.map((node, at) => ({
      node,
      rate: 10 * at,
      trend: { rate: [1, 2, 3], queued: [0, 50, 100], busy: [], p50Ms: [0.25], p99Ms: [12] },
      isSelected: at === 1,
      isBottleneck: node.id === part.bottleneck?.node,
    })),
    bottleneck: null,
    log: [],
    isOpen: false,
    notice: null,
    keys: [["q", "end"]],
    ...part,
  };
}

/** reader -> hillas -> writer. */
export const CHAIN: readonly NodeSnapshot[] = [
  nodeSnapshot({ id: "reader", role: "producer", emitted: 1200 }),
  nodeSnapshot({ id: "hillas", busy: 2, replicas: 2, queued: 90, done: 1100, failed: 2 }),
  nodeSnapshot({ id: "writer", role: "consumer", state: "draining", done: 1099 }),
];
