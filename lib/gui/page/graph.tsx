/// <reference lib="dom" />
/** A flow's graph: pan, zoom, fit, choose a node. @module */
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import {
  Background,
  BackgroundVariant,
  Controls,
  type Edge,
  MiniMap,
  type Node,
  ReactFlow,
  type ReactFlowInstance,
  ReactFlowProvider,
  useStore,
} from "@xyflow/react";
import type { FlowFacts } from "../protocol.ts";
import { EdgeLine, type LineData } from "./edge_line.tsx";
import { CARD, type Direction, layOut, portsOf, sizeOf } from "./layout.ts";
import { type CardData, NodeCard } from "./node_card.tsx";
import { go, place } from "./place.ts";
import { useCell } from "./state.ts";

const MAP = { width: 132, height: 88 };
const NODE_TYPES = { card: NodeCard };
const EDGE_TYPES = { line: EdgeLine };
const FIT = { padding: 0.08, maxZoom: 1.1, minZoom: 0.05 };
/** Below these zooms cards show names, rates and bars only, and names and bars. */
const [FAR, AFAR] = [0.58, 0.36];
/** Columns that are narrower are narrow. */
const NARROW = 600;
/** So much larger must cards be for packets to go down. */
const WORTH = 1.3;
/** More nodes than these get a map. */
const MANY = 24;

/** The graph of a flow. */
export function Graph({ id, facts }: { id: string; facts: FlowFacts }) {
  return (
    <ReactFlowProvider>
      <Canvas id={id} facts={facts} />
    </ReactFlowProvider>
  );
}

function Canvas({ id, facts }: { id: string; facts: FlowFacts }) {
  const { focus } = useCell(place);
  const chosen = focus?.kind === "node" && focus.flow === id ? focus.node : null;
  const distance = useStore(({ transform }: { transform: number[] }) => distanceAt(transform[2]!));
  const [direction, turn] = useState<Direction>("LR");
  const drawn = useMemo(() => draw(id, facts, direction), [id, facts.graphHash, direction]);
  const nodes = useMemo(
    () => drawn.nodes.map((node) => node.id === chosen ? { ...node, selected: true } : node),
    [drawn, chosen],
  );
  const instance = useRef<ReactFlowInstance<Node<CardData>, Edge<LineData>> | null>(null);
  const frame = useRoom(
    (room) => turn(directionFor(facts, room)),
    () => instance.current?.fitView(FIT),
  );
  const choose = useCallback(
    (_: unknown, node: Node<CardData>) => go({ focus: { kind: "node", flow: id, node: node.id } }),
    [id],
  );
  const onKey = (event: KeyboardEvent) => {
    const node = (event.target as Element).closest?.(".react-flow__node")?.getAttribute("data-id");
    if (!node || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    go({ focus: { kind: "node", flow: id, node } });
  };
  return (
    <div class={`canvas ${distance}`} ref={frame} onKeyDownCapture={onKey}>
      <ReactFlow
        nodes={nodes}
        edges={drawn.edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onInit={(it: ReactFlowInstance<Node<CardData>, Edge<LineData>>) => instance.current = it}
        onNodeClick={choose}
        onPaneClick={() => go({ focus: null })}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        minZoom={0.05}
        maxZoom={2}
        fitView
        fitViewOptions={FIT}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={22} size={1.2} />
        <Controls showInteractive={false} fitViewOptions={FIT} position="bottom-left" />
        {nodes.length > MANY && <MiniMap pannable zoomable position="bottom-right" style={MAP} />}
      </ReactFlow>
    </div>
  );
}

const distanceAt = (zoom: number) => zoom < AFAR ? "far afar" : zoom < FAR ? "far" : "";

/** On a phone, or in a narrow column, packets go down where cards would be too small side by side. */
function directionFor(facts: FlowFacts, { width, height }: DOMRectReadOnly): Direction {
  if (width >= NARROW) return "LR";
  const zoom = (direction: Direction) => {
    const size = sizeOf(layOut(facts, direction));
    return Math.min(1, width / size.width, height / size.height);
  };
  return zoom("TB") > WORTH * zoom("LR") ? "TB" : "LR";
}

/** Fits the graph again when the room for it has changed, or its direction with it. */
function useRoom(changed: (room: DOMRectReadOnly) => void, fit: () => void) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let pending = 0;
    const observer = new ResizeObserver(([entry]) => {
      changed(entry!.contentRect);
      cancelAnimationFrame(pending);
      pending = requestAnimationFrame(() => pending = requestAnimationFrame(fit));
    });
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, []);
  return frame;
}

function draw(
  flow: string,
  facts: FlowFacts,
  direction: Direction,
): { nodes: Node<CardData>[]; edges: Edge<LineData>[] } {
  const spots = layOut(facts, direction);
  const ports = facts.nodes.map((node) => portsOf(node.id, facts, spots, direction));
  const nodes = facts.nodes.map((fact, index): Node<CardData> => ({
    id: fact.id,
    type: "card",
    position: spots[index]!,
    ...CARD,
    data: { flow, index, fact, ports: ports[index]!, direction },
    ariaLabel: `${fact.role} ${fact.id}, step ${fact.step}`,
  }));
  const edges = facts.edges.map(({ from, port, to }, index): Edge<LineData> => {
    const several = ports[facts.nodes.findIndex(({ id }) => id === from)]!.length > 1;
    return {
      id: `${from}.${port} → ${to}`,
      type: "line",
      source: from,
      sourceHandle: port,
      target: to,
      data: { flow, index, port: several ? port : null },
    };
  });
  return { nodes, edges };
}
