/** Every example flow, through every notation and back, and into other folders. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { checkedText } from "../lib/cli/checked_text.ts";
import { type LoadedFlow, loadFlowFile } from "../lib/cli/load_flow_file.ts";
import { notationOf } from "../lib/dsl/mod.ts";
import { PRINTED, type PrintedNotation } from "../lib/dsl/print/mod.ts";
import { graphHash } from "../lib/graph/mod.ts";

const ROOT = new URL("../", import.meta.url);
const FLOWS = fileURLToPath(new URL("flows/", ROOT));
const NAMES = [...Deno.readDirSync(FLOWS)].map(({ name }) => name).sort()
  .filter((name) => notationOf(name) !== null && !name.endsWith(".schema.json"));

const EXTENSIONS: Readonly<Record<PrintedNotation, string>> = {
  yaml: "yaml",
  jsonc: "jsonc",
  ts: "ts",
  json: "json",
};

async function load(path: string): Promise<LoadedFlow> {
  const loaded = await loadFlowFile(path);
  const errors = loaded.diagnostics.filter(({ severity }) => severity === "error");
  assert.deepEqual(errors, [], path);
  return loaded;
}

/** The flow as text for a file, or null if the notation cannot say it: only old files may not. */
async function textFor(
  flow: LoadedFlow,
  to: PrintedNotation,
  file: string,
): Promise<string | null> {
  const result = await checkedText(flow, to, pathToFileURL(file).href);
  assert.ok(result.ok || to === "json", JSON.stringify(result));
  return result.ok ? result.text : null;
}

/** Comments of programs are not read back. */
const withoutComments = (text: string) => text.replace(/^\/\/.*\n/gm, "");

const linesOf = ({ comments }: LoadedFlow) => comments.flatMap(({ lines }) => lines).sort();

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("examples: there and back, with every word of their comments, and the compiler agrees", async () => {
  assert.ok(NAMES.length >= 10, NAMES.join());
  let old = 0;
  await inFolder(async (folder) => {
    for (const name of NAMES) {
      const flow = await load(join(FLOWS, name));
      const home = await textFor(flow, "yaml", join(FLOWS, "canonical.yaml"));
      for (const to of PRINTED) {
        const file = join(folder, `${name.replace(".", "_")}.${EXTENSIONS[to]}`);
        const text = await textFor(flow, to, file);
        if (text === null) continue;
        await Deno.writeTextFile(file, text);
        const moved = await load(file);
        const again = await textFor(moved, to, file);
        assert.equal(again, to === "ts" ? withoutComments(text) : text, `${name} -> ${to} twice`);
        const back = await textFor(moved, "yaml", join(FLOWS, "back.yaml"));
        if (to === "yaml" || to === "jsonc") {
          assert.equal(linesOf(moved).length, linesOf(flow).length);
          assert.equal(back, home, `${name} -> ${to} -> yaml`);
        }
        if (to === "json") old++;
      }
    }
    assert.ok(old >= 3, `${old} flows in the old form`);
    const config = fileURLToPath(new URL("deno.json", ROOT));
    const programs = [...Deno.readDirSync(folder)].map(({ name }) => name)
      .filter((name) => name.endsWith(".ts"));
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--no-lock", "--config", config, ...programs],
      cwd: folder,
      env: { NO_COLOR: "1" },
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    assert.equal(programs.length, NAMES.length);
  });
});

Deno.test("examples: in their own folder every notation gives the same graph, to the last bit", async () => {
  await inFolder(async (folder) => {
    await copy(FLOWS, folder, (name) => NAMES.includes(name));
    await copy(join(FLOWS, "steps"), join(folder, "steps"), (name) => name.endsWith(".ts"));
    for (const name of NAMES) {
      const flow = await load(join(folder, name));
      for (const to of PRINTED) {
        const file = join(folder, `converted_${name.replace(".", "_")}.${EXTENSIONS[to]}`);
        const text = await textFor(flow, to, file);
        if (text === null) continue;
        await Deno.writeTextFile(file, text);
        const again = await load(file);
        assert.equal(graphHash(again.graph!), graphHash(flow.graph!), `${name} -> ${to}`);
        assert.equal(again.spec!.description, flow.spec!.description);
      }
    }
  });
});

async function copy(from: string, to: string, isMeant: (name: string) => boolean): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for (const { name } of [...Deno.readDirSync(from)].filter(({ name }) => isMeant(name))) {
    await Deno.copyFile(join(from, name), join(to, name));
  }
}
