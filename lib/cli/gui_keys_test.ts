import assert from "node:assert/strict";
import { withFolder } from "../../tests/_flows.ts";
import { gui, isA } from "../telemetry/zeromq/_fixtures.ts";
import { runCli, testData } from "./_spawn.ts";
import { readKeys, readPublicKey } from "./key_files.ts";

Deno.test("keys are made for a GUI, which then hears the flows that have its public key", () =>
  withFolder(async (folder) => {
    const { code, stdout } = await runCli(["gui-keys", "gui.key"], { cwd: folder });
    assert.equal(code, 0);
    assert.match(stdout, /run FLOW --gui-address tcp:\/\/HOST:5565 --gui-key gui\.key\.pub/);
    if (Deno.build.os !== "windows") {
      assert.equal(Deno.statSync(`${folder}/gui.key`).mode! & 0o777, 0o600);
    }
    const keys = await readKeys(`${folder}/gui.key`);
    assert.equal(await readPublicKey(`${folder}/gui.key.pub`), keys.publicKey);
    assert.ok(!Deno.readTextFileSync(`${folder}/gui.key.pub`).includes(keys.secretKey));

    const { address, messages, until, close } = await gui("tcp://127.0.0.1:*", keys);
    const flow = ["run", testData("count.yaml"), "--gui-address", address];
    const stranger = await runCli([...flow, "--report", `${folder}/r.json`]);
    assert.equal(stranger.code, 0);
    assert.match(stranger.stderr, /^warning: telemetry: no GUI was at /m);
    const friend = await runCli([...flow, "--gui-key", `${folder}/gui.key.pub`]);
    assert.equal(friend.code, 0, friend.stderr);
    await until(isA("goodbye"));
    assert.equal(new Set(messages.map(({ execution }) => execution)).size, 1);
    await close();
  }));

Deno.test("no keys are replaced", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/gui.key`, "mine");
    const { code, stderr } = await runCli(["gui-keys", "gui.key"], { cwd: folder });
    assert.equal(code, 2);
    assert.match(stderr, /"gui\.key" exists already/);
    assert.equal(await Deno.readTextFile(`${folder}/gui.key`), "mine");
    await assert.rejects(readKeys(`${folder}/gui.key`), /does not hold the keys of a GUI/);
  }));
