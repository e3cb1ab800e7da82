// Terminals are told what to do by control characters.
// deno-lint-ignore-file no-control-regex
import assert from "node:assert/strict";
import { startOnTerminal, testData, testOnTerminal } from "./_spawn.ts";

const SHOW = "\x1b[?25h";
const HIDE = "\x1b[?25l";

/** How long hosts that do not end are waited for; see `ExecuteOptions`. */
const GRACE_MS = 2000;

/** Deno's permission prompt in all its wordings. */
const PROMPT = /Allow\?|\[y\/n|requests? .*access/i;

/** Without what Deno itself does to a terminal while it loads modules. */
function withoutDeno(text: string): string {
  return text.replaceAll("\x1b[0G\x1b[2K\x1b[J", "");
}

function assertCursorShown(text: string): void {
  assert.ok(text.lastIndexOf(SHOW) >= text.lastIndexOf(HIDE), "the cursor stayed hidden");
}

testOnTerminal("on a terminal, without permissions: no question, one line, 2", async () => {
  await using session = startOnTerminal([testData("count.yaml")], { permissions: [] });
  const { code, text } = await session.end();
  assert.equal(code, 2, text);
  assert.match(
    withoutDeno(text),
    /^ctapipe-flow needs permissions: run "deno run -A cli\.ts [^\n]*\n$/,
  );
});

testOnTerminal("on a terminal, a step that is denied something fails and asks nobody", async () => {
  for (const mode of ["sequential", "multiprocess"]) {
    await using session = startOnTerminal([testData("peek.yaml"), "--mode", mode]);
    await session.type("y\ny\n");
    const { code, text } = await session.end();
    assert.equal(code, 1, text);
    assert.doesNotMatch(text, PROMPT);
    assert.match(text, /permission_denied/);
    assert.match(text, /\/etc\/hostname/);
    assertCursorShown(text);
  }
});

testOnTerminal("Ctrl-C once: what is in flight is finished, 130, the cursor is back", async () => {
  await using session = startOnTerminal([
    testData("count.yaml"),
    "--set=numbers.to=100000",
    "--set=numbers.restMs=20",
  ]);
  await session.until(/at 2\r?\n/);
  await session.type("\x03");
  const { code, text } = await session.end();
  assert.equal(code, 130, text);
  assert.equal(text.match(/interrupted: finishing/g)?.length, 1);
  assert.doesNotMatch(text, /stopping now/);
  assert.match(text, /ledger balanced/);
  assert.ok(text.includes(HIDE));
  assertCursorShown(text);
});

for (const verb of ["init", "run", "finish"]) {
  for (const how of ["waits", "loops"]) {
    testOnTerminal(`Ctrl-C twice: what hangs in ${verb} and ${how} is given up, 130`, async () => {
      const params = [`--set=taker.in=${verb}`, `--set=taker.loop=${how === "loops"}`];
      await using session = startOnTerminal([
        testData("hang.yaml"),
        "--mode=multiprocess",
        ...params,
      ]);
      await session.until(/hanging/);
      await session.type("\x03");
      await session.until(/interrupted: finishing/);
      // Four frames, 100 ms apart: strokes that are closer than that are taken for one.
      await session.until(/interrupted: finishing(.*?\d s\x1b){4}/s);
      const asked = performance.now();
      await session.type("\x03");
      const { code, text } = await session.end();
      assert.equal(code, 130, text);
      assert.match(text, /interrupted: stopping now/);
      assert.match(text, /ledger balanced/);
      const isLeft = how === "loops" || verb === "finish";
      assert.equal(/error\[left_behind\].*: node taker/.test(text), isLeft, text);
      assert.ok(performance.now() - asked < GRACE_MS + 2000, "it takes no longer than the grace");
      assertCursorShown(text);
    });
  }
}

testOnTerminal("the live view names who is stuck, with packet and age", async () => {
  await using session = startOnTerminal([testData("hang.yaml")]);
  await session.until(/taker has been inside run with numbers#0 for 3\.\d\d s/);
  await session.type("\x03");
  await session.until(/interrupted: finishing(.*?\d s\x1b){9}/s);
  await session.type("\x03");
  assert.equal((await session.end()).code, 130);
});

testOnTerminal(
  "the live view shows every node in colour; NO_COLOR and TERM=dumb are obeyed",
  async () => {
    const args = [testData("count.yaml"), "--set", "numbers.restMs=60", "--log-level", "error"];
    {
      await using session = startOnTerminal(args);
      const { code, text } = await session.end();
      assert.equal(code, 0, text);
      assert.match(text, /numbers +\x1b\[36mrunning/);
      assert.match(text, /\x1b\[\d+F\x1b\[0J/);
      assert.match(text, /\x1b\[1m\x1b\[32mdone/);
    }
    {
      await using session = startOnTerminal(args, { env: { NO_COLOR: "1" } });
      const { text } = await session.end();
      assert.match(text, /numbers +running/);
      assert.doesNotMatch(text, /\x1b\[\d*m/);
    }
    {
      await using session = startOnTerminal(args, { env: { TERM: "dumb" } });
      assert.doesNotMatch(withoutDeno((await session.end()).text), /\x1b/);
    }
  },
);

testOnTerminal("a crash of the whole process is told, and the cursor is back: 1", async () => {
  await using session = startOnTerminal([testData("crash.yaml")]);
  const { code, text } = await session.end();
  assert.equal(code, 1, text);
  assert.match(text, /the process was ended by SIGABRT: most often .* memory/);
  assert.ok(text.includes(HIDE));
  assertCursorShown(text);
});
