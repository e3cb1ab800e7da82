/** What can be said of each node's further settings. @module */
import type { Draft, Issues } from "./draft.ts";
import { isSound } from "./draft.ts";
import { NODE_OPTIONS, type NodeOption, optionFault } from "./node_options.ts";

/** Settings that are about the packets that a node takes. */
const OF_PACKETS: readonly NodeOption[] = [
  "maxReplicas",
  "key",
  "ordered",
  "queueBytes",
  "maxAttempts",
];

/** Checks the settings of {@link NODE_OPTIONS}. */
export function checkOptions(drafts: readonly Draft[], issues: Issues): void {
  for (const draft of drafts) {
    for (const option of NODE_OPTIONS) {
      if (isSound(draft.spec, option)) checkOption(draft, option, issues);
    }
  }
}

function checkOption(draft: Draft, option: NodeOption, issues: Issues): void {
  const { spec, step } = draft;
  if (spec[option] === undefined) return;
  const fault = optionFault(option, spec);
  if (fault !== null) {
    const hint = "leave it out for the default";
    issues.error(draft, "bad_setting", fault, { path: [option], hint });
  } else if (step?.signature.kind === "producer" && OF_PACKETS.includes(option)) {
    const message = `a producer cannot have ${option}: it takes no packets`;
    const hint = "leave it out; give it to the node behind it";
    issues.error(draft, "producer_on_error", message, { path: [option], at: "key", hint });
  } else if (option === "maxReplicas") {
    checkMost(draft, issues);
  } else if (option === "maxHeap" && spec.isolation !== "process") {
    const message = "maxHeap has no effect: only a process has a heap that can be limited";
    const hint = "add `isolation: process`";
    issues.warning(draft, "idle_setting", message, { path: [option], at: "key", hint });
  }
}

/** More replicas than a node begins with, where they may come and go. */
function checkMost(draft: Draft, issues: Issues): void {
  const { maxReplicas = 1, replicas, key } = draft.spec;
  const ordered = draft.spec.ordered || draft.step?.signature.inOrder;
  if (maxReplicas < replicas) {
    const message = `maxReplicas is ${maxReplicas}, but the node begins with ${replicas} replicas`;
    const hint = `write ${replicas} or more, or leave it out`;
    issues.error(draft, "bad_setting", message, { path: ["maxReplicas"], hint });
  } else if (key !== undefined || ordered) {
    const other = ordered ? "ordered" : "key";
    const message = `maxReplicas has no effect: a node with ${other} keeps its replicas`;
    const hint = `leave out either maxReplicas or ${other}`;
    issues.warning(draft, "idle_setting", message, { path: ["maxReplicas"], at: "key", hint });
  }
}
