/** The list of flows: who runs, who ran. @module */
import type { FlowRow } from "../protocol.ts";
import { ago, clock, count, rate } from "./format.ts";
import { StateIcon, stateWord } from "./icons.tsx";
import { opened } from "./opened.ts";
import { go, place } from "./place.ts";
import { rows, useCell } from "./state.ts";

/** What is shown when nobody has chosen; kept, so that the end of a flow changes nothing. */
let unasked: string | null = null;

/** The flows that are shown: those asked for, else the newest that goes on, until a newer begins. */
export function followed(all: readonly FlowRow[], follow: readonly string[]): string[] {
  const known = follow.filter((id) => all.some((row) => row.id === id));
  if (known.length > 0) return known;
  const newest = all.find(({ silentMs }) => silentMs !== null) ?? all[0];
  const kept = all.find(({ id }) => id === unasked);
  if (kept === undefined || newest!.startedAt > kept.startedAt) unasked = newest?.id ?? null;
  return unasked === null ? [] : [unasked];
}

/** The flows that the server knows, and those of reports that were opened here. */
export function useRows(): readonly FlowRow[] | null {
  const [told, read] = [useCell(rows), useCell(opened)];
  return told === null ? null : [...told, ...read];
}

/** All flows, the newest first. */
export function FlowList() {
  const all = useRows();
  const { follow } = useCell(place);
  if (all === null) return <p class="hint">Connecting…</p>;
  if (all.length === 0) return <NoFlows />;
  const shown = followed(all, follow);
  return (
    <ul class="flows">
      {all.map((row) => <Row key={row.id} row={row} shown={shown} />)}
    </ul>
  );
}

function Row({ row, shown }: { row: FlowRow; shown: readonly string[] }) {
  const isShown = shown.includes(row.id);
  const alone = () => go({ follow: [row.id], focus: null });
  const beside = () =>
    go({ follow: isShown ? shown.filter((id) => id !== row.id) : [...shown, row.id], focus: null });
  return (
    <li class={`flow-row${isShown ? " shown" : ""}`} data-flow={row.flow} data-state={row.state}>
      <button type="button" class="pick" onClick={alone} aria-current={isShown}>
        <StateIcon state={row.state} />
        <span class="flow-name" title={row.flow}>{row.flow}</span>
        <span class="flow-rate">
          {row.silentMs === null || row.state === "lost" ? "" : rate(row.rate)}
        </span>
        <span class="flow-facts">
          {row.state === "lost"
            ? `silent for ${clock(row.silentMs ?? 0)}`
            : `${stateWord(row.state)} · ${clock(row.elapsedMs)}`}
          {row.failed > 0 && <em>✕ {count(row.failed)}</em>}
        </span>
        <span class="flow-host" title={`${row.mode}, ${row.host}:${row.pid}`}>
          {row.mode} · {row.host} · {ago(Date.now() - row.startedAt)}
        </span>
      </button>
      <button
        type="button"
        class="beside"
        onClick={beside}
        aria-pressed={isShown}
        title={isShown ? "show no longer" : "show beside the others"}
        disabled={isShown && shown.length === 1}
      >
        {isShown ? "−" : "+"}
      </button>
    </li>
  );
}

function NoFlows() {
  return (
    <div class="hint">
      <p>No flow has reported yet.</p>
      <p>Start one that tells this view how it goes:</p>
      <code>ctapipe-flow run FLOW --gui</code>
    </div>
  );
}
