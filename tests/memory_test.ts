import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { v8Flags } from "../lib/cli/supervise.ts";
import type { Load, Seen } from "./_memory_flow.ts";

const FLOW = fileURLToPath(new URL("./_memory_flow.ts", import.meta.url));
const MB = 1_000_000;

/** What a load takes, in a process that is started as the command line starts it. */
async function seenOf(load: Load): Promise<Seen> {
  const flags = v8Flags(load.maxMemoryBytes === undefined ? [] : ["--max-memory"]);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", flags, FLOW, JSON.stringify(load)],
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** The consumer takes longer for a packet than the producer: all of them would come to wait. */
const LOADS: readonly {
  readonly what: string;
  readonly load: Load;
  /** More than before anything was started, two Workers with them, in MB at most. */
  readonly most: number;
  /** If all packets waited, in MB at least. */
  readonly unbounded: number;
}[] = [
  {
    what: "a million small packets, queueLimit",
    load: { kind: "small", n: 1e6, length: 200, us: 1, queueLimit: 100 },
    most: 90,
    unbounded: 200,
  },
  {
    what: "a million small packets, queueBytes",
    load: { kind: "small", n: 1e6, length: 200, us: 1, queueBytes: 50_000 },
    most: 90,
    unbounded: 200,
  },
  {
    what: "long text by port, by default",
    load: { kind: "text", n: 3000, length: 300_000, us: 300, queueLimit: 3000 },
    most: 300,
    unbounded: 900,
  },
  {
    what: "long text by port, queueBytes",
    load: { kind: "text", n: 3000, length: 300_000, us: 300, queueLimit: 3000, queueBytes: 4 * MB },
    most: 300,
    unbounded: 900,
  },
  {
    what: "what only structured clone carries",
    load: { kind: "exotic", n: 30_000, length: 20_000, us: 40, queueLimit: 30_000 },
    most: 300,
    unbounded: 600,
  },
  {
    what: "arrays that move, --max-memory",
    load: { kind: "moving", n: 3000, length: 100_000, us: 300, maxMemoryBytes: 50 * MB },
    most: 300,
    unbounded: 1200,
  },
  {
    what: "arrays in slots",
    load: { kind: "lent", n: 10_000, length: 100_000, us: 100, queueLimit: 10_000 },
    most: 90,
    unbounded: 4000,
  },
];

for (const { what, load, most, unbounded } of LOADS) {
  Deno.test(`memory stays flat: ${what}`, async () => {
    assert.ok(most < unbounded / 1.9);
    const { rss, done, balanced } = await seenOf(load);
    assert.deepEqual([done, balanced], [load.n, true]);
    assert.ok(rss.length >= 8, "looked at often");
    const told = rss.map((bytes) => Math.round(bytes / MB));
    const grown = Math.max(...rss) - rss[0]!;
    assert.ok(grown < most * MB, `memory before, and at each tenth, in MB: ${told}`);
  });
}
