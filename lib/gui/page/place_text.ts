/** What is looked at, as text in the address. @module */

/** What is looked at beside the graphs. */
export type Focus =
  | { readonly kind: "node"; readonly flow: string; readonly node: string }
  | { readonly kind: "edge"; readonly flow: string; readonly edge: number };

/** What is looked at. */
export interface Place {
  /** Flows side by side; empty: the newest. */
  readonly follow: readonly string[];
  readonly focus: Focus | null;
}

/** Reads `#follow=a,b&node=a/n` or `#follow=a&edge=a/3`. */
export function readPlace(hash: string): Place {
  const params = new URLSearchParams(hash.replace(/^#/, ""));
  const follow = (params.get("follow") ?? "").split(",").filter((id) => id !== "")
    .map(decoded);
  return { follow, focus: nodeIn(params.get("node")) ?? edgeIn(params.get("edge")) };
}

function nodeIn(text: string | null): Focus | null {
  const [, flow, node] = text?.match(/^([^/]+)\/(.+)$/) ?? [];
  return flow && node ? { kind: "node", flow: decoded(flow), node } : null;
}

function edgeIn(text: string | null): Focus | null {
  const [, flow, edge] = text?.match(/^([^/]+)\/(\d+)$/) ?? [];
  return flow && edge ? { kind: "edge", flow: decoded(flow), edge: Number(edge) } : null;
}

/** The inverse of {@link readPlace}; empty if there is nothing to say. */
export function writePlace({ follow, focus }: Place): string {
  const params = new URLSearchParams();
  if (follow.length > 0) params.set("follow", follow.map(encodeURIComponent).join(","));
  if (focus?.kind === "node") params.set("node", `${encodeURIComponent(focus.flow)}/${focus.node}`);
  if (focus?.kind === "edge") params.set("edge", `${encodeURIComponent(focus.flow)}/${focus.edge}`);
  const text = params.toString();
  return text === "" ? "" : `#${text}`;
}

/** Addresses are typed by people, too. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
