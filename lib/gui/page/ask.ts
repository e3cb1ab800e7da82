/** Requests to the server. @module */
import { useEffect, useState } from "preact/hooks";
import type { NodeDetail, PageAnswer, PageRequest, Samples } from "../protocol.ts";

/** Asks an execution to do something; never rejects. */
export async function ask(flow: string, request: PageRequest): Promise<PageAnswer> {
  try {
    const response = await fetch(`/api/flows/${encodeURIComponent(flow)}/control`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request),
    });
    const answer: PageAnswer = await response.json();
    return answer;
  } catch (error) {
    return { ok: false, reason: `the server does not answer: ${(error as Error).message}` };
  }
}

/** What the panel of a node shows. */
export const nodeDetailUrl = (flow: string, node: string): string =>
  `/api/flows/${encodeURIComponent(flow)}/nodes/${encodeURIComponent(node)}`;

/** Packets of an edge. */
export const samplesUrl = (flow: string, edge: number): string =>
  `/api/flows/${encodeURIComponent(flow)}/samples/${edge}`;

/**
 * Looks at an address again and again while a component shows it; null until it has answered, and
 * where there is none.
 */
export function usePolled<T extends NodeDetail | Samples>(
  url: string | null,
  everyMs: number,
): T | null {
  const [got, set] = useState<{ url: string; value: T } | null>(null);
  useEffect(() => {
    if (url === null) return;
    let timer: ReturnType<typeof setTimeout>;
    const gone = new AbortController();
    const look = async () => {
      try {
        const response = await fetch(url, { signal: gone.signal });
        if (response.ok) set({ url, value: await response.json() });
      } catch {
        // The stream tells that the server cannot be heard.
      }
      if (!gone.signal.aborted) timer = setTimeout(look, everyMs);
    };
    look();
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
  }, [url, everyMs]);
  return got?.url === url ? got.value : null;
}
