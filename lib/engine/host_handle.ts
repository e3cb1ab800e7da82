/** A host as the main thread sees it: its Worker, and what is known of it. @module */
import type { StepCode } from "../graph/model.ts";
import type { FromHost, Setup, ToHost } from "./host/messages.ts";
import { startCell, type StartedCell } from "./cell/start_cell.ts";
import type { Plan, PlannedNode } from "./plan.ts";
import type { Position } from "./resume/messages.ts";
import type { TracingPlan } from "./tracing/plan.ts";
import { type HostPlan, type Interleaving, portsIn, type ReplicaPlan } from "./wire.ts";
import type { Words } from "./words.ts";
import { entrySource, startWorker, unionGrants, type WorkerGrants } from "./worker.ts";

const ENTRY = new URL("./host/serve.ts", import.meta.url).href;
const PLAYING_ENTRY = new URL("./deterministic/serve.ts", import.meta.url).href;

/** What a host must be told of the execution beyond its plan. */
export interface HostOptions {
  readonly maxPackets: number;
  readonly poison: boolean;
  readonly interleaving: Interleaving | null;
  /** Where the replicas go on; null where no cuts are taken. */
  readonly position: Position | null;
  /** Null where no packet is traced. */
  readonly tracing: TracingPlan | null;
}

/** One host. */
export class HostHandle {
  /** Whether every `init` is through. */
  ready = false;
  /** Whether it was told to go. */
  went = false;
  /** Whether it has ended, or was given up. */
  closed = false;
  /** When it was asked whether it is there and has not said so yet, on the watch's clock. */
  askedAt: number | null = null;
  #worker: Worker | null = null;
  #control: MessagePort | null = null;
  readonly #cells = new Map<number, StartedCell>();

  constructor(readonly replicas: readonly ReplicaPlan[]) {}

  /**
   * Starts its Worker and hands its plan over.
   *
   * @throws {Deno.errors.NotCapable} if the program itself lacks what it is to grant
   */
  start(
    plan: Plan,
    words: Words,
    { maxPackets, poison, interleaving, position, tracing }: HostOptions,
    hear: (message: FromHost) => void,
    lost: (error: unknown) => void,
  ): void {
    const { grants, steps, name } = this.#describe(plan);
    this.#worker = startWorker(
      entrySource(interleaving ? PLAYING_ENTRY : ENTRY, steps),
      name,
      grants,
    );
    const { port1, port2 } = new MessageChannel();
    this.#control = port1;
    port1.onmessage = ({ data }: MessageEvent<FromHost>) => hear(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      lost(event.error ?? new Error(event.message));
    };
    port1.onmessageerror = () => lost(new Error("a message could not be read"));
    const hostPlan: HostPlan = {
      nodeIds: plan.nodes.map(({ id }) => id),
      sizes: words.sizes,
      words: words.buffer,
      maxPackets,
      poison,
      position,
      tracing,
      replicas: this.replicas,
      interleaving,
    };
    const setup: Setup = { plan: hostPlan, control: port2 };
    this.#worker.postMessage(setup, [port2, ...portsIn(this.replicas)]);
  }

  /** Sends a message, unless it has ended. */
  tell(message: ToHost, transfer: Transferable[] = []): void {
    if (!this.closed) this.#control?.postMessage(message, transfer);
  }

  /** Starts a cell for a replica that lives here. @throws if the program lacks what it is to grant */
  startCell(ticket: number, node: PlannedNode, lost: (why: string) => void): StartedCell {
    const cell = startCell(node, lost);
    this.#cells.set(ticket, cell);
    return cell;
  }

  /** Ends a cell. */
  endCell(ticket: number): void {
    this.#cells.get(ticket)?.end();
    this.#cells.delete(ticket);
  }

  /** Frees what was made for it. */
  end(): void {
    for (const ticket of [...this.#cells.keys()]) this.endCell(ticket);
    this.#control?.close();
    if (this.#worker) this.#worker.terminate();
    else for (const port of portsIn(this.replicas)) port.close();
  }

  #describe({ nodes }: Plan) {
    const { replicas } = this;
    const indices = [...new Set(replicas.map(({ node }) => node))];
    // a step that is executed elsewhere needs neither its code nor its grants here
    const here = indices.filter((at) => nodes[at]!.isolation === undefined);
    const planned = here.map((at) => nodes[at]!);
    const steps = new Map<number, StepCode>(here.map((at) => [at, nodes[at]!.code]));
    const grants = unionGrants(
      planned.map(({ trusted, permissions }): WorkerGrants => trusted ? "all" : permissions),
    );
    const name = indices.map((at) => nodes[at]!.id + numberOf(at, replicas)).join("+");
    return { grants, steps, name };
  }
}

/** The number of a node's one replica among those of a host, unless it is its only one at all. */
function numberOf(node: number, here: readonly ReplicaPlan[]): string {
  const [first, ...others] = here.filter((one) => one.node === node);
  return others.length === 0 && first!.replicas > 1 ? `[${first!.replica}]` : "";
}
