import assert from "node:assert/strict";
import { join } from "node:path";
import { runCli, testData } from "./_spawn.ts";

const COUNT = testData("count.yaml");

const OWN_STEP = 'import { defineStep } from "ctapipe-flow/step";\nexport default defineStep({\n' +
  '  name: "a", module: import.meta.url, kind: "producer", summary: "x",\n' +
  "  outputs: { o: { names: ['text'] } }, optional: ['o'], run: () => undefined,\n});\n";

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("convert prints the flow in another notation, for its own folder", async () => {
  const { code, stdout, stderr } = await runCli(["convert", COUNT, "--to", "jsonc"]);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.deepEqual(JSON.parse(stdout).nodes.taker, { step: "./steps.ts#take", queueLimit: 5 });
});

Deno.test("convert --output rewrites paths; files are not overwritten without --force", async () => {
  await inFolder(async (folder) => {
    const own = join(folder, "flow.yaml");
    const text = [
      "# yaml-language-server: $schema=./s.json",
      "name: x",
      "nodes:",
      "  a: { step: simtel_reader, params: { filename: data/a.zst }, next: { events: b } } # why",
      "  b: { step: jsonl_writer, params: { filename: out/b.jsonl } }",
      "",
    ].join("\n");
    await Deno.writeTextFile(own, text);
    const [there, again] = [join(folder, "new/deep/flow.jsonc"), join(folder, "again.yaml")];
    const first = await runCli(["convert", own, "--to", "jsonc", "--output", there]);
    assert.deepEqual(first, { code: 0, stdout: "", stderr: "" });
    const written = await Deno.readTextFile(there);
    assert.match(written, /"\$schema": "\.\.\/\.\.\/s\.json"/);
    assert.match(written, /"filename": "\.\.\/\.\.\/data\/a\.zst"/);

    assert.equal((await runCli(["convert", there, "--to", "yaml", "--output", again])).code, 0);
    const canonical = (await runCli(["convert", own, "--to", "yaml"])).stdout;
    assert.equal(await Deno.readTextFile(again), canonical);
    assert.match(canonical, /^# yaml-language-server: \$schema=\.\/s\.json\nname: x\n/);
    assert.match(canonical, / {2}# why\n {2}a:\n/);

    const refused = await runCli(["convert", own, "--to", "yaml", "--output", own]);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /^error: ".*flow\.yaml" exists already\n {2}hint: .*--force\n$/);
    assert.equal(await Deno.readTextFile(own), text);
    const forced = await runCli(["convert", own, "--to", "yaml", "--output", own, "--force"]);
    assert.equal(forced.code, 0, forced.stderr);
    assert.equal(await Deno.readTextFile(own), canonical);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), [
      "again.yaml",
      "flow.yaml",
      "new",
    ]);
  });
});

Deno.test("a program is the same flow, if its steps say where they are", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "flow.ts");
    const own = join(folder, "steps.ts");
    await Deno.writeTextFile(own, OWN_STEP);
    await Deno.writeTextFile(
      join(folder, "flow.yaml"),
      "name: x\nnodes:\n  a: { step: ./steps.ts, next: { o: [] } }\n",
    );
    const from = join(folder, "flow.yaml");
    const written = await runCli(["convert", from, "--to", "ts", "--output", file]);
    assert.equal(written.code, 0, written.stderr);
    const back = await runCli(["convert", file, "--to", "yaml"]);
    const note = "note: comments and computations of a program are not carried over\n";
    assert.deepEqual([back.code, back.stderr], [0, note]);
    assert.equal(back.stdout, (await runCli(["convert", from, "--to", "yaml"])).stdout);

    const text = await Deno.readTextFile(file);
    const onto = await runCli(["convert", file, "--to", "ts", "--output", file, "--force"]);
    assert.equal(onto.code, 2);
    assert.match(onto.stderr, /^error: --output ".*flow\.ts" is read too\n/);
    assert.equal(await Deno.readTextFile(file), text);

    // A program names steps by their modules, so they have to say which these are.
    await Deno.writeTextFile(
      own,
      (await Deno.readTextFile(own)).replace("module: import.meta.url,", ""),
    );
    const silent = await runCli(["convert", from, "--to", "ts"]);
    assert.deepEqual([silent.code, silent.stdout], [2, ""]);
    assert.match(
      silent.stderr,
      /^error: in TypeScript, step "a" does not say where .*import\.meta\.url/,
    );
  });
});

Deno.test("folders may be called anything", async () => {
  await inFolder(async (folder) => {
    const odd = join(folder, "ha#sh que?ry pc%t pct%41 b\\s");
    await Deno.mkdir(odd);
    await Deno.writeTextFile(join(odd, "own.ts"), OWN_STEP);
    const from = join(odd, "flow.yaml");
    const text = "name: x\nnodes:\n  a:\n    step: ./own.ts\n    next:\n      o: []\n";
    for (const to of ["yaml", "ts"]) {
      await Deno.writeTextFile(from, text);
      const file = join(folder, `flow.${to}`);
      const moved = await runCli(["convert", from, "--to", to, "--output", file]);
      assert.deepEqual([moved.code, moved.stderr], [0, ""]);
      const named = "./ha%23sh que%3Fry pc%25t pct%2541 b%5Cs/own.ts";
      assert.ok((await Deno.readTextFile(file)).includes(named));
      await Deno.remove(from);
      const back = await runCli(["convert", file, "--to", "yaml", "--output", from]);
      assert.equal(back.code, 0, back.stderr);
      assert.equal(await Deno.readTextFile(from), text);
    }
  });
});

Deno.test("what cannot be converted is told: mistakes, names of files, all reasons", async () => {
  await inFolder(async (folder) => {
    const bad = join(folder, "bad.yaml");
    await Deno.writeTextFile(bad, "name: x\nnodes:\n  a: { step: simtel_raeder }\n");
    const out = join(folder, "x.yaml");
    const wrong = await runCli(["convert", bad, "--to", "yaml", "--output", out]);
    assert.deepEqual([wrong.code, wrong.stdout], [2, ""]);
    assert.match(wrong.stderr, /^\S*bad\.yaml:3:14: error\[unknown_step\]: /m);
    assert.throws(() => Deno.statSync(out), Deno.errors.NotFound);

    const named = await runCli([
      "convert",
      COUNT,
      "--to",
      "ts",
      "--output",
      join(folder, "x.yaml"),
    ]);
    assert.equal(named.code, 2);
    assert.match(
      named.stderr,
      /^error: ".*x\.yaml" would not be read as ts\n {2}hint: .*x\.ts"\n$/,
    );

    const { code, stdout, stderr } = await runCli(["convert", COUNT, "--to", "json"]);
    assert.deepEqual([code, stdout], [2, ""], stderr);
    assert.match(stderr, /^error: /);
  });
});

Deno.test("--show-config: all is said, nothing is executed, and it is a flow", async () => {
  await inFolder(async (folder) => {
    const flow = join(folder, "flow.yaml");
    await Deno.writeTextFile(
      flow,
      "name: x\nnodes:\n  a: { step: simtel_reader, params: { filename: none.zst }, next: { events: b } }\n" +
        "  # writes\n  b: { step: jsonl_writer, params: { filename: b.jsonl } }\n",
    );
    const args = [flow, "--show-config", "--queue-limit", "b=7", "--mode", "multiprocess"];
    const shown = await runCli(args);
    assert.deepEqual([shown.code, shown.stderr], [0, ""]);
    assert.equal(
      shown.stdout.replace(/^# graph: [0-9a-f]{64}$/m, "# graph: HASH"),
      `# mode: multiprocess
# graph: HASH
name: x
nodes:
  a:
    step: simtel_reader
    params:
      filename: none.zst
      calibrationEvents: false
      trueImages: true
      pixelTiming: true
      untriggered: true
      onTruncated: fail
      onDamaged: fail
    next: b
    replicas: 1
    queueLimit: 1000
    # may read: none.zst
  # writes
  b:
    step: jsonl_writer
    params:
      filename: b.jsonl
    replicas: 1
    queueLimit: 7
    # may read: b.jsonl, b.jsonl.partial
    # may write: b.jsonl, b.jsonl.partial
`,
    );
    await Deno.writeTextFile(flow, shown.stdout);
    const again = await runCli(["run", flow, "--show-config"]);
    const hash = (text: string) => /^# graph: .*$/m.exec(text)?.[0];
    assert.equal(hash(again.stdout), hash(shown.stdout));
    assert.match(again.stdout, /^# mode: sequential\n/);
    const wrong = await runCli([flow, "--show-config", "--set", "c.x=1"]);
    assert.deepEqual([wrong.code, wrong.stdout], [2, ""]);
  });
});
