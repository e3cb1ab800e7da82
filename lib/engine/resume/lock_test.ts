import assert from "node:assert/strict";
import { Lock } from "./lock.ts";

const LOCK = new URL("./lock.ts", import.meta.url).href;

/** A process that takes the lock, says so, and keeps it until it is killed. */
async function holder(folder: string): Promise<Deno.ChildProcess> {
  const code = `import { Lock } from ${JSON.stringify(LOCK)};
    const lock = new Lock(${JSON.stringify(folder)});
    console.log("held");
    setInterval(() => lock, 1000);`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--ext=ts", code],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  reader.releaseLock();
  return child;
}

Deno.test("a lock is another's until that process is gone, however it ends", async () => {
  const folder = `${await Deno.makeTempDir()}/made/for/it`;
  const child = await holder((new Lock(folder)[Symbol.dispose](), folder));
  assert.throws(() => new Lock(folder), {
    code: "locked",
    message: `"${folder}" is in use by another execution (process ${child.pid})`,
  });
  child.kill("SIGKILL");
  await child.status;
  await child.stdout.cancel();
  using _mine = new Lock(folder);
  assert.throws(() => new Lock(folder), { code: "locked", message: new RegExp(`${Deno.pid}`) });
});

Deno.test("a folder that cannot be used is told", async () => {
  const file = await Deno.makeTempFile();
  assert.throws(() => new Lock(`${file}/in`), { code: "not_usable", message: /cannot be used: / });
  await Deno.remove(file);
});
