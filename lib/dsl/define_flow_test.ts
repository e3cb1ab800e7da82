import assert from "node:assert/strict";
import * as steps from "ctapipe-flow/steps";
import { graphHash } from "../graph/mod.ts";
import { defineStep, text } from "../step/mod.ts";
import { FlowError } from "./compile_flow.ts";
import { defineFlow, edge, node } from "./define_flow.ts";
import { count } from "./testdata/steps.ts";

const lines = (filename = "out.txt") => node(steps.string_writer, { params: { filename } });

Deno.test("the result is the plain graph, frozen, and the same each time", () => {
  const make = () => {
    const [numbers, writer] = [node(count, { params: { to: 3 } }), lines()];
    return defineFlow({ name: "a", nodes: { numbers, writer }, edges: [edge(numbers, writer)] });
  };
  const graph = make();
  assert.deepEqual(JSON.parse(JSON.stringify(graph)), graph);
  assert.ok(Object.isFrozen(graph) && Object.isFrozen(graph.nodes[0]!.params));
  assert.equal(graphHash(graph), graphHash(make()));
  assert.deepEqual(graph.edges, [{ from: "numbers", port: "out", to: "writer" }]);
  assert.deepEqual(graph.nodes[0]!.code, {
    module: new URL("./testdata/steps.ts", import.meta.url).href,
    export: "count",
    builtin: false,
  });
  assert.equal(graph.nodes[1]!.code.builtin, true);
});

Deno.test("a FlowError tells all mistakes at once, with where and what to do", () => {
  const [numbers, writer] = [node(count, { params: { to: 0.5 } }), lines("")];
  assert.throws(
    () => defineFlow({ name: "a", nodes: { numbers, writer }, edges: [] }),
    (error) => {
      assert.ok(error instanceof FlowError);
      assert.deepEqual(error.issues.map(({ code, path }) => `${code} ${path.join(".")}`), [
        "missing_next nodes.numbers",
        "bad_param nodes.numbers.params.to",
        "unreachable_node nodes.writer",
        "bad_param nodes.writer.params.filename",
      ]);
      assert.equal(error.message.split("\n").length, 4);
      assert.match(error.message, /^nodes\.numbers: .* goes nowhere \(add `next/);
      return true;
    },
  );
});

Deno.test("a copy of a built-in step that kept its name is not taken for the built-in one", () => {
  const copied = defineStep({
    name: "lst_dump",
    module: import.meta.url,
    kind: "stager",
    summary: "Another one",
    input: text,
    outputs: { out: text },
    run: (line) => line,
  });
  const [numbers, dump, writer] = [node(count, { params: { to: 3 } }), node(copied), lines()];
  assert.throws(
    () =>
      defineFlow({
        name: "a",
        nodes: { numbers, dump, writer },
        // @ts-expect-error the payloads differ
        edges: [edge(numbers, dump), edge(dump, writer)],
      }),
    /gives number, but node "dump" takes text/,
  );
});
