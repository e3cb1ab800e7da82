/** What a step is told of where it is. @module */
import type { InitContext, Log } from "../../step/define_step.ts";
import type { LogLevel } from "../contract.ts";
import type { ReplicaPlan } from "../wire.ts";
import type { FromHost } from "./messages.ts";

/**
 * The context of one replica's verbs.
 *
 * @param signal fires when waiting is to be given up
 * @param inHand gives the lineage id of the packet that the replica has in hand
 */
export function contextOf(
  { node, replica, replicas, params, dynamic, ports }: ReplicaPlan,
  nodeIds: readonly string[],
  signal: AbortSignal,
  post: (message: FromHost) => void,
  count: InitContext<unknown>["count"],
  inHand: () => string | null,
): InitContext<unknown> {
  const id = nodeIds[node]!;
  const write = (level: LogLevel) => (message: string) => {
    const packet = inHand();
    const line = { level, node: id, replica, ...(packet && { packet }), message: String(message) };
    post({ type: "log", line });
  };
  const log: Log = {
    debug: write("debug"),
    info: write("info"),
    warning: write("warning"),
    error: write("error"),
  };
  const connected = ports.filter(({ legs }) => legs.length > 0).map(({ name }) => name);
  return {
    params,
    log,
    signal,
    node: { id, replica, replicas },
    connections: dynamic ? connected : [],
    connected,
    count,
    input: (path) => post({ type: "input", path }),
  };
}
