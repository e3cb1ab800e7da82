import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runCli } from "../lib/cli/_spawn.ts";
import { loadFlow } from "../lib/dsl/mod.ts";
import { oldText } from "../lib/dsl/old/write.ts";
import { type FlowGraph, graphHash } from "../lib/graph/mod.ts";
import { stepCatalog } from "../lib/registry/mod.ts";
import { hasShared, sharedPath, testShared } from "../lib/testing/shared.ts";
import { MODES } from "./conformance/_flow.ts";
import { assertDone, assertSameLines } from "./_expected.ts";
import { execute, executeFile, graphOfText, sortedLines, withFolder } from "./_flows.ts";
import { pagesOf } from "./_pdf.ts";

const urlOf = (name: string) => pathToFileURL(sharedPath(`legacy/${name}`));

async function load(name: string) {
  const url = urlOf(name);
  const text = await Deno.readTextFile(url);
  return await loadFlow(text, { file: name }, stepCatalog(), url.href);
}

async function graphOf(name: string, set: readonly string[] = []): Promise<FlowGraph> {
  const url = urlOf(name);
  return await graphOfText(await Deno.readTextFile(url), url, set);
}

/** A graph in short: `id = step x replicas / queue limit {params}`, and its edges. */
const nodesOf = ({ nodes }: FlowGraph) =>
  nodes.map(({ id, step, replicas, queueLimit, params }) =>
    `${id} = ${step} x${replicas} /${queueLimit} ${JSON.stringify(params)}`
  );
const edgesOf = ({ edges }: FlowGraph) => edges.map((e) => `${e.from}.${e.port} > ${e.to}`);

/** What each file of the old framework means, written down by hand. */
const MEANINGS: Readonly<Record<string, { nodes: string[]; edges: string[]; told: string[] }>> = {
  "documentation-example.json": {
    nodes: [
      'SimTelArrayReader = simtel_reader x1 /1000 {"filename":"gamma_test.simtel.gz",' +
      '"calibrationEvents":false,"trueImages":true,"pixelTiming":true,"untriggered":true,' +
      '"onTruncated":"fail","onDamaged":"fail"}',
      "ShuntTelescope = shunt_telescope x1 /1000 {}",
      "OtherDump = other_dump x2 /1000 {}",
      "LSTDump = lst_dump x1 /10 {}",
      'StringWriter = string_writer x1 /1000 {"filename":"/tmp/string_writter.txt"}',
    ],
    edges: [
      "SimTelArrayReader.events > ShuntTelescope",
      "ShuntTelescope.lst > LSTDump",
      "ShuntTelescope.other > OtherDump",
      "OtherDump.out > StringWriter",
      "LSTDump.out > StringWriter",
    ],
    told: ["8:7 unlimited_queue"],
  },
  "switch.json": {
    nodes: [
      'IntGenerator = int_generator x1 /1000 {"count":15}',
      "Pair = pair x2 /1000 {}",
      "Odd = odd x2 /1000 {}",
      "Inverse = inverse x5 /1000 {}",
      "Add = add x2 /1000 {}",
      'StringWriter = string_writer x1 /1000 {"filename":"/tmp/string_writter.txt"}',
    ],
    edges: [
      "IntGenerator.even > Pair",
      "IntGenerator.odd > Odd",
      "Pair.fives > Inverse",
      "Pair.others > Add",
      "Odd.fives > Add",
      "Odd.others > Inverse",
      "Inverse.out > StringWriter",
      "Add.out > StringWriter",
    ],
    told: ["8:7 unlimited_queue", "19:70 next_unused"],
  },
  "calibration.json": {
    nodes: [
      'SimTelArrayReader = simtel_reader x1 /1000 {"filename":"gamma_test.simtel.gz",' +
      '"calibrationEvents":false,"trueImages":true,"pixelTiming":true,"untriggered":true,' +
      '"onTruncated":"fail","onDamaged":"fail"}',
      "CalibrationStep = calibrate x1 /1000 " +
      '{"extractor":"neighbor_peak","windowWidth":7,"windowShift":3,"peakSample":0,' +
      '"gainThreshold":4000,"timeOffsets":true,' +
      '"integrator":"nb_peak_integration","integrationCalibScale":0.92}',
      "PrepareDisplayStep = prepare_display x5 /1000 " +
      '{"format":"pdf","what":"charge","colorMap":"viridis"}',
      "DisplayTelescopeStep = camera_display x1 /1000 " +
      '{"filename":"calibration_flow.pdf","format":"svg","what":"charge","colorMap":"viridis"}',
    ],
    edges: [
      "SimTelArrayReader.events > CalibrationStep",
      "CalibrationStep.out > PrepareDisplayStep",
      "PrepareDisplayStep.out > DisplayTelescopeStep",
    ],
    told: ["11:7 unlimited_queue"],
  },
};

for (const [name, { nodes, edges, told }] of Object.entries(MEANINGS)) {
  testShared(`${name} is loaded as it is, and means what it meant`, async () => {
    const { graph, mode, diagnostics } = await load(name);
    assert.ok(graph, JSON.stringify(diagnostics));
    assert.equal(graph.name, name.replace(".json", ""));
    assert.equal(mode, null);
    assert.deepEqual(nodesOf(graph), nodes);
    assert.deepEqual(edgesOf(graph), edges);
    assert.deepEqual(
      diagnostics.map(({ severity, line, column, code }) =>
        `${severity} ${line}:${column} ${code}`
      ),
      told.map((each) => `warning ${each}`),
    );
  });

  testShared(`${name} survives being written and read again`, async () => {
    const { spec, graph } = await load(name);
    const written = oldText(spec!, graph!);
    assert.ok(written.ok);
    const again = await graphOfText(written.text, new URL("other.json", urlOf(name)));
    assert.equal(graphHash(again), graphHash(graph!));
  });
}

const SWITCHED = [0, 2, 4, 5, 6, 8, 12, 14, -1, -3, -7, -9, -10, -11, -13].map(String).sort();

for (const mode of MODES) {
  testShared(
    `${mode}: switch.json writes exactly its 15 lines`,
    () =>
      withFolder(async (folder) => {
        const out = join(folder, "out.txt");
        const graph = await graphOf("switch.json", [`StringWriter.filename=${out}`]);
        const { report } = await execute(graph, mode, urlOf("switch.json"));
        assertDone(report);
        assert.deepEqual(await sortedLines(out), SWITCHED);
      }),
  );

  testShared(
    `${mode}: the documentation's example writes what example.yaml writes`,
    () =>
      withFolder(async (folder) => {
        const input = sharedPath("simtel/data/history_meta_75.simtel.zst");
        const [out, other] = [join(folder, "old.txt"), join(folder, "new.txt")];
        const name = "documentation-example.json";
        const graph = await graphOf(name, [
          `SimTelArrayReader.filename=${input}`,
          `StringWriter.filename=${out}`,
        ]);
        const { report } = await execute(graph, mode, urlOf(name));
        assertDone(report);
        const set = [`reader.filename=${input}`, `string_writer.filename=${other}`];
        assertDone((await executeFile("example.yaml", mode, set)).report);
        const expected = await sortedLines(other);
        assert.equal(expected.length, 15);
        assertSameLines(await sortedLines(out), expected);
      }),
  );
}

for (const mode of ["sequential", "multiprocess"]) {
  testShared(
    `${mode}: calibration.json runs as it is, and gives its PDF`,
    () =>
      withFolder(async (folder) => {
        // As it was used: beside its data, started from there, without an option.
        await Deno.copyFile(
          sharedPath("legacy/calibration.json"),
          join(folder, "calibration.json"),
        );
        const data = sharedPath("simtel/data/history_meta_75.simtel.zst");
        await Deno.copyFile(data, join(folder, "gamma_test.simtel.gz"));
        const args = ["--config=calibration.json", `--mode=${mode}`];
        const { code, stderr } = await runCli(args, { cwd: folder });
        assert.equal(code, 0, stderr);
        const titles = (await pagesOf(join(folder, "calibration_flow.pdf"))).map(([title]) =>
          title!
        );
        const telescopes = titles.map((title) => Number(title.split(" ").at(-1)));
        const expected = [...Array.from({ length: 14 }, (_, i) => i + 1), 19];
        assert.deepEqual(telescopes.toSorted((a, b) => a - b), expected);
        assert.ok(titles.includes("Event 100 · LST LSTCam · telescope 1"), titles.join("\n"));
      }),
  );
}

/** Ten mistakes in one file, of which none hides another. */
const WRONG = `{
  "version": 2,
  "Flow": {
    "producer_conf": { "name": "Ints", "module": "ctapipe.flow.algorithms.int_generator",
                       "class": "IntGenerator", "next_steps": "Odd , Piar,", "nb_process": 2 },
    "stagers_conf": [
      { "name": "Pair", "module": "ctapipe.flow.algorithms.pair", "class": "Pear",
        "next_steps": "Odd", "nb_process": 0 },
      { "name": "Odd", "module": "ctapipe.flow.odd", "class": "Odd",
        "next_steps": "Writer, Lone", "queue_limit": "many" },
      { "name": "Lone", "module": "x.y", "next_steps": "Writer", "queue_limit": 0 },
      { "name": "Far", "module": "ctapipe.flow.algorithms.add", "class": "Add",
        "next_steps": "Wirter" }
    ],
    "consumer_conf": { "name": "Writer", "module": "ctapipe.flow.algorithms.string_writer",
                       "class": "StringWriter" }
  },
  "StringWriter": { "filename": "out.txt", "filenam": "x" }
}
`;

Deno.test("ten mistakes in one file are told at once, at their places, in its words", async () => {
  const { graph, diagnostics } = await loadFlow(
    WRONG,
    { file: "wrong.json" },
    stepCatalog(),
    import.meta.url,
  );
  assert.equal(graph, null);
  const told = diagnostics.filter(({ severity }) => severity === "error").map((found) =>
    `${found.line}:${found.column}+${found.length} ${found.message}` +
    (found.hint === null ? "" : `; ${found.hint}`)
  );
  assert.deepEqual(told, [
    "2:14+1 version 2 is not known; files of the old framework are of version 1",
    '5:70+4 there is no node "Piar"; did you mean "Pair"?',
    "5:92+1 nb_process is for stagers: a producer is one process; " +
    "leave it out, or give it to a stager",
    '7:76+6 nothing stands for class "Pear" of module "ctapipe.flow.algorithms.pair"; ' +
    'did you mean "Pair", or a step of your own, by its file: "module": "./my_step.ts"?',
    "8:44+1 nb_process is a whole number from 1 to 256, not 0",
    '9:34+18 class "Odd" is not in module "ctapipe.flow.odd"; ' +
    'write "module": "ctapipe.flow.algorithms.odd"',
    "10:54+6 queue_limit is a whole number, not text",
    '11:7+77 "class" is missing: the class of the step is expected here',
    "11:81+1 queue_limit is a whole number from 1 to 1000000, not 0; leave it out for the default",
    '12:17+5 nothing feeds node "Far"; no class sends to it: classes send to the names they know, else to the first of their `next_steps`',
    '13:24+6 there is no node "Wirter"; did you mean "Writer"?',
    '18:44+9 class "StringWriter" has no option "filenam"; did you mean "filename"?',
  ]);
});

const ONE = `{
  "Flow": {
    "producer_conf": { "name": "Ints", "module": "ctapipe.flow.algorithms.int_generator",
                       "class": "IntGenerator", "next_steps": "Neg" },
    "stagers_conf": [{ "name": "Neg", "module": "ctapipe.flow.algorithms.inverse",
                       "class": "Inverse", "next_steps": "Writer" }],
    "consumer_conf": { "name": "Writer", "module": "ctapipe.flow.algorithms.string_writer",
                       "class": "StringWriter" }
  },
  "StringWriter": { "filename": "out.txt" }
}
`;

/** One mistake each, made by a replacement in a file without any. */
const SINGLE: readonly [was: string, is: string, told: string][] = [
  [
    ', "next_steps": "Neg"',
    "",
    '3:5+15 "next_steps" is missing: the name of the step that ' +
    "takes what this one gives",
  ],
  [
    '"producer_conf": {',
    '"producer_conf": [], "x": {',
    "3:22+2 producer_conf is one step: a " +
    "map with `name`, `module` and `class`, not a list",
  ],
  [
    '"Inverse", "next',
    '"Inverze", "next',
    '6:33+9 nothing stands for class "Inverze" of ' +
    'module "ctapipe.flow.algorithms.inverse"',
  ],
  [
    '"next_steps": "Writer"',
    '"next_steps": "Ints"',
    '6:59+4 node "Ints" is a producer: nothing ' +
    "can feed it",
  ],
  ['"next_steps": "Writer"', '"next_steps": " Neg"', '6:60+3 node "Neg" feeds itself'],
  [
    '"filename": "out.txt"',
    '"filename": true',
    '10:33+4 param "filename" is true: a string is ' +
    "expected",
  ],
  ['"name": "Neg"', '"nam": "Neg"', '5:24+5 there is no key "nam" here'],
];

for (const [was, is, expected] of SINGLE) {
  Deno.test(`an old file with ${is || "nothing"} for ${was}`, async () => {
    const text = ONE.replace(was, is);
    assert.notEqual(text, ONE);
    const { diagnostics } = await loadFlow(
      text,
      { file: "one.json" },
      stepCatalog(),
      import.meta.url,
    );
    const told = diagnostics.map((found) =>
      `${found.line}:${found.column}+${found.length} ${found.message}`
    );
    assert.ok(told.includes(expected), told.join("\n"));
  });
}

testShared("old spellings, through the real command line", () =>
  withFolder(async (folder) => {
    assert.ok(hasShared());
    const args = [
      `--config=${sharedPath("legacy/switch.json")}`,
      "--mode=multiprocess",
      "--gui=True",
      "--gui_address=localhost:5565",
      "--log-level=WARN",
      "--StringWriter.filename=out.txt",
      "--report=report.json",
    ];
    const { code, stdout, stderr } = await runCli(args, { cwd: folder });
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "");
    assert.equal(stderr.match(/unlimited/g)?.length, 1, stderr);
    assert.deepEqual(await sortedLines(join(folder, "out.txt")), SWITCHED);
    const report = JSON.parse(await Deno.readTextFile(join(folder, "report.json")));
    assert.equal(report.mode, "multiprocess");
    // whether a GUI listens there is not for this test to say
    const warnings = report.warnings.filter((text: string) => !text.startsWith("telemetry: "));
    assert.equal(warnings.length, 2);
    assert.match(warnings[0], /switch\.json:8:7: .*unlimited.*: Pair, Odd, Inverse, Add/);
  }));

Deno.test("the mode: command line, else file, else sequential", () =>
  withFolder(async (folder) => {
    const modeOf = async (file: string, ...args: string[]) => {
      await Deno.writeTextFile(join(folder, "one.json"), file);
      const given = ["--config", "one.json", "--report=r.json", ...args];
      const { code, stderr } = await runCli(given, { cwd: folder });
      assert.equal(code, 0, stderr);
      return JSON.parse(await Deno.readTextFile(join(folder, "r.json"))).mode;
    };
    const parallel = ONE.replace('"Flow": {', '"Flow": { "mode": "multiprocess",');
    assert.equal(await modeOf(ONE), "sequential");
    assert.equal(await modeOf(parallel), "multiprocess");
    assert.equal(await modeOf(parallel, "--Flow.mode=sequential"), "sequential");
  }));

Deno.test("mistakes in old spellings are told as they were spelled", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "one.json"), ONE);
    const given = ["one.json", "--StringWritr.filename=x", "--StringWriter.filnam=a b"];
    const { code, stderr } = await runCli(given, { cwd: folder });
    assert.equal(code, 2);
    assert.match(stderr, /^--StringWritr\.filename=x:1:3: error\[unknown_node\]/m);
    assert.match(stderr, /^--StringWriter\.filnam=a b:1:16: error\[unknown_param\].*"filnam"$/m);
    const view = await runCli(["--PipeGui.port=5566"]);
    assert.equal(view.code, 2);
    assert.match(view.stderr, /^error: --PipeGui\.port=5566: the view is a program of its own/);
  }));
