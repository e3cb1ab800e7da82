import assert from "node:assert/strict";

const TRAPS = new URL("./traps.ts", import.meta.url).href;

/** What a Worker that was told to exit says of it. */
async function toldOf(code: string): Promise<string> {
  const source = `
    import { trapExits } from ${JSON.stringify(TRAPS)};
    trapExits();
    try { ${code}; postMessage("nothing happened"); }
    catch (error) { postMessage(error.call ?? error.message); }`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  URL.revokeObjectURL(url);
  try {
    return await new Promise((resolve) => worker.onmessage = ({ data }) => resolve(data));
  } finally {
    worker.terminate();
  }
}

// a Worker that does exit says nothing: the test would not end
for (
  const [code, told] of [
    ["Deno.exit(3)", "Deno.exit(3)"],
    ["Deno.exit()", "Deno.exit()"],
    ["self.close()", "self.close()"],
    ["process.exit(3)", "process.exit(3)"],
    ["process.reallyExit(3)", "process.exit(3)"],
    ["(await import('node:process')).default.exit(3)", "process.exit(3)"],
    ["(await import('node:process')).exit(3)", "process.exit(3)"],
    ["process.abort()", "process.abort() is not supported in workers"],
  ] as const
) {
  Deno.test(`a Worker does not end by ${code}`, async () => {
    assert.equal(await toldOf(code), told);
  });
}

Deno.test("trapping exits does not load what Deno has of Node", async () => {
  const lazily =
    `Object.defineProperty(globalThis, "process", { get() { throw Error("loaded"); } });
    trapExits()`;
  assert.equal(await toldOf(lazily), "nothing happened");
});
