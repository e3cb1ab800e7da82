/**
 * What users see in editors: the services behind VS Code's JSON support and the YAML extension of
 * most editors, with the schema of flows.
 */
import assert from "node:assert/strict";
import {
  ClientCapabilities,
  getLanguageService as jsonServices,
  TextDocument,
} from "vscode-json-languageservice";
import { CompletionItemKind, getLanguageService as yamlServices } from "yaml-language-server";
import { runCli } from "../lib/cli/_spawn.ts";
import { flowSchema } from "../lib/dsl/mod.ts";
import type { JsonObject } from "../lib/graph/model.ts";
import { stepCatalog } from "../lib/registry/mod.ts";

const ROOT = new URL("../", import.meta.url);
const catalog = stepCatalog();
const described = await catalog.describe(
  catalog.names().map((step) => ({ step, params: {} })),
  ROOT.href,
);
const SCHEMA = flowSchema(described.flatMap((one) => one.ok ? [one.signature] : []));

/** What an editor does with a document. `|` in a document is where the cursor is. */
interface Editor {
  /** Keys and values that are offered, and snippets of several keys. */
  complete(text: string): Promise<{ offered: string[]; snippets: string[] }>;
  problems(text: string): Promise<{ line: number; message: string }[]>;
  hover(text: string): Promise<string>;
}

const SETTINGS = (schema: JsonObject) => ({
  validate: true,
  hover: true,
  completion: true,
  schemas: [{ uri: "file:///flow.schema.json", fileMatch: ["*"], schema }],
});

/** Services keep what they made of a document by its address. */
let documents = 0;

function open(text: string, language: "json" | "yaml") {
  const offset = text.indexOf("|");
  const whole = text.replace("|", "");
  const address = `file:///flow${documents++}.${language}`;
  const document = TextDocument.create(address, language, 1, whole);
  return { document, at: document.positionAt(offset) };
}

function yamlEditor(schema: JsonObject): Editor {
  const services = yamlServices({
    schemaRequestService: (uri) =>
      Promise.reject(new Error(`nothing is fetched, not ${uri} either`)),
    workspaceContext: { resolveRelativePath: (path) => path },
  });
  services.configure(SETTINGS(schema));
  return {
    async complete(text) {
      const { document, at } = open(text, "yaml");
      const { items } = await services.doComplete(document, at, false);
      const labels = (snippets: boolean) =>
        items.filter(({ kind }) => (kind === CompletionItemKind.Class) === snippets)
          .map(({ label }) => label);
      return { offered: labels(false), snippets: labels(true) };
    },
    async problems(text) {
      const found = await services.doValidation(open(text, "yaml").document, false);
      return found.map(({ range, message }) => ({
        line: range.start.line + 1,
        message: String(message),
      }));
    },
    async hover(text) {
      const { document, at } = open(text, "yaml");
      const hover = await services.doHover(document, at);
      return hover ? plain((hover.contents as { value: string }).value) : "";
    },
  };
}

function jsonEditor(schema: JsonObject): Editor {
  const services = jsonServices({ clientCapabilities: ClientCapabilities.LATEST });
  services.configure(SETTINGS(schema));
  const parse = (document: TextDocument) => services.parseJSONDocument(document);
  return {
    async complete(text) {
      const { document, at } = open(text, "json");
      const list = await services.doComplete(document, at, parse(document));
      return { offered: list?.items.map(({ label }) => label) ?? [], snippets: [] };
    },
    async problems(text) {
      const { document } = open(text, "json");
      const settings = { comments: "ignore" } as const;
      const found = await services.doValidation(document, parse(document), settings);
      return found.map(({ range, message }) => ({
        line: range.start.line + 1,
        message: String(message),
      }));
    },
    async hover(text) {
      const { document, at } = open(text, "json");
      const hover = await services.doHover(document, at, parse(document));
      return plain((hover?.contents as string[] | undefined)?.join("\n") ?? "");
    },
  };
}

/** Markdown without its escapes. */
const plain = (markdown: string) => markdown.replace(/\\(?=[^\w\s])/g, "");

const yaml = yamlEditor(SCHEMA);
const json = jsonEditor(SCHEMA);

/** A flow of one node whose keys are these; the first of them stands in line 4. */
const yamlNode = (...lines: string[]) =>
  ["name: f", "nodes:", "  a:", ...lines.map((line) => `    ${line}`), ""].join("\n");
const jsonNode = (...lines: string[]) =>
  ['{ "name": "f",', '"nodes": {', '"a": {', ...lines, "}}}"].join("\n");

const READER = [
  "filename",
  "calibrationEvents",
  "trueImages",
  "pixelTiming",
  "untriggered",
  "onTruncated",
  "onDamaged",
];

Deno.test("params complete to those of the chosen step and no other", async () => {
  const block = await yaml.complete(yamlNode("step: simtel_reader", "params:", "  |"));
  assert.deepEqual(block.offered, READER);
  assert.deepEqual(block.snippets, ["params of simtel_reader"]);
  const started = yamlNode("step: simtel_reader", "params:", "  filename: x", "  |");
  assert.deepEqual((await yaml.complete(started)).offered, READER.slice(1));
  const line = "name: f\nnodes:\n  a: { step: simtel_reader, params: { f| } }\n";
  assert.deepEqual((await yaml.complete(line)).offered, READER);
  const inJson = await json.complete(jsonNode('"step": "simtel_reader",', '"params": { | }'));
  assert.deepEqual(inJson.offered, READER);
});

Deno.test("each step's params are its own, in both notations", async () => {
  for (const step of described) {
    assert.ok(step.ok);
    const { name, params } = step.signature;
    const own = Object.keys(params.properties ?? {});
    const inYaml = await yaml.complete(yamlNode(`step: ${name}`, "params:", "  |"));
    const inJson = await json.complete(jsonNode(`"step": "${name}",`, '"params": { | }'));
    assert.deepEqual(inYaml.offered.toSorted(), own.toSorted(), name);
    assert.deepEqual(inJson.offered.toSorted(), own.toSorted(), name);
  }
});

Deno.test("the names of steps complete, and the values of params", async () => {
  const names = [...catalog.names()];
  assert.deepEqual((await yaml.complete(yamlNode("step: |"))).offered, names);
  const inJson = await json.complete(jsonNode('"step": |'));
  assert.deepEqual(inJson.offered, names.map((name) => `"${name}"`));
  const choice = yamlNode("step: simtel_reader", "params:", "  onTruncated: |");
  assert.deepEqual((await yaml.complete(choice)).offered, ["fail", "warn"]);
});

Deno.test("the keys of a node complete to those that its step takes", async () => {
  const apart = ["isolation", "maxHeap"];
  const many = ["replicas", "maxReplicas"];
  const policy = ["onError", "timeoutMs", "key", "ordered", "queueBytes", "maxAttempts", ...apart];
  const cases: [string, string[]][] = [
    ["simtel_reader", ["params", "next", "queueLimit", "permissions", "trusted", ...apart]],
    ["lst_dump", ["next", ...many, "queueLimit", "permissions", "trusted", ...policy]],
    ["string_writer", ["params", "queueLimit", "permissions", "trusted", ...policy]],
    ["./own.ts", ["params", "next", ...many, "queueLimit", "permissions", "trusted", ...policy]],
  ];
  for (const [step, keys] of cases) {
    const inYaml = await yaml.complete(yamlNode(`step: ${step}`, "|"));
    const inJson = await json.complete(jsonNode(`"step": "${step}",`, "|"));
    assert.deepEqual(inYaml.offered.toSorted(), keys.toSorted(), step);
    assert.deepEqual(inJson.offered.toSorted(), keys.toSorted(), step);
  }
});

Deno.test("what stands behind the keys of a node completes to nothing wrong", async () => {
  const cases: [string[], string[]][] = [
    [["step: lst_dump", "next: |"], []],
    [["step: shunt_telescope", "next:", "  |"], ["lst", "other"]],
    [["step: simtel_reader", "next:", "  |"], ["events", "records"]],
    [["step: lst_dump", "replicas: |"], ["1"]],
    [["step: lst_dump", "queueLimit: |"], ["1000"]],
    [["step: lst_dump", "trusted: |"], ["false", "true"]],
    [["step: lst_dump", "onError:", "  |"], ["retry", "then"]],
    [["step: lst_dump", "onError:", "  then: |"], ["fail", "skip", "quarantine"]],
    [["step: lst_dump", "onError:", "  retry:", "    |"], [
      "times",
      "backoffMs",
      "maxBackoffMs",
      "jitter",
    ]],
    [["step: lst_dump", "permissions:", "  |"], ["read", "write", "net", "env", "sys"]],
  ];
  for (const [lines, expected] of cases) {
    const { offered } = await yaml.complete(yamlNode(...lines));
    assert.deepEqual(offered.toSorted(), expected.toSorted(), lines.join("; "));
  }
  const sys = await yaml.complete(yamlNode("step: lst_dump", "permissions:", "  sys: [h|]"));
  assert.ok(sys.offered.includes("hostname") && !sys.offered.includes("null"));
});

Deno.test("mistakes are flagged where they stand", async () => {
  const READ = ["step: simtel_reader", "next: b"];
  const READ_JSON = ['"step": "simtel_reader",', '"next": "b"'];
  const cases: [string[], string[], number, RegExp][] = [
    [
      [...READ, "params:", "  filename: x", "  filenam: y"],
      [...READ_JSON, ', "params": {', '"filename": "x",', '"filenam": "y" }'],
      8,
      /Property filenam is not allowed/,
    ],
    [
      [...READ, "params:", "  filename: x", "  compression: gzip"],
      [...READ_JSON, ', "params": {', '"filename": "x",', '"compression": "gzip" }'],
      8,
      /Property compression is not allowed/,
    ],
    [
      [...READ, "params:", "  filename: 3"],
      [...READ_JSON, ', "params": {', '"filename": 3 }'],
      7,
      /Expected "string"/,
    ],
    [
      [...READ, "params:", "  filename: x", "  onTruncated: wran"],
      [...READ_JSON, ', "params": {', '"filename": "x",', '"onTruncated": "wran" }'],
      8,
      /"fail", "warn"/,
    ],
    [
      [...READ, "params:", "  onTruncated: warn"],
      [...READ_JSON, ', "params": {', '"onTruncated": "warn" }'],
      6,
      /Missing property "filename"/,
    ],
    [["step: simtel_raeder"], ['"step": "simtel_raeder"'], 4, /"simtel_reader"/],
    [
      ["step: lst_dump", "next: b", "replicas: 0"],
      ['"step": "lst_dump",', '"next": "b",', '"replicas": 0'],
      6,
      /minimum of 1/,
    ],
    [
      ["step: lst_dump", "next: b", "queueLimit: 1000001"],
      ['"step": "lst_dump",', '"next": "b",', '"queueLimit": 1000001'],
      6,
      /maximum of 1000000/,
    ],
    [
      ["step: lst_dump", "next: b", "replicas: 1.5"],
      ['"step": "lst_dump",', '"next": "b",', '"replicas": 1.5'],
      6,
      /Expected "integer"/,
    ],
    [
      ["step: simtel_reader", "next: b", "params: { filename: x }", "replicas: 2"],
      [...READ_JSON, ', "params": { "filename": "x" },', '"replicas": 2'],
      7,
      /maximum of 1/,
    ],
    [
      ["step: lst_dump", "next: b", "nb_process: 2"],
      ['"step": "lst_dump",', '"next": "b",', '"nb_process": 2'],
      6,
      /Property nb_process is not allowed/,
    ],
    [
      ["step: lst_dump", "next: b", "permissions:", "  raed: [x]"],
      ['"step": "lst_dump",', '"next": "b",', '"permissions": {', '"raed": ["x"] }'],
      7,
      /Property raed is not allowed/,
    ],
    [
      ["step: lst_dump", "next: b", "permissions:", "  sys: [hostnam]"],
      ['"step": "lst_dump",', '"next": "b",', '"permissions": {', '"sys": ["hostnam"] }'],
      7,
      /"hostname"/,
    ],
    [
      ["step: shunt_telescope", "next:", "  lst: b", "  othr: c", "  other: []"],
      ['"step": "shunt_telescope",', '"next": {', '"lst": "b",', '"othr": "c", "other": [] }'],
      7,
      /Property othr is not allowed/,
    ],
    [
      ["step: string_writer", "params: { filename: x }", "next: b"],
      ['"step": "string_writer",', '"params": { "filename": "x" },', '"next": "b"'],
      6,
      /Property next is not allowed/,
    ],
  ];
  for (const [yamlLines, jsonLines, line, message] of cases) {
    const of = [
      await yaml.problems(yamlNode(...yamlLines)),
      await json.problems(jsonNode(...jsonLines)),
    ];
    for (const found of of) {
      const told = `${yamlLines.join("; ")}: ${JSON.stringify(found)}`;
      assert.equal(found.length, 1, told);
      assert.equal(found[0]!.line, line, told);
      assert.match(found[0]!.message, message);
    }
  }
});

Deno.test("a flow that lacks what it needs, or has a strange key, is flagged", async () => {
  for (const [text, message] of [["nodes: {}\n", /"name"/], ["name: f\n", /"nodes"/]] as const) {
    assert.match((await yaml.problems(text)).map((found) => found.message).join(), message);
  }
  const strange = await yaml.problems(`nmae: f\n${yamlNode("step: ./own.ts", "next: b")}`);
  assert.deepEqual(strange, [{ line: 1, message: "Property nmae is not allowed." }]);
});

Deno.test("hovering shows what a key means, with unit and default", async () => {
  const step = "shower_simulator";
  const inYaml = await yaml.hover(yamlNode(`step: ${step}`, "params:", "  energy|Min: 3"));
  const inJson = await json.hover(
    jsonNode(`"step": "${step}",`, '"params": { "energy|Min": 3 }'),
  );
  for (const text of [inYaml, inJson]) {
    assert.match(text, /Lowest energy of the power law, in TeV \(default 0\.03\)/);
  }
  const keys: [string, RegExp][] = [
    ["st|ep: lst_dump", /tagged LST/],
    ["queue|Limit: 3", /Packets that may wait before the node \(default 1000\)/],
    ["trus|ted: true", /Lifts the sandbox/],
  ];
  for (const [line, text] of keys) {
    const step = line.startsWith("st") ? [] : ["step: lst_dump"];
    assert.match(await yaml.hover(yamlNode(...step, line)), text);
  }
});

Deno.test("a flow's own steps complete with the schema that `schema FLOW` prints", async () => {
  const { code, stdout, stderr } = await runCli(["schema", "flows/06_own_step.yaml"], {
    cwd: decodeURIComponent(ROOT.pathname),
  });
  assert.deepEqual([code, stderr], [0, ""]);
  const own = yamlEditor(JSON.parse(stdout));
  const node = ["step: ./steps/bright.ts", "next: { bright: b, faint: c }", "params:"];
  assert.deepEqual((await own.complete(yamlNode(...node, "  |"))).offered, ["threshold"]);
  assert.match(await own.hover(yamlNode(...node, "  thre|shold: 3")), /in p\.e\. \(default 50\)/);
  const wrong = await own.problems(yamlNode(...node, "  threshold: lots"));
  assert.deepEqual(wrong, [{ line: 7, message: 'Incorrect type. Expected "number".' }]);
  // With the schema of the built-in steps alone nothing is known of it, and nothing is flagged.
  assert.deepEqual(await yaml.problems(yamlNode(...node, "  threshold: lots")), []);
});

Deno.test("the example flows have no problems with the schema beside them", async () => {
  const stored = JSON.parse(await Deno.readTextFile(new URL("flows/flow.schema.json", ROOT)));
  const editors = { yaml: yamlEditor(stored), jsonc: jsonEditor(stored) };
  let flows = 0;
  for await (const { name } of Deno.readDir(new URL("flows/", ROOT))) {
    const extension = name.split(".").at(-1)!;
    if (extension !== "yaml" && extension !== "jsonc") continue;
    const text = await Deno.readTextFile(new URL(`flows/${name}`, ROOT));
    // Without the line that names the schema: the one that is configured is meant.
    const bare = text.replace(/^# yaml-language-server:.*$/m, "#")
      .replace('"$schema": "./flow.schema.json"', '"$schema": "file:///flow.schema.json"');
    assert.deepEqual(await editors[extension].problems(bare), [], name);
    flows++;
  }
  assert.ok(flows >= 5);
});
