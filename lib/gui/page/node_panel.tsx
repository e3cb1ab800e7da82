/** All about a node: its numbers, its curves, its replicas, its troubles, what it may touch. @module */
import type { ReplicaSnapshot, Stuck } from "../../telemetry/report.ts";
import type { FlowFacts, LogEntry, NodeDetail, NodeTick, Trouble } from "../protocol.ts";
import { nodeDetailUrl, usePolled } from "./ask.ts";
import { Replicas } from "./controls.tsx";
import { Curve } from "./curve.tsx";
import { count, duration, rate } from "./format.ts";
import { StateIcon } from "./icons.tsx";
import { throughOf } from "./node_card.tsx";
import { isOpened, openedNode } from "./opened.ts";
import { Panel } from "./panel.tsx";
import { go } from "./place.ts";
import { flowOf, rows, useCell } from "./state.ts";
import { grantLines } from "./grants.ts";

const EVERY_MS = 1000;

/** The panel of a node. */
export function NodePanel({ flow, node }: { flow: string; node: string }) {
  const facts = useCell(flowOf(flow).facts);
  const tick = useCell(flowOf(flow).tick);
  const control = useCell(rows)?.find(({ id }) => id === flow)?.control ?? false;
  const told = usePolled<NodeDetail>(isOpened(flow) ? null : nodeDetailUrl(flow, node), EVERY_MS);
  const detail = told ?? openedNode(flow, node);
  const index = facts?.nodes.findIndex(({ id }) => id === node) ?? -1;
  const fact = facts?.nodes[index];
  const now = tick?.nodes[index];
  if (fact === undefined) return null;
  return (
    <Panel
      title={node}
      sub={`${fact.role} · ${fact.step}`}
      icon={now && <StateIcon state={now.state} />}
    >
      {tick?.bottleneck?.node === node && <p class="why">{tick.bottleneck.reason}</p>}
      {now && <Numbers fact={fact} now={now} />}
      {detail?.stuck.map((it) => <p key={it.replica} class="why">{stuckLine(it)}</p>)}
      {detail && <Curves detail={detail} now={now} producer={fact.role === "producer"} />}
      {detail && (
        <ReplicaTable replicas={detail.replicas} inUse={now?.replicas ?? detail.replicas.length} />
      )}
      {control && fact.maxReplicas > 1 && now && (
        <Replicas id={flow} node={node} now={now.replicas} most={fact.maxReplicas} />
      )}
      <Edges flow={flow} facts={facts!} node={node} />
      {detail && <Troubles troubles={detail.failures} />}
      {detail && <Logs logs={detail.logs} />}
      <Settings title="Params" lines={Object.entries(fact.params).map(([k, v]) => [k, show(v)])} />
      <Settings title="May touch" lines={grantLines(fact.permissions)} />
    </Panel>
  );
}

const show = (value: unknown) => typeof value === "string" ? value : JSON.stringify(value);

function Numbers({ fact, now }: { fact: FlowFacts["nodes"][number]; now: NodeTick }) {
  const all: [string, string, boolean?][] = [
    [fact.role === "producer" ? "emitted/s" : "through/s", rate(now.rate)],
    ["busy", `${now.busy}/${now.replicas}`],
    ["p50", duration(now.p50)],
    ["p99", duration(now.p99)],
    ["received", count(now.received)],
    ["through", count(throughOf(fact, now))],
    ["emitted", count(now.emitted)],
    ["filtered", count(now.filtered)],
    ["failed", count(now.failed), now.failed > 0],
    ["skipped", count(now.skipped), now.skipped > 0],
    ["quarantined", count(now.quarantined), now.quarantined > 0],
    ["most in inbox", `${count(now.maxQueued)}/${count(now.queueLimit)}`],
  ];
  return (
    <dl class="figures">
      {all.map(([name, value, bad]) => (
        <div key={name} class={bad ? "is-bad" : ""}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Curves(
  { detail, now, producer }: { detail: NodeDetail; now: NodeTick | undefined; producer: boolean },
) {
  const { t, rate: rates, p50, p99, queued } = detail.history;
  if (t.length < 2) return null;
  const rateLine = { label: "packets/s", values: rates, colour: "--run", filled: true };
  return (
    <>
      <Curve title="Rate" t={t} lines={[rateLine]} format={rate} />
      {!producer && p50.some((value) => value !== null) && (
        <Curve
          title="Time per packet"
          t={t}
          log
          lines={[
            { label: "p50", values: p50, colour: "--good" },
            { label: "p99", values: p99, colour: "--warn", dashed: true },
          ]}
          format={duration}
        />
      )}
      {!producer && (
        <Curve
          title={`Inbox, of ${count(now?.queueLimit ?? 0)}`}
          t={t}
          lines={[{ label: "waiting", values: queued, colour: "--hot", filled: true }]}
          format={count}
          least={Math.min(10, now?.queueLimit ?? 10)}
        />
      )}
    </>
  );
}

function ReplicaTable(
  { replicas, inUse }: { replicas: readonly ReplicaSnapshot[]; inUse: number },
) {
  if (replicas.length === 0) return null;
  return (
    <section>
      <h3>Replicas</h3>
      <table class="replicas">
        <thead>
          <tr>
            <th>#</th>
            <th>state</th>
            <th>now</th>
            <th>through</th>
            <th>waiting</th>
            <th>restarts</th>
          </tr>
        </thead>
        <tbody>
          {replicas.map((it, at) => (
            <tr key={at}>
              <td>{at}</td>
              <td>
                <StateIcon state={it.state} /> {it.state}
              </td>
              <td>{doing(it, at < inUse)}</td>
              <td>{count(it.through)}</td>
              <td>{count(it.waiting)}</td>
              <td class={it.restarts > 0 ? "is-bad" : ""}>{it.restarts}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function stuckLine({ replica, phase, packet, ageMs }: Stuck): string {
  const what = packet === null ? phase : `${phase} with ${packet}`;
  return `replica ${replica} has been in ${what} for ${duration(ageMs)}`;
}

function doing({ blockedBy, busy }: ReplicaSnapshot, isUsed: boolean): string {
  if (blockedBy !== null) return `waits for ${blockedBy}`;
  return busy ? "busy" : isUsed ? "idle" : "in reserve";
}

function Edges({ flow, facts, node }: { flow: string; facts: FlowFacts; node: string }) {
  const out = facts.edges.flatMap((edge, at) =>
    edge.from === node || edge.to === node ? [{ edge, at }] : []
  );
  return (
    <section>
      <h3>Packets</h3>
      <ul class="edges">
        {out.map(({ edge: { from, port, to }, at }) => (
          <li key={at}>
            <button type="button" onClick={() => go({ focus: { kind: "edge", flow, edge: at } })}>
              {from === node ? `${port} → ${to}` : `${from}.${port} → here`}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Troubles({ troubles }: { troubles: readonly Trouble[] }) {
  if (troubles.length === 0) return null;
  return (
    <section>
      <h3>Last errors</h3>
      <ul class="troubles">
        {troubles.map((it, at) => (
          <li key={at}>
            <span class="tags">
              {it.packet && <code>{it.packet}</code>}
              <i>{it.code}, in {it.phase} of replica {it.replica}</i>
              {it.aside && <em>{it.aside}</em>}
            </span>
            <p>{it.message}</p>
            {it.hint && <p class="todo">{it.hint}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Logs({ logs }: { logs: readonly LogEntry[] }) {
  if (logs.length === 0) return null;
  return (
    <section>
      <h3>Log</h3>
      <ol class="logs">
        {logs.map((line, at) => (
          <li key={at} class={line.level}>
            <time>{new Date(line.at).toLocaleTimeString("en-GB")}</time>
            <b>{line.level}</b>
            {line.replica !== null && <i>#{line.replica}</i>}
            {line.packet !== undefined && <code>{line.packet}</code>}
            <span>{line.message}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Settings(
  { title, lines }: { title: string; lines: readonly (readonly [string, string])[] },
) {
  return (
    <section>
      <h3>{title}</h3>
      {lines.length === 0 ? <p class="hint">nothing</p> : (
        <dl class="settings">
          {lines.map(([key, value]) => (
            <div key={key + value}>
              <dt>{key}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
