import assert from "node:assert/strict";
import type { FlowGraph } from "../../graph/model.ts";
import { counting, entry, load, mistakes } from "./_files.ts";

const edges = (graph: FlowGraph | null) =>
  graph?.edges.map(({ from, port, to }) => `${from}.${port} > ${to}`);
const codes = (result: Awaited<ReturnType<typeof load>>) =>
  result.diagnostics.map(({ code }) => code);

const LIMITED = { queue_limit: 7 };
const WRITER = entry("Writer", "StringWriter", "string_writer", LIMITED);

Deno.test("an old file: every word of it arrives in the graph", async () => {
  const stager = entry("Neg", "Inverse", "inverse", {
    next_steps: " Writer , ",
    nb_process: 3,
    queue_limit: 2,
  });
  const producer = entry("Ints", "IntGenerator", "int_generator", { next_steps: "Neg" });
  const file = counting({
    producer_conf: producer,
    stagers_conf: [stager],
    consumer_conf: WRITER,
    mode: "multiprocess",
    gui: false,
    gui_address: "localhost:5565",
    zmq_ports: [6001, 6002],
  }, { SimTelArrayReader: { filename: "unused" }, Elsewhere: 5 });
  const { graph, mode, diagnostics } = await load(file);
  assert.deepEqual(diagnostics.map(({ code }) => code), ["next_by_default", "next_by_default"]);
  assert.equal(mode, "multiprocess");
  assert.equal(graph?.name, "old");
  assert.deepEqual(
    graph?.nodes.map(({ id, step, replicas, queueLimit }) => [id, step, replicas, queueLimit]),
    [["Ints", "int_generator", 1, 1000], ["Neg", "inverse", 3, 2], [
      "Writer",
      "string_writer",
      1,
      7,
    ]],
  );
  assert.deepEqual(graph?.nodes[2]?.params, { filename: "out.txt" });
  assert.deepEqual(edges(graph), ["Ints.even > Neg", "Ints.odd > Neg", "Neg.out > Writer"]);
});

Deno.test("what counts as an old file", async () => {
  const isOld = async (document: unknown) => {
    const { diagnostics } = await load(document);
    return !diagnostics.some(({ code, message }) => code === "unknown_key" && /Flow/.test(message));
  };
  assert.ok(await isOld({ Flow: { producer_conf: {} } }));
  assert.ok(await isOld({ version: 1, Flow: 5 }));
  assert.ok(!await isOld({ Flow: {} }));
  assert.ok(!await isOld({ Flow: [], name: "x", nodes: {} }));
  assert.deepEqual(mistakes(await load({ version: 1, Flow: 5 })), [
    [
      "bad_value",
      "5",
      "Flow is a map with `producer_conf`, `stagers_conf` and `consumer_conf`, " +
      "not a number",
    ],
  ]);
});

Deno.test("a flow's name: its own, else that of the file", async () => {
  const named = async (flow: Record<string, unknown>, base?: string) =>
    (await load(counting(flow), [], base)).graph?.name;
  assert.equal(await named({ name: "Mine" }), "Mine");
  assert.equal(await named({}, "file:///flows/my%20flow.v2.json"), "my flow.v2");
  assert.deepEqual(mistakes(await load(counting({ name: " " }))).map(([code]) => code), [
    "bad_name",
  ]);
});

Deno.test("the old rule: by name, else to the first; others are left out, with a warning", async () => {
  const shunt = (next: string) =>
    load(counting({
      producer_conf: entry("R", "SimTelArrayReader", "simtelarray_reader", { next_steps: "S" }),
      stagers_conf: [
        entry("S", "ShuntTelescope", "shunt_telescope", { next_steps: next }),
        entry("LSTDump", "LSTDump", "lst_dump", { next_steps: "Writer" }),
        entry("OtherDump", "OtherDump", "other_dump", { next_steps: "Writer" }),
        entry("Third", "OtherDump", "other_dump", { next_steps: "Writer" }),
      ],
    }, { SimTelArrayReader: { filename: "in" } }));
  const ports = async (next: string) => {
    const result = await shunt(next);
    const read = result.spec!.nodes[1]!.next;
    const told = codes(result).filter((code) => code.startsWith("next_"));
    return [read, told];
  };
  assert.deepEqual(await ports("OtherDump,LSTDump"), [{ lst: "LSTDump", other: "OtherDump" }, []]);
  assert.deepEqual(await ports("Third,LSTDump,"), [{ lst: "LSTDump", other: "Third" }, [
    "next_by_default",
  ]]);
  assert.deepEqual(await ports("OtherDump ,Third, LSTDump"), [
    { lst: "LSTDump", other: "OtherDump" },
    ["next_unused"],
  ]);
});

Deno.test("one warning for all queues without a limit", async () => {
  const { diagnostics } = await load(counting());
  const told = diagnostics.filter(({ code }) => code === "unlimited_queue");
  assert.equal(told.length, 1);
  assert.match(told[0]!.message, /1000 packets: Inverse, Writer$/);
  const limited = entry("Inverse", "Inverse", "inverse", { next_steps: "Writer", ...LIMITED });
  const other = await load(counting({ stagers_conf: [limited], consumer_conf: WRITER }));
  assert.ok(!codes(other).includes("unlimited_queue"));
  const minus = { ...limited, queue_limit: -1 };
  const one = await load(counting({ stagers_conf: [minus], consumer_conf: WRITER }));
  assert.match(one.diagnostics.at(-1)!.message, /packets: Inverse$/);
});

Deno.test("a view is asked for in vain", async () => {
  const { graph, diagnostics } = await load(counting({ gui: true }));
  assert.ok(graph);
  assert.ok(diagnostics.some(({ code, severity }) => code === "no_view" && severity === "warning"));
});

Deno.test("entries may name TypeScript files, whose ports can be told apart", async () => {
  const base = new URL("../../../flows/old.json", import.meta.url).href;
  const bright = (next: unknown) =>
    load(
      counting({
        producer_conf: entry("R", "SimTelArrayReader", "simtelarray_reader", { next_steps: "S" }),
        stagers_conf: [
          entry("S", "ShuntTelescope", "shunt_telescope", { next_steps: "B" }),
          entry("B", "Bright", "./steps/bright.ts", { next_steps: next }),
        ],
      }, { SimTelArrayReader: { filename: "in" }, Bright: { threshold: 7 } }),
      ["Bright.threshold=8"],
      base,
    );
  const { graph } = await bright({ bright: "Writer", faint: "" });
  assert.equal(graph?.nodes.find(({ id }) => id === "B")?.params.threshold, 8);
  assert.deepEqual(edges(graph)?.filter((edge) => edge.startsWith("B.")), ["B.bright > Writer"]);
  assert.deepEqual(mistakes(await bright({ brigt: "Writer", faint: "Wirter" })), [
    ["unknown_port", '"brigt"', 'step "bright" has no port "brigt"'],
    ["unknown_node", "Wirter", 'there is no node "Wirter"'],
  ]);
  assert.deepEqual(mistakes(await bright("Writer")).map(([code, meant]) => [code, meant]), [
    ["unconnected_port", '"next_steps"'],
  ]);
});

Deno.test("Class.option of the command line means every step of the class", async () => {
  const base = new URL("../../../flows/old.json", import.meta.url).href;
  const stagers = ["A", "B"].map((name) =>
    entry(name, "Bright", "./steps/bright.ts", { next_steps: { bright: "Writer", faint: "" } })
  );
  const file = counting({
    producer_conf: entry("R", "SimTelArrayReader", "simtelarray_reader", { next_steps: "S" }),
    stagers_conf: [
      entry("S", "Bright", "./steps/bright.ts", { next_steps: { bright: "A", faint: "B" } }),
      ...stagers,
    ],
  });
  const thresholds = async (set: string[]) =>
    (await load(file, set, base)).spec!.nodes.slice(1, 4).map(({ params }) => params.threshold);
  assert.deepEqual(await thresholds(["Bright.threshold=3"]), [3, 3, 3]);
  assert.deepEqual(await thresholds(["Bright.threshold=3", "B.threshold=4"]), [3, 3, 4]);
  const named = await load(counting(), ["Writer.filename=/tmp/b"]);
  assert.deepEqual(named.graph?.nodes.at(-1)?.params, { filename: "/tmp/b" });
  const missing = await load(counting({}, { StringWriter: {} }), ["StringWriter.filename=/tmp/a"]);
  assert.deepEqual(missing.graph?.nodes.at(-1)?.params, { filename: "/tmp/a" });
});

const MISTAKES: readonly [name: string, document: unknown, ...ReturnType<typeof mistakes>][] = [
  ["version 2", { ...counting(), version: 2 }, ["bad_version", "2", "version 2 is not known"]],
  [
    "a mode that is none",
    counting({ mode: "multiproces" }),
    ["bad_value", '"multiproces"', 'there is no mode "multiproces"'],
  ],
  [
    "a key that is none",
    counting({ stager_conf: [] }),
    ["unknown_key", '"stager_conf"', 'there is no key "stager_conf" here'],
  ],
  [
    "options that are no map",
    counting({}, { StringWriter: 3 }),
    ["bad_value", "3", 'the options of class "StringWriter" are a map'],
  ],
  [
    "an option that is missing",
    counting({}, { StringWriter: {} }),
    ["missing_param", '"StringWriter"', 'param "filename" is missing: a string is expected'],
  ],
  [
    "an option of another type",
    counting({}, { StringWriter: { filename: 3 } }),
    ["bad_param", "3", 'param "filename" is 3: a string is expected'],
  ],
  [
    "a class that stands elsewhere",
    counting({
      stagers_conf: [entry("Inverse", "StringWriter", "string_writer", { next_steps: "Writer" })],
    }),
    ["wrong_role", '"StringWriter"', 'class "StringWriter" is a consumer, not a stager'],
  ],
  [
    "ports for a class that has none",
    counting({
      stagers_conf: [entry("Inverse", "Inverse", "inverse", { next_steps: { out: "Writer" } })],
    }),
    ["bad_value", "{", "only the ports of a step in a TypeScript file can be told apart here"],
  ],
  [
    "no names in next_steps",
    counting({ stagers_conf: [entry("Inverse", "Inverse", "inverse", { next_steps: " , " })] }),
    ["bad_value", '" , "', "next_steps names no step"],
  ],
];

for (const [name, document, ...expected] of MISTAKES) {
  Deno.test(`an old file with ${name}`, async () => {
    assert.deepEqual(mistakes(await load(document)), expected);
  });
}

Deno.test("two steps of one name are told at the second", async () => {
  const again = entry("Inverse", "Inverse", "inverse", { next_steps: "Writer" });
  const { diagnostics } = await load(counting({ stagers_conf: [again, again] }));
  const [error] = diagnostics.filter(({ code }) => code === "duplicate_node");
  assert.equal(error?.message, 'there are two nodes "Inverse"');
  assert.equal(error?.line, 18);
});

Deno.test("without all three parts nothing is said of connections", async () => {
  const { Flow } = counting() as { Flow: Record<string, unknown> };
  const { consumer_conf: _, ...rest } = Flow;
  assert.deepEqual(
    mistakes(await load({ Flow: { ...rest, producer_conf: [] } })).map(([code]) => code),
    [
      "missing_key",
      "bad_value",
    ],
  );
});

Deno.test("an unknown option hides no other mistake of its section", async () => {
  const told = async (section: Record<string, unknown>) =>
    mistakes(await load(counting({}, { StringWriter: section })));
  assert.deepEqual(await told({ foo: 4, filename: 3 }), [
    ["unknown_param", '"foo"', 'class "StringWriter" has no option "foo"'],
    ["bad_param", "3", 'param "filename" is 3: a string is expected'],
  ]);
  assert.deepEqual((await told({ foo: 4 })).map(([code]) => code), [
    "missing_param",
    "unknown_param",
  ]);
  assert.deepEqual((await told({ filenam: "x" })).map(([code]) => code), ["unknown_param"]);
});

Deno.test("comments are told to be lost, if there are any", async () => {
  const text = JSON.stringify(counting(), null, 2);
  assert.equal((await load(text)).lost, null);
  assert.match((await load(`// why\n${text}`)).lost!, /^comments/);
});
