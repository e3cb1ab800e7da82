import assert from "node:assert/strict";
import fc from "fast-check";
import { posix } from "node:path";
import { pathToFileURL } from "node:url";
import type { FlowSpec } from "../../graph/model.ts";
import { roleValues } from "../../graph/role_values.ts";
import { aFlow, graphOf } from "./_flows.ts";
import { printFlow } from "./mod.ts";
import { relocate } from "./relocate.ts";

const FROM = "file:///flows/a/x.yaml";

const SPEC: FlowSpec = {
  name: "x",
  nodes: [{
    id: "a",
    step: "make",
    params: {
      file: "in.txt",
      files: ["/abs/x", "../up/*.zst", "sub/"],
      free: { file: "in.txt" },
    },
    next: "b",
    replicas: 1,
    queueLimit: 1000,
    permissions: { read: [".", "data"], write: ["out/"], net: ["example.org"] },
    trusted: false,
    path: [],
  }, {
    id: "b",
    step: "./steps/own.ts#name",
    params: { log: "/var/log" },
    next: { out: [] },
    replicas: 1,
    queueLimit: 1000,
    permissions: {},
    trusted: false,
    path: [],
  }],
};

Deno.test("what a flow names stays where it is; what is no path stays as it is", () => {
  const graph = graphOf(SPEC, FROM);
  const schema = (address: string) => ({
    path: ["name"],
    place: "before" as const,
    lines: [`yaml-language-server: $schema=${address}`, "in.txt"],
  });
  const comments = [schema("./flow.schema.json"), schema("https://example.org/s.json")];
  const moved = relocate({ spec: SPEC, graph, comments }, FROM, "file:///flows/b/c/y.json");
  assert.deepEqual(moved.spec.nodes[0]!.params, {
    file: "../../a/in.txt",
    files: ["/abs/x", "../../up/*.zst", "../../a/sub/"],
    free: { file: "in.txt" },
    log: "../../a/logs/default.txt",
  });
  assert.deepEqual(moved.spec.nodes[0]!.permissions, {
    read: ["../../a", "../../a/data"],
    write: ["../../a/out/"],
    net: ["example.org"],
  });
  assert.equal(moved.spec.nodes[1]!.step, "../../a/steps/own.ts#name");
  assert.deepEqual(moved.spec.nodes[1]!.params, { log: "/var/log" });
  assert.deepEqual(moved.comments, [schema("../../a/flow.schema.json"), comments[1]]);
});

Deno.test("steps below the new folder begin with a dot; the same folder changes nothing", () => {
  const flow = { spec: SPEC, graph: graphOf(SPEC, FROM), comments: [] };
  const moved = relocate(flow, FROM, "file:///flows/y.yaml");
  assert.equal(moved.spec.nodes[1]!.step, "./a/steps/own.ts#name");
  assert.equal(relocate(flow, FROM, "file:///flows/a/y.json"), flow);
});

/** Folders whose names URLs, or printers, have trouble with. */
const aFolder = fc.array(
  fc.constantFrom(..."a,deep er,ha#sh,que?ry,pc%t,pct%41,b\\s,it's,q\"q,ünï,.x,..y".split(",")),
  { maxLength: 3 },
).map((names) => posix.join("/", ...names));

Deno.test("any flow in another folder names the same files, as a program too", async () => {
  await fc.assert(fc.asyncProperty(aFlow, aFolder, aFolder, async (spec, oldFolder, folder) => {
    const [from, to] = [oldFolder, folder].map((each) => pathToFileURL(`${each}/x.yaml`).href);
    const graph = graphOf(spec, from!);
    const flow = relocate({ spec, graph, comments: [] }, from!, to!);
    const again = graphOf(flow.spec, to!);
    const resolved = (folder: string, paths: readonly string[]) =>
      paths.map((path) => posix.resolve(folder, path));
    for (const [index, node] of graph.nodes.entries()) {
      const other = again.nodes[index]!;
      assert.equal(other.code.module, node.code.module);
      for (const kind of ["read", "write"] as const) {
        const sorted = (folder: string, { permissions }: typeof node) =>
          [...new Set(resolved(folder, permissions[kind]))].sort();
        assert.deepEqual(sorted(folder, other), sorted(oldFolder, node));
      }
      for (const { path } of node.roles) {
        const files = (folder: string, { params }: typeof node) =>
          resolved(folder, roleValues(params, path).map(({ value }) => value));
        assert.deepEqual(files(folder, other), files(oldFolder, node));
      }
    }
    const printed = await printFlow("ts", flow);
    assert.ok(printed.ok);
    const imported = [...printed.text.matchAll(/^import .* from (?:"(\..*)"|'(\..*)');$/gm)]
      .map(([, double, single]) => double === undefined ? single! : JSON.parse(`"${double}"`));
    assert.deepEqual(
      new Set(imported.map((specifier) => new URL(specifier, to).href)),
      new Set(graph.nodes.flatMap(({ code }) => code.builtin ? [] : code.module)),
      printed.text,
    );
  }));
});
