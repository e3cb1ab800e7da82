import assert from "node:assert/strict";
import { sharedPath, testShared } from "../testing/shared.ts";

testShared(
  "the reader works in a Worker that may read one file only",
  async () => {
    const path = sharedPath("simtel/data/lst_with_photons.simtel.zst");
    const entry = `
    import { openSimtel, simtelInfo } from ${JSON.stringify(import.meta.resolve("./mod.ts"))};
    self.onmessage = async ({ data: path }) => {
      try {
        const ids = [];
        await using file = await openSimtel(path);
        for await (const { eventId } of file) ids.push(eventId);
        const { counts } = await simtelInfo(path);
        const other = await Deno.open(path + ".other").catch((error) => error.name);
        self.postMessage({ ids, events: counts.triggered_events, other });
      } catch (error) {
        self.postMessage(String(error));
      }
    };`;
    const url = URL.createObjectURL(new Blob([entry], { type: "text/javascript" }));
    const none = { env: false, ffi: false, import: false, net: false, run: false, sys: false };
    const permissions = { ...none, write: false, read: [path] };
    const worker = new Worker(url, { type: "module", deno: { permissions } } as WorkerOptions);
    try {
      const answer = await new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = (event) => {
          event.preventDefault();
          reject(new Error(event.message));
        };
        worker.postMessage(path);
      });
      assert.deepEqual(answer, { ids: [100], events: 1, other: "NotCapable" });
    } finally {
      worker.terminate();
      URL.revokeObjectURL(url);
    }
  },
);
