import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { Session, startCli } from "../../lib/cli/_spawn.ts";
import type { Report } from "../../lib/telemetry/report.ts";
import { MARK, processesOf, send } from "../chaos/_processes.ts";

const stepFile = (name: string) =>
  decodeURIComponent(new URL(`./${name}`, import.meta.url).pathname);

/** Executes endless -> terrible (a process) -> sink by the command line, until `body` is through. */
async function withTool(
  how: string,
  body: (session: Session, mark: string, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const mark = crypto.randomUUID();
  try {
    const own = (file: string, name: string) => `./${relative(folder, stepFile(file))}#${name}`;
    const nodes = {
      numbers: { step: own("_steps.ts", "numbers"), params: { n: 2_000_000 }, next: "terrible" },
      terrible: {
        step: own("_isolated_steps.ts", "terrible"),
        params: { how, log: true },
        next: "sink",
        isolation: "process",
      },
      sink: { step: own("_steps.ts", "collect") },
    };
    const flow = join(folder, "flow.jsonc");
    await Deno.writeTextFile(flow, JSON.stringify({ name: "outlive", nodes }));
    const args = [flow, "--report", join(folder, "report.json")];
    const child = startCli(args, { env: { [MARK]: mark } });
    await child.stdout.cancel();
    await using session = new Session(child, child.stderr);
    await body(session, mark, folder);
  } finally {
    for (const id of processesOf(mark)) send(id, "SIGKILL");
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a process whose step computes without end does not outlive the tool that was killed", () =>
  withTool("loop for ever", async (session, mark) => {
    await session.until(/terrible takes 0/);
    assert.equal(processesOf(mark).length, 3);
    session.child.kill("SIGKILL");
    while (processesOf(mark).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }));

Deno.test("Ctrl-C reaches the processes of steps, too: they finish what is in flight", () =>
  withTool("nothing", async (session, mark, folder) => {
    await session.until(/sink got 20/);
    for (const id of processesOf(mark)) send(id, "SIGINT");
    const { code, text } = await session.end();
    assert.equal(code, 130, text);
    const report: Report = JSON.parse(await Deno.readTextFile(join(folder, "report.json")));
    assert.deepEqual([report.errors, report.ledger.balanced], [[], true]);
    const { restarts, retries, abandoned } = report.nodes.terrible!;
    assert.deepEqual([restarts, retries, abandoned], [undefined, undefined, 0]);
    assert.match(text, /terrible finished interrupted/);
  }));
