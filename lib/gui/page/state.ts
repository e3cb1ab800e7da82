/// <reference lib="dom" />
/** What the page knows: fed by the server's stream, read by components. @module */
import { useEffect, useState } from "preact/hooks";
import type { FlowFacts, FlowRow, FlowTick, PageMessage } from "../protocol.ts";

/** A value that tells when it changes. */
export class Cell<T> {
  #listeners = new Set<() => void>();
  constructor(public value: T) {}

  /** Changes it. */
  set(value: T): void {
    if (value === this.value) return;
    this.value = value;
    for (const listener of this.#listeners) listener();
  }

  /** Calls when it has changed; gives what ends that. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** A cell's value; the component is rendered again when it changes. */
export function useCell<T>(cell: Cell<T>): T {
  const [, render] = useState(0);
  useEffect(() => {
    render((n) => n + 1); // it may have changed between the render and now
    return cell.listen(() => render((n) => n + 1));
  }, [cell]);
  return cell.value;
}

/** A flow that is followed. */
export interface Followed {
  readonly facts: Cell<FlowFacts | null>;
  readonly tick: Cell<FlowTick | null>;
}

/** The list of flows; null until the server has told. */
export const rows: Cell<readonly FlowRow[] | null> = new Cell<readonly FlowRow[] | null>(null);
/** Whether the server can be heard. */
export const connected: Cell<boolean> = new Cell(false);

const flows = new Map<string, Followed>();

/** What is known of a flow. */
export function flowOf(id: string): Followed {
  let flow = flows.get(id);
  if (flow === undefined) {
    flows.set(id, flow = { facts: new Cell(null), tick: new Cell(null) } as Followed);
  }
  return flow;
}

/** Takes a message of the server in. */
export function take(message: PageMessage): void {
  if (message.type === "flows") rows.set(message.flows);
  else if (message.type === "facts") flowOf(message.id).facts.set(message.facts);
  else flowOf(message.id).tick.set(message.tick);
}

let stream: EventSource | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;
const RETRY_MS = 2000;

/** Follows flows; the browser connects again by itself, and the server then tells all anew. */
export function follow(ids: readonly string[]): void {
  stream?.close();
  clearTimeout(retry);
  const url = `/api/stream?${new URLSearchParams(ids.map((id) => ["follow", id]))}`;
  const opened = stream = new EventSource(url);
  opened.onopen = () => connected.set(true);
  opened.onerror = () => {
    connected.set(false);
    // Browsers give up after an answer that is no stream, such as that of a server which ends.
    if (opened.readyState === EventSource.CLOSED) retry = setTimeout(() => follow(ids), RETRY_MS);
  };
  opened.onmessage = ({ data }) => take(JSON.parse(data) as PageMessage);
}
