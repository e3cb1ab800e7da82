import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { loadFlow } from "../dsl/mod.ts";
import { stepCatalog } from "../registry/mod.ts";
import { fileClashes } from "./file_clashes.ts";
import { makePlan } from "./plan.ts";

/** The messages for a flow of a reader and two writers in a folder of its own. */
async function clashes(
  input: string,
  one: string,
  two: string,
  also: string[] = [],
): Promise<string[]> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(join(folder, "sub"));
    await Deno.writeTextFile(join(folder, "data.zst"), "data");
    await Deno.symlink(join(folder, "data.zst"), join(folder, "link.zst"));
    await Deno.symlink(join(folder, "sub"), join(folder, "way"));
    const text = JSON.stringify({
      name: "clash",
      nodes: {
        reader: {
          step: "simtel_reader",
          params: { filename: input },
          next: { events: ["one", "two"] },
        },
        one: { step: "jsonl_writer", params: { filename: one } },
        two: { step: "jsonl_writer", params: { filename: two } },
      },
    });
    const base = pathToFileURL(join(folder, "flow.json")).href;
    const { graph } = await loadFlow(text, { file: "flow.json" }, stepCatalog(), base);
    assert.ok(graph);
    const written = also.map((path) => ({ who: "the report", path: join(folder, path) }));
    const found = fileClashes(makePlan(graph, base), base, written);
    const real = await Deno.realPath(folder);
    return found.map(({ message }) => message.replaceAll(`${real}/`, ""));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("files that have nothing to do with each other do not clash", async () => {
  assert.deepEqual(await clashes("data.zst", "a.jsonl", "sub/a.jsonl", ["report.json"]), []);
});

Deno.test("an output is another node's input, through a link", async () => {
  const expected = ['node "one" would write "data.zst": it is what node "reader" reads'];
  assert.deepEqual(await clashes("link.zst", "data.zst", "b"), expected);
});

Deno.test("two outputs are one file, through a linked folder", async () => {
  assert.deepEqual(await clashes("data.zst", "sub/a", "way/a"), [
    'node "two" would write "sub/a": it is what node "one" writes',
    'node "two" would write "sub/a.partial": it is what node "one" writes',
  ]);
});

Deno.test("an output is what another one is written to until it is whole", async () => {
  const expected = ['node "two" would write "a.partial": it is what node "one" writes'];
  assert.deepEqual(await clashes("data.zst", "a", "a.partial"), expected);
});

Deno.test("the flow and folders are no outputs, folders no inputs", async () => {
  assert.deepEqual(await clashes("sub", "flow.json", "way"), [
    'node "reader" reads "sub", which is a folder',
    'node "one" would write "flow.json": it is the flow itself',
    'node "two" would write "way", which is a folder',
  ]);
});

Deno.test("a file of the caller's is checked as well", async () => {
  assert.deepEqual(await clashes("data.zst", "a", "b", ["link.zst"]), [
    'the report would write "data.zst": it is what node "reader" reads',
  ]);
});
