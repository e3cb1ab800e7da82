import assert from "node:assert/strict";
import { nodeSnapshot, report, snapshotOf } from "./_fixtures.ts";
import { formatLog, isShown } from "./log_lines.ts";
import type { Output } from "./output.ts";
import { eraseBlock, formatPlain, openProgress } from "./progress.ts";

const snapshot = snapshotOf({
  elapsedMs: 4000,
  nodes: [
    nodeSnapshot({ id: "reader", role: "producer", emitted: 120 }),
    nodeSnapshot({ id: "writer", role: "consumer", done: 118, failed: 1 }),
  ],
});

const execution = { snapshot: () => snapshot, unfinished: () => report({}) };

function recorder(isTerminal: boolean): Output & { text: string } {
  return {
    text: "",
    write(text) {
      this.text += text;
    },
    isTerminal,
    color: false,
    size: () => ({ columns: 80, rows: 24 }),
  };
}

Deno.test("a plain line sums everything up", () => {
  assert.equal(formatPlain(snapshot), "4.00 s  reader 120  writer 118 (1 failed)");
});

Deno.test("erasing counts rows, also those of lines that a narrower terminal wraps", () => {
  assert.equal(eraseBlock([], 80), "");
  assert.equal(eraseBlock(["ab", "\x1b[31mcd\x1b[39m", ""], 80), "\x1b[3F\x1b[0J");
  assert.equal(eraseBlock(["abcdef", "ab"], 4), "\x1b[3F\x1b[0J");
});

Deno.test("lines pass above the live block, and the cursor comes back", async () => {
  const output = recorder(true);
  const progress = await openProgress("auto", output);
  progress.line("before");
  progress.watch(execution);
  progress.line("meanwhile");
  progress.close();
  progress.line("after");
  const block = /node +state.*?4\.00 s\n/s;
  const [first, second] = output.text.split("meanwhile\n");
  assert.ok(first?.startsWith("before\n\x1b[?25l"));
  assert.match(first ?? "", block);
  assert.ok(first?.endsWith("\x1b[4F\x1b[0J"));
  assert.match(second ?? "", block);
  assert.ok(second?.endsWith("\x1b[4F\x1b[0J\x1b[?25hafter\n"));
});

Deno.test("no cursor is moved outside a terminal, or where none is wanted", async () => {
  for (const [kind, isTerminal] of [["auto", false], ["plain", true], ["none", true]] as const) {
    const output = recorder(isTerminal);
    const progress = await openProgress(kind, output);
    progress.watch(execution);
    progress.line("a line");
    progress.close();
    assert.equal(output.text, "a line\n");
  }
});

Deno.test("log lines tell where they come from, and only the urgent ones are shown", () => {
  const line = { level: "warning", node: "dump", replica: 1, message: "dim" } as const;
  assert.equal(formatLog(line, false), "warning dump[1]: dim");
  assert.equal(formatLog({ ...line, node: null, replica: null }, false), "warning: dim");
  assert.equal(isShown("info", "warning"), false);
  assert.equal(isShown("error", "warning"), true);
});
