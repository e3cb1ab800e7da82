import assert from "node:assert/strict";
import { parquetReadObjects } from "hyparquet";
import { testStep } from "../lib/testing/step_context.ts";
import { Folder } from "./_fixtures.ts";
import { madeUpImages } from "./_table_fixtures.ts";
import tableWriter from "./table_writer.ts";

const images = (events: number, first = 0) =>
  Array.from({ length: events }, (_, at) => madeUpImages(first + at)).flat();

for (const ending of ["h5", "parquet", "arrow", "csv", "ecsv", "jsonl", "npy"]) {
  Deno.test(`table_writer goes on where it was cut off: ${ending}`, async () => {
    await using folder = await Folder.make();
    const options = (name: string) => ({ params: { filename: folder.at(`${name}.${ending}`) } });
    const whole = options("whole"), cut = options("cut");
    await testStep(tableWriter, whole, images(30));
    const { checkpoint } = await testStep(tableWriter, { ...cut, outcome: "failed" }, images(10));
    await testStep(tableWriter, { ...cut, outcome: "failed", resume: checkpoint }, images(3, 10));
    await testStep(tableWriter, { ...cut, resume: checkpoint }, images(20, 10));
    assert.deepEqual(folder.names(), [`cut.${ending}`, `whole.${ending}`]);
    assert.deepEqual(await contentOf(cut.params.filename), await contentOf(whole.params.filename));
  });
}

/** What must be equal: all bytes, or the rows where row groups may be cut elsewhere. */
async function contentOf(path: string): Promise<unknown> {
  const bytes = await Deno.readFile(path);
  if (path.endsWith(".parquet")) return await parquetReadObjects({ file: bytes.buffer });
  if (path.endsWith(".arrow")) {
    const { tableFromIPC } = await import("apache-arrow");
    return tableFromIPC(bytes).toArray().map((row) => row.toJSON());
  }
  if (!path.endsWith(".h5")) return bytes;
  const { ready, File } = await import("h5wasm");
  const { FS } = await ready;
  FS!.writeFile("read.h5", bytes);
  const file = new File("read.h5", "r");
  const path2 = "/dl1/event/telescope/parameters/tel_001";
  const of = (name: string) => JSON.stringify((file.get(name) as { value: unknown }).value, big);
  const rows = [path2, "/simulation/event/subarray/shower"].map(of);
  file.close();
  return rows;
}

const big = (_: string, value: unknown) => typeof value === "bigint" ? `${value}` : value;
