/** Signs that are told apart without colour. @module */
import type { NodeState } from "../../telemetry/report.ts";
import type { FlowState } from "../protocol.ts";

type State = FlowState | NodeState;

const PATHS: Readonly<Record<State, string>> = {
  starting: "M8 3a5 5 0 1 0 5 5", // an open circle
  running: "M5 3l8 5-8 5z", // a triangle: it plays
  paused: "M4.5 3.5h2.4v9H4.5zM9.1 3.5h2.4v9H9.1z",
  draining: "M3 4h10L8 13z", // a funnel
  done: "M2.5 8.5l3.5 4 7.5-9",
  finished: "M2.5 8.5l3.5 4 7.5-9",
  failed: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  interrupted: "M4 4h8v8H4z",
  lost: "M3 13L13 3M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11",
};
const DRAWN: readonly State[] = ["starting", "done", "finished", "failed", "lost"];
const WORDS: Partial<Record<State, string>> = { lost: "no word from it" };

/** What a state is called. */
export const stateWord = (state: State): string => WORDS[state] ?? state;

/** A state's sign. */
export function StateIcon({ state }: { state: State }) {
  return (
    <svg class={`state ${state}`} viewBox="0 0 16 16" width="14" height="14" role="img">
      <title>{stateWord(state)}</title>
      <path d={PATHS[state]} class={DRAWN.includes(state) ? "drawn" : "filled"} />
    </svg>
  );
}
