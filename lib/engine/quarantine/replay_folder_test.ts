import assert from "node:assert/strict";
import { join } from "node:path";
import type { EntryHeader } from "./entry.ts";
import { quarantineFiles, QuarantineWriter, readPacket } from "./folder.ts";
import { commit, discard, doneFiles, doneFolder, finish, replayFolder } from "./replay_folder.ts";
import { encodeValue } from "./value.ts";

function header(packet: string, branch = ""): Omit<EntryHeader, "schema" | "value"> {
  const [producer = "", seq = ""] = packet.split("#");
  return {
    flow: "f",
    graphHash: "",
    node: "dump",
    step: "lst_dump",
    replica: 0,
    packet: packet + branch,
    lineage: { producer, seq: Number(seq), branch },
    attempts: 1,
    error: { code: "run_failed", phase: "run", message: "no", hint: null, stack: null },
    when: "",
  };
}

/** A quarantine of three packets, of which the second failed again in a replay. */
async function replayed(body: (folder: string, end: () => Promise<string[]>) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    const writer = new QuarantineWriter(folder);
    for (const seq of [4, 5, 6]) await writer.put(header(`reader#${seq}`, ".1"), encodeValue(seq));
    const parts = new Map([["replay_dump", {
      node: "dump",
      files: await quarantineFiles(folder),
    }]]);
    const again = new QuarantineWriter(replayFolder(folder));
    await again.put(header("replay_dump#1", ".0"), encodeValue("again"));
    await body(folder, () => commit(folder, parts));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const idsIn = async (folder: string) => (await quarantineFiles(folder)).map(({ id }) => id);
const OLD = ["dump-000001", "dump-000002", "dump-000003"];

Deno.test("what is through is done; what failed again waits, as what it descends from", async () => {
  await replayed(async (folder, end) => {
    assert.deepEqual(await end(), ["dump-000004"]);
    assert.deepEqual(await idsIn(folder), ["dump-000004"]);
    assert.deepEqual((await doneFiles(folder)).map(({ id }) => id), OLD);
    const { header, value } = await readPacket(join(folder, "dump-000004.packet"));
    assert.equal(value, "again");
    assert.equal(header.packet, "reader#5.1.0");
    assert.deepEqual(header.lineage, { producer: "reader", seq: 5, branch: ".1.0" });
    const next = new QuarantineWriter(folder);
    assert.equal(await next.put(header, encodeValue(1)), "dump-000005");
  });
});

Deno.test("a replay that did not get to its end leaves everything as it was", async () => {
  await replayed(async (folder) => {
    await finish(folder);
    assert.deepEqual(await idsIn(folder), OLD);
    await discard(folder);
    assert.deepEqual(await idsIn(folder), OLD);
    await assert.rejects(Deno.stat(replayFolder(folder)));
    await discard(folder);
  });
});

Deno.test("a commit that is cut short anywhere behind the point of no return is finished", async () => {
  // states are copied from a commit that is stopped after each of its renames
  for (let renames = 1; renames <= 4; renames++) {
    await replayed(async (folder, end) => {
      const { rename } = Deno;
      let left = renames;
      Deno.rename = (from, to) =>
        left-- > 0 ? rename(from, to) : Promise.reject(new Error("killed"));
      try {
        await assert.rejects(end(), /killed/);
      } finally {
        Deno.rename = rename;
      }
      await discard(folder);
      await finish(folder);
      assert.deepEqual(await idsIn(folder), ["dump-000004"], `${renames}`);
      assert.deepEqual(await idsIn(doneFolder(folder)), OLD);
    });
  }
});

Deno.test("a folder that is no quarantine has nothing to finish", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await finish(folder);
    assert.deepEqual(await doneFiles(folder), []);
  } finally {
    await Deno.remove(folder);
  }
});
