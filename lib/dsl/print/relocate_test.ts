import assert from "node:assert/strict";
import fc from "fast-check";
import { posix } from "node:path";
import type { FlowSpec } from "../../graph/model.ts";
import { roleValues } from "../../graph/role_values.ts";
import { aFlow, graphOf } from "./_flows.ts";
import { relocate } from "./relocate.ts";

const FROM = "file:///flows/a/x.yaml";
const FOLDER = "/flows/a";

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
    queueLimit: 100,
    permissions: { read: [".", "data"], write: ["out/"], net: ["example.org"] },
    trusted: false,
    path: [],
  }, {
    id: "b",
    step: "./steps/own.ts#name",
    params: { log: "/var/log" },
    next: { out: [] },
    replicas: 1,
    queueLimit: 100,
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

Deno.test("any flow in another folder names the same files", () => {
  const places = ["file:///flows/y", "file:///flows/a/deep er/y", "file:///z/y", "file:///y"];
  fc.assert(fc.property(aFlow, fc.constantFrom(...places), (spec, to) => {
    const graph = graphOf(spec, FROM);
    const moved = relocate({ spec, graph, comments: [] }, FROM, to).spec;
    const again = graphOf(moved, to);
    const folder = decodeURIComponent(posix.dirname(new URL(to).pathname));
    for (const [index, node] of graph.nodes.entries()) {
      const other = again.nodes[index]!;
      assert.equal(other.code.module, node.code.module);
      const resolved = (from: string, paths: readonly string[]) =>
        paths.map((path) => posix.resolve(from, path));
      for (const kind of ["read", "write"] as const) {
        const sorted = (from: string, { permissions }: typeof node) =>
          [...new Set(resolved(from, permissions[kind]))].sort();
        assert.deepEqual(sorted(folder, other), sorted(FOLDER, node));
      }
      for (const { path } of node.roles) {
        const files = (from: string, { params }: typeof node) =>
          resolved(from, roleValues(params, path).map(({ value }) => value));
        assert.deepEqual(files(folder, other), files(FOLDER, node));
      }
    }
  }));
});
