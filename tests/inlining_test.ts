import assert from "node:assert/strict";

/** What V8 says when it gets these flags. */
function v8(flags: string, ...args: string[]): string {
  const command = ["run", "-A", "--no-check", `--v8-flags=${flags}`, ...args];
  const { stdout } = new Deno.Command(Deno.execPath(), { args: command, stderr: "null" })
    .outputSync();
  return new TextDecoder().decode(stdout);
}

Deno.test("what is done with a packet is too long to be inlined in its callers", () => {
  const limit = /--max-inlined-bytecode-size=(\d+)/.exec(v8("--help"))?.[1];
  const program = new URL("./_take.ts", import.meta.url).href;
  const listing = v8("--print-bytecode,--print-bytecode-filter=take", program);
  const lengths = [...listing.matchAll(/Bytecode length: (\d+)/g)].map(([, bytes]) =>
    Number(bytes)
  );
  const length = Math.max(...lengths);
  assert.ok(length > Number(limit), `${length} bytes of bytecode, and ${limit} are inlined`);
});
