import assert from "node:assert/strict";
import { permissionFlags } from "./permissions.ts";

Deno.test("everything granted is handed on as -A, but for modules from the network", () => {
  const flags = ["-A", "--deny-import"];
  assert.deepEqual(permissionFlags([], () => true), { ok: true, flags });
});

Deno.test("a child never gets more than its parent", () => {
  assert.deepEqual(permissionFlags([], (kind) => !["ffi", "sys", "import"].includes(kind)), {
    ok: true,
    flags: [
      ...["read", "write", "env", "run", "net"].map((kind) => `--allow-${kind}`),
      "--deny-import",
    ],
  });
});

Deno.test("each of the needed permissions is missed, and the advice repeats the command", () => {
  for (const missing of ["read", "write", "env", "run"]) {
    const flags = permissionFlags(["run", "my flow's.yaml"], (kind) => kind !== missing);
    assert.ok(!flags.ok);
    assert.match(flags.message, /run "deno run -A cli\.ts run 'my flow'\\''s\.yaml'"/);
    assert.doesNotMatch(flags.message, /\n/);
  }
});
