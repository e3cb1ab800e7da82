/// <reference lib="dom" />
/** The page. @module */
import { render } from "preact";
import { useEffect } from "preact/hooks";
import "@xyflow/react/dist/base.css";
import "uplot/dist/uPlot.min.css";
import "./base.css";
import "./frame.css";
import "./flow_list.css";
import "./flow_view.css";
import "./graph.css";
import "./graph_afar.css";
import "./panel.css";
import "./packet.css";
import "./narrow.css";
import { FlowList, followed, useRows } from "./flow_list.tsx";
import { FlowView } from "./flow_view.tsx";
import { NodePanel } from "./node_panel.tsx";
import { isOpened } from "./opened.ts";
import { OpenReport } from "./open_report.tsx";
import { PacketPanel } from "./packet_panel.tsx";
import { place } from "./place.ts";
import { connected, follow, useCell } from "./state.ts";
import { theme, toggleTheme } from "./theme.ts";

function Page() {
  const all = useRows();
  const { follow: wanted, focus } = useCell(place);
  const shown = followed(all ?? [], wanted);
  const live = shown.filter((id) => !isOpened(id));
  useEffect(() => follow(live), [live.join()]);
  const title = all?.filter(({ id }) => shown.includes(id)).map(({ flow, state }) =>
    `${flow} ${state}`
  );
  useEffect(() => void (document.title = title?.join(", ") || "ctapipe-flow"), [title?.join()]);
  return (
    <div class={`page${focus === null ? "" : " with-panel"}`}>
      <TopBar />
      <nav aria-label="flows">
        <h1 class="list-title">Flows</h1>
        <FlowList />
        <OpenReport />
      </nav>
      <main class={shown.length > 1 ? "several" : ""}>
        {shown.map((id) => <FlowView key={id} id={id} />)}
      </main>
      {focus?.kind === "node" && (
        <NodePanel key={`${focus.flow}/${focus.node}`} flow={focus.flow} node={focus.node} />
      )}
      {focus?.kind === "edge" && (
        <PacketPanel key={`${focus.flow}/${focus.edge}`} flow={focus.flow} edge={focus.edge} />
      )}
    </div>
  );
}

function TopBar() {
  const isConnected = useCell(connected);
  const look = useCell(theme);
  return (
    <header class="top">
      <svg class="logo" viewBox="0 0 26 18" width="26" height="18" aria-hidden="true">
        <path d="M2 9h7m8 0h7M9 9l3.5-6h5M9 9l3.5 6h5" />
        <circle cx="9" cy="9" r="2.6" />
      </svg>
      <strong>ctapipe-flow</strong>
      <span class={`link ${isConnected ? "on" : "off"}`} role="status">
        {isConnected ? "live" : "not connected; trying again"}
      </span>
      <button type="button" class="theme" onClick={toggleTheme} aria-label="light or dark">
        {look === "dark" ? "Light" : "Dark"}
      </button>
    </header>
  );
}

render(<Page />, document.getElementById("page")!);
