import assert from "node:assert/strict";
import { join } from "node:path";
import { runCli } from "./_spawn.ts";

const DEMO = new URL("../../flows/data/gamma_demo.simtel.zst", import.meta.url);

Deno.test("nothing is executed that would destroy a file it needs", async (t) => {
  const folder = await Deno.makeTempDir();
  const at = (name: string) => join(folder, name);
  try {
    await Deno.copyFile(DEMO, at("demo.zst"));
    const flow = at("flow.yaml");
    await Deno.writeTextFile(
      flow,
      `name: clash
nodes:
  reader: { step: simtel_reader, params: { filename: demo.zst }, next: writer }
  writer: { step: jsonl_writer, params: { filename: out.jsonl } }
`,
    );
    const before = await Deno.readFile(at("demo.zst"));
    const refused: [name: string, args: string[], message: RegExp][] = [
      [
        "the report over the input",
        ["--report", at("demo.zst")],
        /exists and is no report: it would be overwritten/,
      ],
      [
        "the report over the flow",
        ["--report", flow],
        /exists and is no report: it would be overwritten/,
      ],
      ["the report over an output", ["--report", at("out.jsonl")], /what node "writer" writes/],
      ["a folder as output", ["--set", `writer.filename=${folder}`], /which is a folder/],
      ["a device as output", ["--set", "writer.filename=/dev/null"], /no ordinary file/],
      ["a folder as input", ["--set", `reader.filename=${folder}`], /"reader" reads .* a folder/],
    ];
    for (const [name, args, message] of refused) {
      await t.step(name, async () => {
        const { code, stderr } = await runCli([flow, ...args]);
        assert.equal(code, 2, stderr);
        assert.match(stderr, message);
        assert.deepEqual(await Deno.readFile(at("demo.zst")), before);
        await assert.rejects(Deno.stat(at("out.jsonl.partial")), Deno.errors.NotFound);
      });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
