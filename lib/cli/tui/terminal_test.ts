// Terminals are told what to do by control characters.
// deno-lint-ignore-file no-control-regex
import assert from "node:assert/strict";
import { Session, startOnTerminal, testData, testOnTerminal } from "../_spawn.ts";

const CLI = decodeURIComponent(new URL("../../../cli.ts", import.meta.url).pathname);
const ENTER = "\x1b[?1049h";
const LEAVE = "\x1b[?1049l";

const startTui = (flow: string, ...args: string[]) =>
  startOnTerminal([testData(flow), "--progress", "tui", ...args], { stty: true });
const endless = () => startTui("count.yaml", "--set=numbers.to=100000", "--set=numbers.restMs=20");

/** The processes that a process has started. */
function childrenOf(pid: number): number[] {
  const text = Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`);
  return text.trim().split(" ").map(Number);
}

/** Its exit code, and what it wrote to the terminal's own buffer in the end. */
async function endOf(session: Session): Promise<{ code: number; text: string }> {
  const { code, text } = await session.end();
  assert.ok(text.includes(ENTER), text);
  const left = text.lastIndexOf(LEAVE);
  assert.ok(left > text.lastIndexOf(ENTER), "the screen was not left");
  for (const mode of ["\x1b[?25", "\x1b[?7"]) {
    assert.ok(text.lastIndexOf(`${mode}h`) > text.lastIndexOf(`${mode}l`), mode);
  }
  // what `stty` says: letters are shown, and come by lines
  assert.match(text, / icanon\b/);
  assert.match(text, / echo\b/);
  assert.doesNotMatch(text, /-icanon|-echo\b/);
  return { code, text: text.slice(left) };
}

testOnTerminal("tui: a flow that ends gives the terminal back, with what was logged", async () => {
  await using session = startTui("count.yaml", "--set=numbers.to=30", "--set=numbers.restMs=20");
  const { code, text } = await endOf(session);
  assert.equal(code, 0, text);
  assert.match(text, /numbers\[0\]: at 1\r\n.*at 30\r\n/s);
  assert.match(text, /ledger balanced/);
});

testOnTerminal("tui: a flow that fails gives the terminal back, and says why", async () => {
  await using session = startTui("count.yaml", "--set=numbers.to=9", "--set=taker.failAt=5");
  const { code, text } = await endOf(session);
  assert.equal(code, 1, text);
  assert.match(text, /cannot take 5/);
});

for (const key of ["\x03", "q"]) {
  const name = key === "q" ? "q" : "Ctrl-C";
  testOnTerminal(`tui: ${name} once finishes what is in flight, 130`, async () => {
    await using session = endless();
    await session.until(/at 2\b/);
    await session.type(key);
    const { code, text } = await endOf(session);
    assert.equal(code, 130, text);
    assert.match(text, /interrupted: finishing/);
    assert.doesNotMatch(text, /stopping now/);
    assert.match(text, /ledger balanced/);
  });

  testOnTerminal(`tui: ${name} twice gives up what hangs, 130`, async () => {
    await using session = startTui("hang.yaml", "--mode=multiprocess");
    await session.until(/hanging/);
    await session.type(key);
    await session.until(/interrupted: finishing(.*?\d s ){3}/s);
    await session.type(key);
    const { code, text } = await endOf(session);
    assert.equal(code, 130, text);
    assert.match(text, /interrupted: stopping now/);
  });
}

testOnTerminal("tui: SIGTERM finishes what is in flight, 130", async () => {
  await using session = endless();
  await session.until(/at 2\b/);
  const [shell] = childrenOf(session.child.pid);
  const [supervisor] = childrenOf(shell!);
  Deno.kill(supervisor!, "SIGTERM");
  assert.equal((await endOf(session)).code, 130);
});

testOnTerminal("tui: a crash of the whole process leaves the terminal as it was, 1", async () => {
  await using session = startTui("crash.yaml");
  const { code, text } = await endOf(session);
  assert.equal(code, 1, text);
  assert.match(text, /the process was ended by SIGABRT/);
});

testOnTerminal(
  "tui: v changes to lines and back, enter opens a node, p pauses, colours can be off",
  async () => {
    const args = [testData("count.yaml"), "--progress=tui", "--set=numbers.to=100000"];
    await using session = startOnTerminal([...args, "--set=numbers.restMs=20"], {
      env: { NO_COLOR: "1" },
      stty: true,
    });
    await session.until(/at 2\b/);
    await session.type("v");
    await session.until(/\x1b\[\?1049l.*numbers +running.*\x1b\[\d+F\x1b\[0J/s);
    await session.type("v");
    await session.until(/\x1b\[\?1049h.*\x1b\[\?1049h/s);
    await session.type("j\r");
    await session.until(/── taker .*params +failAt: 0/s);
    await session.type("q");
    const { code, text } = await endOf(session);
    assert.equal(code, 130);
    assert.doesNotMatch(text, /\x1b\[[1-9]\d*m/);
  },
);

testOnTerminal("tui: Ctrl-Z gives the shell its terminal, and fg goes on", async () => {
  const command = `'${Deno.execPath()}' run -A --no-lock '${CLI}' '${testData("count.yaml")}'`;
  const child = new Deno.Command("script", {
    args: ["-qec", "stty cols 100 rows 30; exec bash --norc -i", "/dev/null"],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
    env: { TERM: "xterm" },
  }).spawn();
  await using session = new Session(child, child.stdout);
  await session.until(/bash-\S+ /);
  await session.type(`${command} --progress tui --set numbers.to=100000 --set numbers.restMs=20\n`);
  await session.until(/at 2\b/);
  await session.type("\x1a");
  await session.until(/\x1b\[\?1049l.*Stopped.*bash-\S+ /s);
  await session.typeUntil("stty -a\n", /Stopped.* icanon\b.* echo\b.*bash-\S+ /s);
  await session.type("fg\n");
  await session.until(/Stopped.*\x1b\[\?1049h.*at 2\b/s);
  await session.type("q");
  await session.until(/ledger balanced.*bash-\S+ /s);
  await session.type("exit\n");
  assert.equal((await endOf(session)).code, 130);
});
