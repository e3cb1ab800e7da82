// Terminals are told what to do by control characters.
// deno-lint-ignore-file no-control-regex
import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { failure, nodeReport, nodeSnapshot, report, snapshotOf } from "../_fixtures.ts";
import { cutStyled } from "./cut_styled.ts";
import { CHAIN, viewOf } from "./_fixtures.ts";
import { keysIn } from "./keys.ts";
import { RecentLog } from "./log.ts";
import { Screen } from "./screen.ts";
import { sparkline, Trends } from "./trends.ts";
import { formatView } from "./view.ts";

const SIZE = { columns: 110, rows: 16, color: false };
const BOTTLENECK = {
  node: "hillas",
  reason: "hillas: 2/2 busy, inbox full; 2 nodes wait for it",
  utilisation: 1,
  waiting: ["reader", "writer"],
  hot: [],
};

Deno.test("the screen tells the bottleneck, all nodes, the log, and the keys", () => {
  const lines = formatView(viewOf(CHAIN, { bottleneck: BOTTLENECK, log: ["info: hello"] }), SIZE);
  assert.deepEqual(
    lines.map((line) => line.trimEnd()),
    [
      ` some_flow   ▶ running   sequential${" ".repeat(67)} 12.3 s`,
      "▲ bottleneck: hillas: 2/2 busy, inbox full; 2 nodes wait for it",
      "    node    state       busy   queue                done  failed  rate  rate, 12 s       p50    p99",
      "    reader  ▶ running    0/1       -                1200       0   0/s           ▃▆█  250 µs  12 ms",
      "❯▲  hillas  ▶ running    2/2  90/100  ███████████░  1100     ✗ 2  10/s           ▃▆█  250 µs  12 ms",
      "    writer  ◑ draining   0/1   0/100  ░░░░░░░░░░░░  1099       0  20/s           ▃▆█  250 µs  12 ms",
      "info: hello",
      ...Array(7).fill(""),
      "",
      " q  end",
    ],
  );
});

Deno.test("a node's panel has its replicas, errors, params and grants", () => {
  const perReplica = [
    { state: "running", busy: true, through: 7, waiting: 1, blockedBy: null, restarts: 0 },
    { state: "running", busy: false, through: 6, waiting: 0, blockedBy: "writer", restarts: 2 },
  ] as const;
  const nodes = [CHAIN[0]!, { ...CHAIN[1]!, perReplica }];
  const told = report({
    nodes: {
      hillas: nodeReport({
        params: { level: 5 },
        permissions: { read: ["/a"], write: [], net: [], env: [], sys: [] },
      }),
    },
    errors: [failure({ node: "hillas", message: "no pixels\nat all" }), failure({ node: "x" })],
  });
  const text = formatView(viewOf(nodes, { isOpen: true, report: told }), { ...SIZE, rows: 30 })
    .join("\n");
  assert.match(text, /replicas {2}0 {2}▶ busy, 7 through, 1 waiting\n/);
  assert.match(text, /1 {2}◼ waits for room before writer, 6 through.*began anew 2 times\n/);
  assert.match(text, /errors {4}reader#17\.2: no pixels\n/);
  assert.match(text, /params {4}level: 5\n/);
  assert.match(text, /may touch read \/a/);
  assert.match(text, /✗ 2 failures, the last: x reader#17\.2: no pixels/);
});

Deno.test("a tall flow is scrolled to the node that is selected", () => {
  const many = Array.from({ length: 60 }, (_, i) => nodeSnapshot({ id: `n${i}` }));
  const view = viewOf(many);
  const rows = view.rows.map((row, at) => ({ ...row, isSelected: at === 42 }));
  const text = formatView({ ...view, rows }, SIZE).join("\n");
  assert.match(text, /❯ +n42 /);
  assert.match(text, /… 50 more/);
});

Deno.test("every line fits, there are as many as rows, and colours change nothing but colours", () => {
  const text = fc.string({ unit: "grapheme-composite", maxLength: 60 });
  const node = fc.record({
    id: text,
    queued: fc.nat(1e9),
    state: fc.constantFrom("starting", "running", "draining", "finished", "failed"),
  }).map((part) => nodeSnapshot(part as Parameters<typeof nodeSnapshot>[0]));
  const sizes = fc.record({ columns: fc.integer({ min: 12, max: 200 }), rows: fc.nat(60) });
  const part = fc.record({
    log: fc.array(text.map((line) => line.replaceAll(/\p{Cc}/gu, "·")), { maxLength: 80 }),
    isOpen: fc.boolean(),
    notice: fc.option(fc.constant("interrupted: stopping now")),
    bottleneck: fc.option(fc.constant(BOTTLENECK)),
  });
  fc.assert(fc.property(fc.array(node, { maxLength: 40 }), part, sizes, (nodes, part, size) => {
    const view = viewOf(nodes, part);
    const lines = formatView(view, { ...size, color: false });
    const coloured = formatView(view, { ...size, color: true });
    assert.equal(lines.length, size.rows);
    for (const line of lines) {
      assert.ok(line.length <= size.columns, line);
      assert.doesNotMatch(line, /\p{Cc}/u);
    }
    assert.deepEqual(coloured.map(stripVTControlCharacters), lines);
  }));
});

Deno.test("only lines that differ are written, in one go, and the last one", () => {
  let text = "";
  let size = { columns: 20, rows: 3 };
  const screen = new Screen({ write: (more) => text += more, size: () => size });
  const drawn = (lines: string[]) => {
    text = "";
    screen.draw(lines);
    return text;
  };
  assert.equal(drawn(["a"]), "", "it is not there yet");
  screen.enter();
  assert.match(drawn(["a", "b", "c"]), /^\x1b\[\?2026h.*a.*b.*c.*\x1b\[\?2026l$/s);
  const next = drawn(["a", "B", "c"]);
  assert.doesNotMatch(next, /a/);
  assert.match(next, /\x1b\[2;1H\x1b\[0m\x1b\[2KB.*\x1b\[3;1H.*c/);
  size = { columns: 30, rows: 2 };
  assert.match(drawn(["a", "B", "c"]), /a.*B/, "all is drawn when the size has changed");
  assert.doesNotMatch(text, /c/, "and nothing below the terminal");
  screen.leave();
  assert.ok(text.endsWith("\x1b[?1049l\x1b[?25h"));
  text = "";
  screen.leave();
  assert.equal(text, "", "it has left already");
});

Deno.test("keys are told from sequences that mean nothing here", () => {
  assert.deepEqual(keysIn("q"), ["q"]);
  assert.deepEqual(keysIn("\x1b[A\x1bOBj\r"), ["up", "down", "j", "enter"]);
  assert.deepEqual(keysIn("\x1b"), ["escape"]);
  assert.deepEqual(keysIn("\x1b[200~v\x1b[1;5C"), ["v"]);
});

Deno.test("a styled line is cut by what is seen of it", () => {
  assert.equal(cutStyled("\x1b[31mabcdef\x1b[39m", 4), "\x1b[31mabc…\x1b[39m");
  assert.equal(cutStyled("\x1b[31mabcd\x1b[39m", 4), "\x1b[31mabcd\x1b[39m");
});

Deno.test("a sparkline is right-aligned, full at the top", () => {
  assert.equal(sparkline([0, 5, 10], 5, 10), "  ▁▅█");
  assert.equal(sparkline([1, 2, 3], 2, 3), "▆█");
  assert.equal(sparkline([0, 0], 2, 0), "▁▁");
});

Deno.test("trends: a point per second, of the last minute", () => {
  const trends = new Trends();
  for (let ms = 0; ms <= 100_000; ms += 500) {
    const nodes = [nodeSnapshot({ id: "a", done: ms / 10, queued: ms / 1000 })];
    trends.note(snapshotOf({ elapsedMs: ms, nodes }));
  }
  const { rate, queued } = trends.of("a");
  assert.deepEqual(rate, Array(60).fill(100));
  assert.equal(queued.at(-1), 100);
  assert.deepEqual(trends.of("b").rate, []);
});

Deno.test("a log line cannot move the cursor, and what nobody saw is kept, but not all", () => {
  const log = new RecentLog();
  const line = { level: "info", node: "a", replica: 0 } as const;
  log.add({ ...line, message: "one\n\x1b[2Jtwo\n" }, false);
  assert.deepEqual(log.lines, ["info a[0]: one", "info a[0]: ␛[2Jtwo"]);
  assert.deepEqual(log.takeUnseen(), { lines: [...log.lines], lost: 0 });
  assert.deepEqual(log.takeUnseen().lines, []);
  for (let i = 0; i < 1200; i++) log.add({ ...line, message: String(i) }, false);
  const { lines, lost } = log.takeUnseen();
  assert.equal(lines.at(-1), "info a[0]: 1199");
  assert.equal(lines.length + lost, 1200);
});
