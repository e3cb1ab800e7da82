/** Messages as they are sent. @module */
import { cutTexts, mostBytes } from "../limits.ts";
import type { TelemetryMessage } from "../message.ts";

/** A message as text; of too long a report the long lists are left out. Null if it is too long. */
export function textOf(message: TelemetryMessage): string | null {
  const text = JSON.stringify(message);
  if (fits(text, message)) return text;
  if (message.type !== "goodbye") return null;
  const nodes = Object.entries(message.report.nodes).map(([id, { setAside: _, ...node }]) =>
    [id, node] as const
  );
  const report = {
    ...message.report,
    nodes: Object.fromEntries(nodes),
    errors: message.report.errors.slice(0, 20).map((failure) => ({
      ...failure,
      ...cutTexts(failure),
      stack: null,
    })),
    inputs: [],
    outputs: [],
    series: undefined,
  };
  const shorter = JSON.stringify({ ...message, report });
  return fits(shorter, message) ? shorter : null;
}

/** A UTF-16 unit takes three bytes at most. */
function fits(text: string, { type }: TelemetryMessage): boolean {
  const most = mostBytes(type);
  return 3 * text.length <= most || new TextEncoder().encode(text).byteLength <= most;
}
