import assert from "node:assert/strict";
import { join } from "node:path";
import { failure, report } from "./_fixtures.ts";
import { runCli, testData } from "./_spawn.ts";
import { type LogFormat, type LogRecord, LogWriter } from "./log_writer.ts";

function written(format: LogFormat, act: (log: LogWriter) => void): string {
  let text = "";
  act(new LogWriter({ execution: "e", flow: "f" }, format, (more) => text += more, () => 0));
  return text;
}

const LINE = {
  level: "info",
  node: "dump",
  replica: 1,
  packet: "reader#3",
  message: "a\nb",
} as const;

Deno.test("a JSON line is one line, with all ids", () => {
  const text = written("json", (log) => log.log(LINE));
  assert.equal(text.indexOf("\n"), text.length - 1);
  assert.deepEqual(JSON.parse(text), {
    ...{ time: "1970-01-01T00:00:00.000Z", execution: "e", flow: "f", level: "info" },
    ...{ node: "dump", replica: 1, packet: "reader#3", message: "a\nb" },
  });
  const { packet: _none, ...rest } = LINE;
  assert.equal(JSON.parse(written("json", (log) => log.log(rest))).packet, null);
});

Deno.test("a log ends with the failures and the outcome", () => {
  const ended = report({ status: "failed", exitCode: 1, errors: [failure({ hint: "look" })] });
  const [failed, last] = written("json", (log) => log.end(ended)).trim().split("\n")
    .map((line) => JSON.parse(line) as LogRecord);
  assert.equal(failed?.level, "error");
  assert.deepEqual([failed?.node, failed?.packet, failed?.code, failed?.hint], [
    "dump",
    "reader#17.2",
    "step_failed",
    "look",
  ]);
  assert.match(last!.message, /^failed in 1.23 s, ledger balanced$/);
  assert.equal(last?.report?.exitCode, 1);
  assert.equal(
    written("text", (log) => log.end(ended)).split("\n")[0],
    "1970-01-01T00:00:00.000Z error dump[0]: reader#17.2: no pixels",
  );
});

const records = (text: string) =>
  text.trim().split("\n").map((line) => JSON.parse(line) as LogRecord);

for (const mode of ["sequential", "multiprocess"]) {
  Deno.test(`${mode}: with --log-format json standard error is JSON lines and nothing else`, async () => {
    const args = [testData("says.yaml"), "--log-format=json", "--mode", mode];
    const { code, stderr } = await runCli(args);
    assert.equal(code, 1, stderr);
    const all = records(stderr);
    assert.equal(new Set(all.map(({ execution }) => execution)).size, 1);
    assert.match(all[0]!.execution, /^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    const said = all.filter(({ node }) => node === "says");
    assert.deepEqual(said.map(({ packet, message, level }) => [packet, message, level]), [
      ["numbers#0", "looks at 1", "info"],
      ["numbers#0", "prints 1", "warning"],
      ["numbers#1", "looks at 2", "info"],
      ["numbers#1", "prints 2", "warning"],
      ["numbers#1", "cannot say 2", "error"],
    ]);
    assert.equal(all.at(-1)?.report?.status, "failed");
  });
}

Deno.test("a log file is appended to, what is shown stays as it is", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = join(folder, "deep", "run.log");
    const args = [testData("count.yaml"), "--log-file", file, "--log-format=json"];
    const first = await runCli(args);
    assert.match(first.stderr, /info numbers\[0\]: at 1\n/);
    assert.match(first.stderr, /ledger balanced/);
    await runCli(args);
    const all = records(Deno.readTextFileSync(file));
    assert.equal(new Set(all.map(({ execution }) => execution)).size, 2);
    assert.equal(all.filter(({ message }) => message === "at 3").length, 2);

    const wrong = await runCli([testData("count.yaml"), "--log-file", folder]);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /the log would write ".*", which is a folder/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
