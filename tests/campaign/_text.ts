/** Says of a random flow what it is, for people. @module */
import type { Drawn, DrawnWish } from "./_arbitrary.ts";
import type { Policy } from "./_fate.ts";
import type { CampaignNode } from "./_graph.ts";

/** A line per node, and one for the rest. */
export function textOf(
  nodes: readonly CampaignNode[],
  { end, poison, cuts, wishes }: Drawn,
): string {
  const lines = nodes.map((node) => {
    const next = node.ports.map(([port, to]) =>
      node.step === "route" ? port : `${port === "out" ? "" : `${port}: `}[${to.join(" ")}]`
    );
    const words = wordsOf(node).filter((word) => word !== "").join(", ");
    return `  ${node.id}: ${words}${next.length > 0 ? ` -> ${next.join(" ")}` : ""}`;
  });
  const more = [...(poison ? ["poison"] : []), ...(cuts ? ["cuts"] : []), ...wishes.map(wishText)];
  return [...lines, `  end: ${[Object.values(end).join(" "), ...more].join(", ")}`].join("\n");
}

const wishText = ({ after, node, replicas }: DrawnWish) =>
  node === null ? `pause ${after}` : `scale ${node}: ${replicas} ${after}`;

function wordsOf(node: CampaignNode): string[] {
  const { step, act, how, wait, light, reuse, n, data, remake, borrows, replicas, keyed, ordered } =
    node;
  const { queueLimit, queueBytes, fail, policy, timeoutMs, maxAttempts, isolation } = node;
  return [
    step === "count" ? `count ${n}` : step,
    data ? `with ${data.how} of up to ${data.most}` : "",
    act === "pass" ? "" : act,
    `by ${how}${reuse ? " of one object" : ""}`,
    wait === "none" ? "" : `after ${wait}`,
    light ? "light" : "",
    borrows ? "borrows" : "",
    remake ? "remakes" : "",
    replicas > 1 ? `${node.elastic ? "1 to " : ""}x${replicas}` : "",
    keyed ? "keyed" : "",
    ordered ? "ordered" : "",
    step === "count" ? "" : `limit ${queueLimit}`,
    queueBytes === null ? "" : `${queueBytes} bytes`,
    fail ? `FAILS: ${fail.how} (${fail.at})` : "",
    policy ? policyText(policy) : "",
    timeoutMs === null ? "" : `${timeoutMs} ms`,
    maxAttempts === null ? "" : `maxAttempts ${maxAttempts}`,
    isolation === null ? "" : `isolation ${isolation}`,
  ];
}

function policyText({ then, retries, backoffMs, refuse, silent }: Policy): string {
  const { how, every, shift, times } = refuse;
  const when = silent ? "unsaid: " : "";
  const attempts = times === null ? "always" : `${times} times`;
  return `REFUSES (n + ${shift}) % ${every}: ${how} ${attempts}, ` +
    `${when}${retries === null ? "" : `retry ${retries} (${backoffMs} ms), `}then ${then}`;
}
