import assert from "node:assert/strict";
import fc from "fast-check";
import { graphHash } from "../../graph/hash.ts";
import { loadFlow, type LoadResult } from "../load.ts";
import { stepCatalog } from "../../registry/mod.ts";
import { load } from "./_files.ts";
import { oldText } from "./write.ts";

const BASE = new URL("../../../flows/flow.yaml", import.meta.url).href;
const catalog = stepCatalog();

async function yaml(...lines: string[]): Promise<LoadResult> {
  const text = ["name: demo", "nodes:", ...lines.map((line) => `  ${line}`)].join("\n");
  const result = await loadFlow(text, { file: "flow.yaml" }, catalog, BASE);
  assert.ok(result.graph, JSON.stringify(result.diagnostics, null, 1));
  return result;
}

const written = ({ spec, graph }: LoadResult) => oldText(spec!, graph!);

/** Writes, reads and writes again; gives the document. */
async function roundTrip(flow: LoadResult): Promise<Record<string, Record<string, unknown>>> {
  const first = written(flow);
  assert.ok(first.ok, JSON.stringify(first));
  const back = await load(first.text, [], BASE);
  assert.ok(back.graph, JSON.stringify(back.diagnostics));
  assert.equal(graphHash(back.graph), graphHash(flow.graph!));
  assert.equal(back.spec!.description, flow.spec!.description);
  assert.deepEqual(written(back), first);
  return JSON.parse(first.text);
}

async function reasons(...lines: string[]): Promise<string[]> {
  const result = written(await yaml(...lines));
  assert.ok(!result.ok);
  return result.issues.map(({ node, message }) => `${node}: ${message}`);
}

const INTS = "ints: { step: int_generator, next: { even: neg, odd: neg } }";
const NEG = "neg: { step: inverse, next: out }";
const OUT = "out: { step: string_writer, params: { filename: out.txt } }";

Deno.test("a flow that an old file can say", async () => {
  assert.deepEqual(
    await roundTrip(await yaml(INTS, NEG.replace("next", "replicas: 2, next"), OUT)),
    {
      version: 1,
      Flow: {
        name: "demo",
        producer_conf: {
          name: "ints",
          module: "ctapipe.flow.algorithms.int_generator",
          class: "IntGenerator",
          next_steps: "neg",
        },
        stagers_conf: [{
          name: "neg",
          module: "ctapipe.flow.algorithms.inverse",
          class: "Inverse",
          next_steps: "out",
          nb_process: 2,
        }],
        consumer_conf: {
          name: "out",
          module: "ctapipe.flow.algorithms.string_writer",
          class: "StringWriter",
        },
      },
      StringWriter: { filename: "out.txt" },
    },
  );
});

Deno.test("options get their old names back, queue limits are kept", async () => {
  const { CalibrationStep, DisplayTelescopeStep, Flow } = await roundTrip(
    await yaml(
      "r: { step: simtel_reader, params: { filename: a }, next: c }",
      "c: { step: calibrate, queueLimit: 3, params: { integrationCalibScale: 1 }, next: p }",
      "p: { step: prepare_display, next: d }",
      "d: { step: camera_display, params: { filename: b.pdf } }",
    ),
  );
  assert.deepEqual(CalibrationStep, { integration_calib_scale: 1 });
  assert.deepEqual(DisplayTelescopeStep, { pdf_path: "b.pdf" });
  assert.equal((Flow!.stagers_conf as { queue_limit?: number }[])[0]!.queue_limit, 3);
});

Deno.test("a port whose node is not called as the class expects goes to the first", async () => {
  const lines = [
    "ints: { step: int_generator, next: { even: x, odd: Odd } }",
    "Odd: { step: inverse, next: out }",
    "x: { step: inverse, next: out }",
  ];
  const { Flow } = await roundTrip(await yaml(...lines, OUT));
  assert.equal((Flow!.producer_conf as { next_steps: string }).next_steps, "x,Odd");
  assert.deepEqual(
    await reasons(...lines.map((line) => line.replace(/Odd|x\b/g, (id) => `${id}2`)), OUT),
    [
      'ints: in an old file class IntGenerator sends port even to a node "Pair", port odd to a ' +
      'node "Odd" or, if there is no such node, to its first next step, and nowhere else',
    ],
  );
});

Deno.test("steps in files keep their ports and have options of their own", async () => {
  const bright = (id: string, next: string, threshold: number) =>
    `${id}: { step: ./steps/bright.ts, params: { threshold: ${threshold} }, next: ${next} }`;
  const flow = await yaml(
    "r: { step: simtel_reader, params: { filename: a }, next: s }",
    "s: { step: shunt_telescope, next: { lst: Add, other: Add } }",
    bright("Add", "{ bright: [out], faint: [] }", 1),
    "out: { step: string_writer, params: { filename: out.txt } }",
  );
  const { Add_, Flow } = await roundTrip(flow);
  assert.deepEqual(Add_, { threshold: 1 });
  assert.deepEqual((Flow!.stagers_conf as unknown[])[1], {
    name: "Add",
    module: "./steps/bright.ts",
    class: "Add_",
    next_steps: { bright: "out", faint: "" },
  });
});

Deno.test("every reason is told", async () => {
  assert.deepEqual(
    await reasons(
      "ints: { step: int_generator, params: { count: 3 }, next: { even: [neg, out], odd: neg } }",
      "more: { step: int_generator, next: { even: neg, odd: [] } }",
      "neg: { step: inverse, permissions: { read: [a] }, trusted: true, onError: skip, timeoutMs: 9, next: [] }"
        .replace("next: []", "next: { out: out }"),
      "out: { step: jsonl_writer, params: { filename: out.txt } }",
    ),
    [
      "null: an old file has exactly one producer, this flow has ints, more",
      ...["ints", "more"].map((id) =>
        `${id}: in an old file class IntGenerator sends port even to a node "Pair", port odd to a ` +
        'node "Odd" or, if there is no such node, to its first next step, and nowhere else'
      ),
      "neg: permissions cannot be granted in an old file",
      "neg: `trusted` cannot be said in an old file",
      "neg: `onError` cannot be said in an old file",
      "neg: `timeoutMs` cannot be said in an old file",
      'out: the old framework had no class for step "jsonl_writer"',
      'more: options belong to the class, and node "ints" has others',
      'ints: class IntGenerator had no option for param "count"',
    ],
  );
  assert.deepEqual(
    await reasons("ints: { step: int_generator, next: { even: out, odd: out } }", OUT),
    ["null: an old file has at least one stager"],
  );
  assert.deepEqual(
    await reasons(
      "ints: { step: int_generator, next: { even: neg, odd: rest } }",
      NEG,
      OUT,
      "rest: { step: inverse, next: { out: [] } }",
    ).then((found) => found[0]),
    "null: an old file ends with its consumer, this flow with rest",
  );
});

/** Chains of numbers with branches that an old file can often, but not always, say. */
const FLOWS = fc.array(
  fc.record({
    step: fc.constantFrom("pair", "odd", "add", "inverse"),
    id: fc.constantFrom("Pair", "Odd", "Add", "Inverse", "x", "y"),
    to: fc.tuple(fc.nat(), fc.nat()),
    replicas: fc.integer({ min: 1, max: 3 }),
    queueLimit: fc.constantFrom(1, 7, 1000),
  }),
  { minLength: 1, maxLength: 5 },
).map((stagers) => stagers.filter(({ id }, at) => stagers.findIndex((s) => s.id === id) === at));

Deno.test("what is written is read back as the same graph; else there are reasons", async () => {
  let said = 0;
  await fc.assert(
    fc.asyncProperty(FLOWS, async (stagers) => {
      const ids = [...stagers.map(({ id }) => id), "out"];
      const after = (at: number, pick: number) => ids[at + 1 + pick % (ids.length - at - 1)]!;
      const lines = stagers.map(({ id, step, to: [a, b], replicas, queueLimit }, at) => {
        const next = ["pair", "odd"].includes(step)
          ? `{ fives: ${after(at, a)}, others: ${after(at, b)} }`
          : after(at, a);
        return `${id}: { step: ${step}, next: ${next}, replicas: ${replicas}, ` +
          `queueLimit: ${queueLimit} }`;
      });
      const ports = `{ even: ${ids[0]}, odd: ${ids[stagers.length > 1 ? 1 : 0]} }`;
      const text = ["name: demo", "nodes:", `  ints: { step: int_generator, next: ${ports} }`]
        .concat([...lines, OUT].map((line) => `  ${line}`)).join("\n");
      const flow = await loadFlow(text, { file: "flow.yaml" }, catalog, BASE);
      if (flow.graph === null) return; // A stager that nothing feeds.
      const result = written(flow);
      if (result.ok) {
        said++;
        await roundTrip(flow);
      } else {
        assert.ok(result.issues.length > 0);
      }
    }),
    { numRuns: 200 },
  );
  assert.ok(said > 20, `only ${said} could be said`);
});
