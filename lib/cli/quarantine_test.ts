import assert from "node:assert/strict";
import { join } from "node:path";
import { runCli, testData } from "./_spawn.ts";

/** A folder with an execution of which 4 and 8 are in quarantine. */
async function withQuarantine(body: (folder: string, flow: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    const flow = testData("picky.yaml");
    const out = join(folder, "numbers.jsonl");
    const args = [flow, "--quarantine", "q", "--set", `writer.filename=${out}`];
    const { code, stderr } = await runCli(args, { cwd: folder });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^warning picky\[0\]: packet numbers#3 was quarantined in .*q: cannot/m);
    assert.match(stderr, /^warning picky: in all 2 packets were quarantined$/m);
    assert.match(stderr, /^done in .*, ledger balanced, 1 file written, 2 quarantined in \/.*q$/m);
    assert.equal(await lines(out), "1 1 2 2 3 3 5 5 6 6 7 7 9 9");
    await body(folder, flow);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const lines = async (path: string) => (await Deno.readTextFile(path)).trim().replaceAll("\n", " ");

Deno.test("a quarantine is listed, and each packet is shown", async () => {
  await withQuarantine(async (cwd) => {
    const list = await runCli(["quarantine", "list", "q"], { cwd });
    assert.equal(
      list.stdout,
      "id            node   packet     attempts  size  error\n" +
        "picky-000001  picky  numbers#3         1   6 B  cannot process 4\n" +
        "picky-000002  picky  numbers#7         1   6 B  cannot process 8\n" +
        "2 packets waiting\n",
    );
    const show = await runCli(["quarantine", "show", "q", "picky-000002"], { cwd });
    assert.equal(show.code, 0);
    assert.match(show.stdout, /^packet: {3}numbers#7\nflow: {5}picky flow \(\w{12}\)\nnode: /);
    assert.match(show.stdout, /^ {2}cannot process 8\n {4}at .*picky\.ts/m);
    assert.match(show.stdout, /^value: 8\n$/m);
    const none = await runCli(["quarantine", "show", "q", "picky-000003"], { cwd });
    assert.equal(none.code, 2);
    assert.match(
      none.stderr,
      /no packet "picky-000003" in "q"\n {2}hint: did you mean "picky-00000/,
    );
    const nowhere = await runCli(["quarantine", "list", "nowhere"], { cwd });
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.stderr, /^error: quarantine "nowhere" does not exist\n/);
  });
});

Deno.test("a damaged packet is told, and hides no other", async () => {
  await withQuarantine(async (cwd) => {
    await Deno.truncate(join(cwd, "q/picky-000001.packet"), 700);
    const list = await runCli(["quarantine", "list", "q"], { cwd });
    assert.equal(list.code, 1);
    assert.match(list.stdout, /^picky-000002 .*\n1 packet waiting\n$/m);
    assert.match(list.stderr, /^error: q\/picky-000001\.packet: its value has|does not begin with/);
  });
});

Deno.test("a replay goes on where packets failed, and does nothing twice", async () => {
  await withQuarantine(async (cwd, flow) => {
    const replay = (...args: string[]) =>
      runCli(["quarantine", "replay", "q", flow, ...args], { cwd });
    const out = (name: string) => ["--set", `writer.filename=${join(cwd, name)}`];
    // mended for one of the two
    const first = await replay(...out("a"), "--set", "picky.every=8");
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stderr, /2 packets replayed; put back.*: picky-000003\n$/);
    assert.equal(await lines(join(cwd, "a")), "4 4");
    const list = await runCli(["quarantine", "list", "q"], { cwd });
    assert.match(list.stdout, /picky-000003 {2}picky {2}numbers#7 .*\n1 packet waiting, 2 done/);
    // mended for the other
    const second = await replay(...out("b"), "--set", "picky.every=100", "--mode", "multiprocess");
    assert.match(second.stderr, /\n1 packet replayed\n$/);
    assert.equal(await lines(join(cwd, "b")), "8 8");
    const third = await replay(...out("c"));
    assert.deepEqual([third.code, third.stderr], [0, "nothing to do: no packet waits in q\n"]);
  });
});

Deno.test("a replay that fails marks nothing as done", async () => {
  await withQuarantine(async (cwd, flow) => {
    const strict = join(cwd, "strict.yaml");
    const text = (await Deno.readTextFile(flow)).replace("onError: quarantine", "onError: fail")
      .replace("./picky.ts", testData("picky.ts")).replace("./steps.ts", testData("steps.ts"));
    await Deno.writeTextFile(strict, text);
    const { code, stderr } = await runCli(["quarantine", "replay", "q", strict], { cwd });
    assert.equal(code, 1, stderr);
    assert.match(stderr, /nothing was marked as done/);
    const list = await runCli(["quarantine", "list", "q"], { cwd });
    assert.match(list.stdout, /\n2 packets waiting\n$/);
  });
});

Deno.test("a replay replaces no file, and needs the node", async () => {
  await withQuarantine(async (cwd, flow) => {
    const args = ["quarantine", "replay", "q"];
    const set = ["--set", `writer.filename=${join(cwd, "numbers.jsonl")}`];
    const refused = await runCli([...args, flow, ...set], { cwd });
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /numbers\.jsonl" exists: node "writer" would replace it/);
    assert.match(refused.stderr, /hint: choose another with --set writer\.filename=FILE/);
    assert.equal(await lines(join(cwd, "numbers.jsonl")), "1 1 2 2 3 3 5 5 6 6 7 7 9 9");
    const forced = await runCli([...args, flow, ...set, "--force", "--set=picky.every=99"], {
      cwd,
    });
    assert.equal(forced.code, 0, forced.stderr);
    assert.equal(await lines(join(cwd, "numbers.jsonl")), "4 4 8 8");
  });
  await withQuarantine(async (cwd) => {
    const other = await runCli(["quarantine", "replay", "q", testData("count.yaml")], { cwd });
    assert.equal(other.code, 2);
    assert.match(other.stderr, /2 packets failed in node "picky", which this flow does not have/);
  });
});
