/** Tables through the real command line: sandboxed, killed, and on a disk without room. @module */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { parquetReadObjects } from "hyparquet";
import { runCli, startCli } from "../lib/cli/_spawn.ts";
import { readJournal } from "../lib/engine/resume/journal.ts";
import { hasPython, PYTHON, testNeeding } from "../lib/testing/programs.ts";
import { Folder } from "../steps/_fixtures.ts";
import { canTighten, loosen, tighten } from "./chaos/_tight.ts";

const IMAGES = `${fileURLToPath(new URL("./_table_steps.ts", import.meta.url))}#made_up_images`;
const ENDINGS = ["h5", "parquet", "arrow", "csv", "ecsv", "jsonl", "npy"];
const QUIET = ["--progress", "none", "--log-level", "error"];

/** Made-up images to a file of each format. */
const flowOf = (count: number) => `
name: tables
nodes:
  numbers: { step: int_generator, params: { count: ${count} }, next: { even: images, odd: images } }
  images: { step: "${IMAGES}", ordered: true, next: { out: [${ENDINGS.join(", ")}] } }
${
  ENDINGS.map((ending) =>
    `  ${ending}: { step: table_writer, ordered: true, params: { filename: out/t.${ending} } }`
  ).join("\n")
}
`;

async function place(flow: string): Promise<Folder> {
  const folder = await Folder.make();
  await Deno.writeTextFile(folder.at("flow.yaml"), flow);
  return folder;
}

/** Rows as a hash per format, by a program that knows it; texts as they are. */
async function contents(folder: Folder): Promise<Record<string, unknown>> {
  const { tableFromIPC } = await import("apache-arrow");
  const bytes = (ending: string) => Deno.readFile(folder.at(`out/t.${ending}`));
  const program = `
import sys, hashlib, tables, numpy as np, warnings
warnings.simplefilter("ignore")
with tables.open_file(sys.argv[1]) as f:
    for n in sorted(f.walk_nodes("/", "Table"), key=lambda n: n._v_pathname):
        print(n._v_pathname, n.nrows, hashlib.md5(n.read().tobytes()).hexdigest())
`;
  const { success, stdout, stderr } = await new Deno.Command(PYTHON, {
    args: ["-c", program, folder.at("out/t.h5")],
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return {
    h5: new TextDecoder().decode(stdout),
    parquet: await parquetReadObjects({ file: (await bytes("parquet")).buffer as ArrayBuffer }),
    arrow: tableFromIPC(await bytes("arrow")).toArray().map((row) => row.toJSON()),
    csv: folder.text("out/t.csv"),
    ecsv: folder.text("out/t.ecsv"),
    jsonl: folder.text("out/t.jsonl"),
    npy: await bytes("npy"),
  };
}

const missing = hasPython("tables") ? null : "python3-tables";

testNeeding(missing, "every format is written in a sandbox, in both modes alike", async () => {
  const all = [];
  for (const mode of ["sequential", "multiprocess"]) {
    await using folder = await place(flowOf(200));
    const { code, stderr } = await runCli([
      "run",
      folder.at("flow.yaml"),
      "--mode",
      mode,
      ...QUIET,
    ]);
    assert.deepEqual([code, stderr], [0, ""]);
    all.push(await contents(folder));
  }
  assert.match(all[0]!.h5 as string, /^\/dl1\/event\/telescope\/parameters\/tel_002 200 /m);
  assert.equal((all[0]!.parquet as unknown[]).length, 400);
  assert.deepEqual(all[1], all[0]);
});

testNeeding(missing, "arrays that are lent are in the file as they were", async () => {
  await using folder = await place(`
name: lent
nodes:
  numbers: { step: int_generator, params: { count: 40 }, next: { even: images, odd: images } }
  images:
    step: "${IMAGES}"
    params: { pixels: [3000] }
    next: { out: [h5, parquet] }
  h5: { step: table_writer, params: { filename: out/t.h5, images: true } }
  parquet: { step: table_writer, params: { filename: out/t.parquet, table: images } }
`);
  const { code, stderr } = await runCli(
    ["run", folder.at("flow.yaml"), "--mode", "multiprocess", "--poison", ...QUIET],
  );
  assert.deepEqual([code, stderr], [0, ""]);
  const program = `
import sys, tables, numpy as np
with tables.open_file(sys.argv[1]) as f:
    a = f.root.dl1.event.telescope.images.tel_001.read()
    n = a["event_id"] - 100
    print(sorted(n.tolist()) == list(range(40)), bool((a["image"] == np.arange(3000) + n[:, None] / 4).all()))
`;
  const { stdout } = await new Deno.Command(PYTHON, {
    args: ["-c", program, folder.at("out/t.h5")],
  }).output();
  assert.equal(new TextDecoder().decode(stdout), "True True\n");
  const file = (await Deno.readFile(folder.at("out/t.parquet"))).buffer as ArrayBuffer;
  const rows = await parquetReadObjects({ file });
  assert.equal(rows.length, 40);
  for (const { event_id, image } of rows) {
    const first = (Number(event_id) - 100) / 4;
    assert.ok((image as number[]).every((value, pixel) => value === pixel + first));
  }
});

testNeeding(missing, "killed and resumed, tables have every row once", async () => {
  await using undisturbed = await place(flowOf(3000));
  const args = (folder: Folder) => ["run", folder.at("flow.yaml"), ...QUIET];
  assert.equal((await runCli(args(undisturbed))).code, 0);
  await using folder = await place(flowOf(3000));
  const journal = folder.at("journal");
  const resuming = [...args(folder), "--resume", journal, "--checkpoint-every", "10ms"];
  for (let kills = 0; kills < 2; kills++) {
    const cut = () => readJournal(journal)?.cut ?? 0;
    const before = cut();
    const child = startCli(resuming);
    let ended = false;
    const status = child.status.finally(() => ended = true);
    while (!ended && cut() <= before) await new Promise((resolve) => setTimeout(resolve, 1));
    if (!ended) child.kill("SIGKILL");
    await status;
    await Promise.all([child.stdout.cancel(), child.stderr.cancel()]);
  }
  const { code, stderr } = await runCli(resuming);
  assert.deepEqual([code, stderr.replace(/^all is done since .*\n/, "")], [0, ""]);
  const found = await contents(folder), wanted = await contents(undisturbed);
  for (const ending of ENDINGS) assert.deepEqual(found[ending], wanted[ending], ending);
});

const mount = await canTighten() ? null : "the right to mount";

testNeeding(
  mount,
  "no room on the disk: exit code 1, a line naming the file, no table",
  async () => {
    for (const ending of ["h5", "parquet", "csv"]) {
      await using folder = await place(`
name: full
nodes:
  numbers: { step: int_generator, params: { count: 30000 }, next: { even: w, odd: w } }
  w: { step: table_writer, params: { filename: out/t.${ending} } }
`);
      await Deno.mkdir(folder.at("out"));
      await tighten(folder.at("out"), 4);
      try {
        const { code, stderr } = await runCli(["run", folder.at("flow.yaml"), ...QUIET]);
        assert.equal(code, 1, ending);
        assert.match(stderr, new RegExp(`cannot write ".*t\\.${ending}".*No space left`), ending);
        assert.doesNotMatch(stderr, /^\s+at /m);
        const left = [...Deno.readDirSync(folder.at("out"))].map(({ name }) => name);
        assert.deepEqual(left, [`t.${ending}.partial`]);
      } finally {
        await loosen(folder.at("out"));
      }
    }
  },
);
