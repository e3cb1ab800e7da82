import assert from "node:assert/strict";
import { failure, nodeReport, report } from "./_fixtures.ts";
import { formatFailures, formatSummary } from "./summary.ts";

Deno.test("a good execution: the nodes, one line of outcome, what was written", () => {
  const text = formatSummary(
    report({
      nodes: {
        reader: nodeReport({ role: "producer", step: "simtel_reader", emitted: 12, busyMs: 420 }),
        writer: nodeReport({
          role: "consumer",
          step: "./my/some_step",
          received: 12,
          done: 12,
          maxQueued: 3,
        }),
      },
      outputs: [{ path: "out/strings.txt", bytes: 1500, sha256: "0" }],
    }),
    false,
  );
  assert.equal(
    text,
    `node    step           replicas  received  done  emitted  failed  queue max    busy
reader  simtel_reader         1         0     0       12       0          -  0.42 s
writer  some_step             1        12    12        0       0      3/100  0.00 s
done in 1.23 s (sequential), ledger balanced, 1 file written
  wrote out/strings.txt (1.5 KB)
`,
  );
});

Deno.test("rare counts get a column as soon as one of them is not zero", () => {
  const text = formatSummary(report({ nodes: { a: nodeReport({ abandoned: 2 }) } }), false);
  assert.match(text, /emitted {2}abandoned {2}failed/);
  assert.doesNotMatch(text, /quarantined/);
});

Deno.test("a failed execution tells node, phase, packet, message and hint after the table", () => {
  const text = formatSummary(
    report({
      status: "failed",
      errors: [
        failure({ message: "no pixels\nin camera 3", hint: "check the reader" }),
        failure({ code: "init_failed", phase: "init", packet: null, replica: 1, message: "no" }),
      ],
      ledger: { balanced: false, imbalances: ["reader -> dump: sent 3, received 2"] },
      warnings: ["cut input"],
    }),
    false,
  );
  assert.ok(text.endsWith(
    `failed in 1.23 s (sequential), LEDGER UNBALANCED, 0 files written, 2 failures
warning: cut input
unbalanced: reader -> dump: sent 3, received 2
error[step_failed]: node dump, run, packet reader#17.2, replica 0
  no pixels
  in camera 3
  hint: check the reader
error[init_failed]: node dump, init, replica 1
  no
`,
  ));
});

Deno.test("thousands of failures do not flood the terminal", () => {
  const lines = formatFailures(Array.from({ length: 1000 }, () => failure({})), false).split("\n");
  assert.equal(lines.length, 2 * 20 + 1 + 1);
  assert.equal(lines.at(-2), "and 980 more failures; --report FILE.json has all");
});

Deno.test("what several replicas of a node failed in alike is told once, and counted as often", () => {
  const init = (node: string, replica: number, message = "no") =>
    failure({ code: "init_failed", phase: "init", packet: null, node, replica, message });
  const failures = [4, 0, 1, 3, 6].map((replica) => init("dump", replica));
  const text = formatFailures([...failures, init("dump", 2, "yes"), init("pair", 0)], false);
  assert.equal(
    text,
    `error[init_failed]: node dump, init, replicas 0-1, 3-4, 6
  no
error[init_failed]: node dump, init, replica 2
  yes
error[init_failed]: node pair, init, replica 0
  no
`,
  );
});

Deno.test("the place in the user's code stands below the message, dim if there are colours", () => {
  const stack = `Error: no pixels\n    at boom (file://${Deno.cwd()}/mine/step.ts:1:60)`;
  assert.match(
    formatFailures([failure({ stack })], false),
    /\n {2}no pixels\n {2}at mine\/step\.ts:1:60\n$/,
  );
  assert.ok(
    formatFailures([failure({ stack })], true).includes("\x1b[2mat mine/step.ts:1:60\x1b[22m"),
  );
});

Deno.test("two lines of advice at most, at the very end", () => {
  const advice = ["try this", "or that\x1b[2J", "or something else"];
  const text = formatSummary(report({ advice }), false);
  assert.ok(text.endsWith("\nadvice: try this\nadvice: or that␛[2J\n"), text);
  assert.doesNotMatch(formatSummary(report({}), false), /advice/);
});

Deno.test("what nodes did without is in the line of outcome, and retries have a column", () => {
  const nodes = {
    a: nodeReport({ skipped: 3, retries: 9 }),
    b: nodeReport({ quarantined: 1 }),
    c: nodeReport({ quarantined: 1 }),
  };
  const text = formatSummary(report({ nodes, quarantine: "/x/q" }), false);
  assert.match(text, /emitted {2}skipped {2}quarantined {2}retries {2}failed/);
  assert.match(text, /^done in .*, 0 files written, 3 skipped, 2 quarantined in \/x\/q$/m);
});

Deno.test("a failure tells how many attempts there were", () => {
  const text = formatFailures([failure({ attempts: 4 })], false);
  assert.match(text, /node dump, run, packet reader#17\.2, 4 attempts, replica 0\n/);
});

Deno.test("an execution that went on says where it began", () => {
  const text = formatSummary(report({ resumed: { emissions: { reader: 12, other: 0 } } }), false);
  assert.match(text, /ledger balanced, .*, resumed after 12 of reader, 0 of other\n/);
});
