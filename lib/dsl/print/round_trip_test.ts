/** What is written is what was meant: any flow, through every notation that is text, and back. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { graphHash } from "../../graph/hash.ts";
import type { FlowSpec } from "../../graph/model.ts";
import { loadFlow, type LoadResult } from "../load.ts";
import { aFlow, catalog, graphOf } from "./_flows.ts";
import { type PrintableFlow, printFlow, printResolved } from "./mod.ts";

const BASE = "file:///flows/x.yaml";
type Text = "yaml" | "jsonc";

const printable = (spec: FlowSpec): PrintableFlow => ({ spec, graph: graphOf(spec), comments: [] });

async function textOf(notation: Text, flow: PrintableFlow): Promise<string> {
  const printed = await printFlow(notation, flow);
  assert.ok(printed.ok);
  return printed.text;
}

async function load(notation: Text, text: string): Promise<LoadResult & PrintableFlow> {
  const loaded = await loadFlow(text, { file: "x", notation }, catalog, BASE);
  assert.ok(loaded.graph && loaded.spec, `${text}\n${JSON.stringify(loaded.diagnostics, null, 1)}`);
  return loaded as LoadResult & PrintableFlow;
}

function assertSame(loaded: PrintableFlow, flow: PrintableFlow, text: string): void {
  assert.equal(graphHash(loaded.graph), graphHash(flow.graph), text);
  assert.equal(loaded.spec.description, flow.spec.description, text);
}

Deno.test("any flow survives YAML -> JSONC -> YAML and JSONC -> YAML -> JSONC; texts repeat", async () => {
  await fc.assert(
    fc.asyncProperty(aFlow, async (spec) => {
      const flow = printable(spec);
      for (const [here, there] of [["yaml", "jsonc"], ["jsonc", "yaml"]] as const) {
        const first = await textOf(here, flow);
        const loaded = await load(here, first);
        assertSame(loaded, flow, first);
        assert.equal(await textOf(here, loaded), first);
        const other = await load(there, await textOf(there, loaded));
        assertSame(other, flow, first);
        assert.equal(await textOf(here, other), first);
      }
    }),
    { numRuns: 200 },
  );
});

Deno.test("any flow with everything said is the same flow, and is all said already", async () => {
  await fc.assert(
    fc.asyncProperty(aFlow, async (spec) => {
      const { graph } = printable(spec);
      const text = printResolved(spec, graph, [], ["mode: sequential"]);
      const loaded = await load("yaml", text);
      assertSame(loaded, { spec, graph, comments: [] }, text);
      const again = printResolved(loaded.spec, loaded.graph, [], ["mode: sequential"]);
      assert.equal(again, text);
    }),
    { numRuns: 100 },
  );
});
