import assert from "node:assert/strict";
import type { SeatedNode, SeatedWorker } from "../engine/mod.ts";
import { NO_GRANTS } from "../graph/model.ts";
import { formatWorkers } from "./explain.ts";
import { runCli } from "./_spawn.ts";
import { textWidth } from "./table.ts";

const node = (id: string, reason: string, rest: Partial<SeatedNode> = {}): SeatedNode => ({
  id,
  reason,
  replicas: [0],
  of: 1,
  ...rest,
});

const WORKERS: readonly SeatedWorker[] = [
  { nodes: [node("reader", "producer")], grants: { ...NO_GRANTS, read: ["x"], net: ["h"] } },
  {
    nodes: [node("shunt", "apart: other grants (read, net)"), node("dump", "joined: light")],
    grants: NO_GRANTS,
  },
  ...[0, 1, 2].map((replica): SeatedWorker => ({
    nodes: [node("calibrate", "apart: 3 replicas", { replicas: [replica], of: 3 })],
    grants: NO_GRANTS,
  })),
  { nodes: [node("writer", "apart: calibrate has 3 replicas")], grants: "all" },
];

Deno.test("a row per node, replicas in one, the Worker's rights once", () => {
  assert.equal(
    formatWorkers(WORKERS, "multiprocess", { color: false, width: 80 }),
    `multiprocess: 6 Workers
Worker  node            may touch  why
     1  reader          read, net  producer
     2  shunt           nothing    apart: other grants (read, net)
        dump                       joined: light
   3-5  calibrate[0-2]  nothing    apart: 3 replicas
     6  writer          ALL        apart: calibrate has 3 replicas
`,
  );
});

Deno.test("Workers side by side stand in one row per node", () => {
  const two = (id: string, replica: number, reason: string) =>
    node(id, reason, { replicas: [replica], of: 2 });
  const beside = [0, 1].map((replica): SeatedWorker => ({
    nodes: [
      two("reader", replica, "apart: 2 replicas"),
      two("dl1", replica, "joined side by side"),
    ],
    grants: { ...NO_GRANTS, read: ["x"] },
  }));
  const end = { nodes: [node("end", "apart: dl1 has 2 replicas")], grants: NO_GRANTS };
  assert.equal(
    formatWorkers([...beside, end], "multiprocess", { color: false }),
    `multiprocess: 3 Workers
Worker  node         may touch  why
   1-2  reader[0-1]  read       apart: 2 replicas
        dl1[0-1]                joined side by side
     3  end          nothing    apart: dl1 has 2 replicas
`,
  );
});

Deno.test("on a narrow terminal, lines for each Worker", () => {
  assert.equal(
    formatWorkers(WORKERS, "multiprocess", { color: false, width: 34 }),
    `multiprocess: 6 Workers
Worker 1, may touch: read, net
  reader: producer
Worker 2, may touch: nothing
  shunt: apart: other grants
  (read, net)
  dump: joined: light
Worker 3-5, may touch: nothing
  calibrate[0-2]: apart: 3
  replicas
Worker 6, may touch: ALL
  writer: apart: calibrate has 3
  replicas
`,
  );
  for (const width of [30, 40, 50, 60, 80]) {
    const text = formatWorkers(WORKERS, "multiprocess", { color: true, width });
    assert.ok(text.split("\n").every((line) => textWidth(line) <= width), `${width}`);
  }
});

Deno.test("names of nodes cannot drive the terminal", () => {
  const evil = [{ nodes: [node("a\x1b[2J", "producer")], grants: NO_GRANTS }];
  assert.ok(!formatWorkers(evil, "sequential", { color: false }).includes("\x1b"));
});

Deno.test("check --explain shows Workers; what it is asked for besides needs it", async () => {
  const shown = await runCli(["check", "flows/02_routing.yaml", "--explain"]);
  assert.equal(shown.code, 0);
  assert.match(shown.stdout, /^multiprocess: 13 Workers$/m);
  assert.match(
    shown.stdout,
    /^ +6-10 {2}Inverse\[0-4\] +nothing +apart: 5 replicas, and Pair has 2$/m,
  );
  const one = await runCli(["check", "flows/02_routing.yaml", "--explain", "--mode", "sequential"]);
  assert.match(one.stdout, /^sequential: 1 Worker\n/m);
  const bound = ["check", "flows/02_routing.yaml", "--explain", "--max-memory", "1GB"];
  const memory = await runCli(bound);
  assert.match(memory.stdout, /^memory between Workers, at most:\n {2}\d+ rings of 262\.1 KB$/m);
  assert.match(memory.stdout, /^ {2}waiting packets \(queueBytes\): \w+ \d+\.\d MB, /m);
  const none = await runCli([...bound, "--mode", "sequential"]);
  assert.match(none.stdout, /^memory between Workers: none, since there is one Worker$/m);
  for (
    const more of [["--apart"], ["--share-grants"], ["--max-memory=1GB"], ["--explain", "--json"]]
  ) {
    const { code, stderr } = await runCli(["check", "flows/02_routing.yaml", ...more]);
    assert.deepEqual([code, /^error: .*--explain/.test(stderr)], [2, true], stderr);
  }
});

const refused: [string[], RegExp][] = [
  [["--together", "Pair,Od"], /^error: there is no node "Od"\n {2}hint: did you mean "Odd"\?$/m],
  [["--together", "Pair,Inverse"], /^error: Inverse has 5 replicas, and Pair has 2: /m],
  [["--share-grants"], /^error: there are no nodes that share grants\n {2}hint: name those/m],
  [["--together", "Pair"], /^error: together names only "Pair"$/m],
  [
    ["--max-memory", "10KB"],
    /^error: 10000 bytes .*: it needs (\d+)\n {2}hint: give at least \1 /m,
  ],
  [["--together", "a,b", "--apart"], /^error: nodes cannot be both together and apart$/m],
];
for (const [args, message] of refused) {
  Deno.test(`run ${args.join(" ")} is refused before anything is executed`, async () => {
    const command = ["run", "flows/02_routing.yaml", "--mode", "multiprocess", ...args];
    const { code, stderr } = await runCli(command);
    assert.equal(code, 2);
    assert.match(stderr, message);
  });
}

Deno.test("run --apart needs several Workers", async () => {
  const { code, stderr } = await runCli(["run", "flows/01_hello.yaml", "--apart"]);
  assert.equal(code, 2);
  assert.match(stderr, /hint: choose mode multiprocess/);
});
