import assert from "node:assert/strict";
import { join } from "node:path";
import { runCli } from "./_spawn.ts";

/** What is asked of a server of modules while `use` has its URL, and a folder for flows. */
async function requestsDuring(
  use: (url: string, folder: string) => Promise<void>,
): Promise<string[]> {
  const requests: string[] = [];
  const serve = ({ url }: Request) => {
    requests.push(url);
    const headers = { "content-type": "text/javascript" };
    return new Response("export const v = 3;", { headers });
  };
  const folder = await Deno.makeTempDir();
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, serve);
  try {
    const { port } = server.addr;
    await use(`http://127.0.0.1:${port}/x.ts`, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return requests;
}

const REFUSED =
  /it imports from 127\.0\.0\.1:\d+, but modules from the network are not loaded: copy it beside the flow$/m;

const STEP = `import { defineStep, number } from "ctapipe-flow/step";
export default defineStep({
  name: "s", kind: "consumer", summary: "", input: number, run: () => {},
});
`;
const FLOW = `name: remote
nodes:
  numbers: { step: int_generator, next: { odd: taker, even: [] } }
  taker: { step: ./step.ts }
`;

Deno.test("a flow that imports from the network is refused before anything is asked for", async () => {
  const requests = await requestsDuring(async (url, folder) => {
    const flow = join(folder, "flow.ts");
    await Deno.writeTextFile(flow, `import { v } from "${url}";\nexport default v;\n`);
    const { code, stderr } = await runCli(["check", flow]);
    assert.equal(code, 2);
    assert.match(stderr, REFUSED);
    assert.match(stderr, /flow\.ts:1:\d+: error\[bad_flow_module\]/);
    assert.doesNotMatch(stderr, /Uncaught|--allow-import/);
  });
  assert.deepEqual(requests, []);
});

Deno.test("so is a step, imported at its top or while it runs, trusted or not", async () => {
  const requests = await requestsDuring(async (url, folder) => {
    const step = join(folder, "step.ts");
    const flow = join(folder, "flow.yaml");
    await Deno.writeTextFile(flow, FLOW);
    await Deno.writeTextFile(step, `import "${url}";\n${STEP}`);
    const checked = await runCli(["check", flow]);
    assert.equal(checked.code, 2);
    assert.match(checked.stderr, REFUSED);
    await Deno.writeTextFile(step, STEP.replace("() => {}", `() => import("${url}")`));
    for (const trusted of [false, true]) {
      const flowText = FLOW.replace("./step.ts", `./step.ts, trusted: ${trusted}`);
      await Deno.writeTextFile(flow, flowText);
      const { code, stderr } = await runCli(["run", flow, "--mode", "multiprocess"]);
      assert.equal(code, 1, `trusted: ${trusted}: ${stderr}`);
      assert.match(stderr, /Requires import access to "127\.0\.0\.1:\d+"/);
    }
  });
  assert.deepEqual(requests, []);
});

Deno.test("with fewer rights the packages of the program are found, and still nothing else", async () => {
  const requests = await requestsDuring(async (url, folder) => {
    const permissions = ["read", "write", "env", "run", "net", "sys"].map((k) => `--allow-${k}`);
    const flow = join(folder, "flow.yaml");
    await Deno.writeTextFile(flow, FLOW);
    await Deno.writeTextFile(
      join(folder, "step.ts"),
      `import { z } from "zod";\nz.any();\n${STEP}`,
    );
    const good = await runCli(["check", flow], { permissions });
    assert.equal(good.code, 0, good.stderr);
    await Deno.writeTextFile(join(folder, "step.ts"), `import "${url}";\n${STEP}`);
    const bad = await runCli(["check", flow], { permissions });
    assert.equal(bad.code, 2);
    assert.match(bad.stderr, REFUSED);
  });
  assert.deepEqual(requests, []);
});
