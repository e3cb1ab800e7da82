/** One flow: how it goes in a line, what holds it up, and its graph. @module */
import type { FlowFacts, FlowRow, FlowTick } from "../protocol.ts";
import { Controls } from "./controls.tsx";
import { clock, count, rate } from "./format.ts";
import { useRows } from "./flow_list.tsx";
import { Graph } from "./graph.tsx";
import { StateIcon, stateWord } from "./icons.tsx";
import { throughOf } from "./node_card.tsx";
import { go } from "./place.ts";
import { flowOf, useCell } from "./state.ts";

/** A flow that is followed. */
export function FlowView({ id }: { id: string }) {
  const flow = flowOf(id);
  const facts = useCell(flow.facts);
  const row = useRows()?.find((row) => row.id === id);
  if (facts === null || row === undefined) return <section class="flow-view waiting" />;
  return (
    <section
      class="flow-view"
      data-flow={facts.flow}
      data-state={row.state}
      aria-label={`flow ${facts.flow}`}
    >
      <Head id={id} facts={facts} row={row} />
      <Bottleneck id={id} row={row} />
      <Graph id={id} facts={facts} />
    </section>
  );
}

function Head({ id, facts, row }: { id: string; facts: FlowFacts; row: FlowRow }) {
  const tick = useCell(flowOf(id).tick);
  const sums = sumsOf(facts, tick);
  return (
    <header class="flow-head">
      <div class="flow-name-block">
        <h2 title={facts.flow}>{facts.flow}</h2>
        <p>{whereOf(facts, tick?.lost ?? 0)}</p>
      </div>
      <span class={`chip ${row.state}`}>
        <StateIcon state={row.state} /> {stateWord(row.state)}
      </span>
      <dl>
        <Fact name="time" value={clock(tick?.elapsedMs ?? row.elapsedMs)} />
        <Fact name="produced" value={count(sums.produced)} more={rate(sums.producedRate)} />
        <Fact name="consumed" value={count(sums.consumed)} more={rate(sums.consumedRate)} />
        <Fact name="failed" value={count(sums.bad)} bad={sums.bad > 0} />
      </dl>
      {row.control && <Controls id={id} state={row.state} />}
    </header>
  );
}

function whereOf({ mode, host, pid }: FlowFacts, lost: number): string {
  const place = pid === 0 ? host : `${host}:${pid}`;
  return `${mode} · ${place}${lost > 0 ? ` · ${count(lost)} messages lost` : ""}`;
}

function Fact(
  { name, value, more, bad }: { name: string; value: string; more?: string; bad?: boolean },
) {
  return (
    <div class={`fact${more === undefined ? "" : " wide"}${bad ? " is-bad" : ""}`}>
      <dt>{name}</dt>
      <dd>
        {value}
        {more !== undefined && <span>{more}</span>}
      </dd>
    </div>
  );
}

function sumsOf(facts: FlowFacts, tick: FlowTick | null) {
  const sums = { produced: 0, producedRate: 0, consumed: 0, consumedRate: 0, bad: 0 };
  tick?.nodes.forEach((node, at) => {
    const { role } = facts.nodes[at]!;
    if (role === "producer") {
      sums.produced += node.emitted;
      sums.producedRate += node.rate;
    }
    if (role === "consumer") {
      sums.consumed += throughOf({ role }, node);
      sums.consumedRate += node.rate;
    }
    sums.bad += node.failed + node.skipped + node.quarantined;
  });
  return sums;
}

/** Always as high, whether there is one or not: nothing jumps. */
function Bottleneck({ id, row }: { id: string; row: FlowRow }) {
  const tick = useCell(flowOf(id).tick);
  const found = tick?.bottleneck ?? null;
  if (row.state === "lost") {
    return (
      <p class="verdict is-lost" role="status">
        No word from it for{" "}
        {clock(row.silentMs ?? 0)}: its process was killed, or cannot reach this view.
      </p>
    );
  }
  if (found === null) {
    return <p class="verdict" role="status">{tick === null ? "" : calm(row)}</p>;
  }
  const show = () => go({ focus: { kind: "node", flow: id, node: found.node } });
  return (
    <p class="verdict is-slow" role="status">
      <b>Bottleneck</b>
      <button type="button" onClick={show} data-bottleneck={found.node}>{found.reason}</button>
    </p>
  );
}

function calm({ state }: FlowRow): string {
  if (state === "running") return "Nothing holds the others up.";
  if (state === "paused") return "Paused: producers wait.";
  if (state === "draining") return "Draining: producers have stopped, the rest is processed.";
  if (state === "starting") return "Starting.";
  return state === "done" ? "Done: every packet is accounted for." : `Ended: ${state}.`;
}
