import { gzipSync, zstdCompressSync } from "node:zlib";
import { sharedPath } from "../../testing/shared.ts";
import { readObjects } from "../object_stream.ts";
import { fileSource } from "../byte_source.ts";
import type { SimtelObject } from "../simtel_object.ts";
import { concat } from "./bytes.ts";
import { LARGEST_INPUT } from "./mutations.ts";

/** Small files with everything that the reader decodes, plain and compressed. */
export async function seedInputs(): Promise<[name: string, data: Uint8Array][]> {
  const synthetic = await Deno.readFile(sharedPath("simtel/data/synthetic_edge_cases.eventio"));
  const small = await smallFile();
  const start = await startOf(sharedPath("simtel/data/lst_with_photons.simtel.zst"));
  return [
    ["synthetic", synthetic],
    ["small file", small],
    ["small file again", small],
    ["small file, gzip", new Uint8Array(gzipSync(small))],
    ["small file, zstd", new Uint8Array(zstdCompressSync(small))],
    ["start of a real file, zstd", start],
  ];
}

async function startOf(path: string): Promise<Uint8Array> {
  return (await Deno.readFile(path)).slice(0, LARGEST_INPUT);
}

/** A complete file for telescopes with 24 pixels, from the contents of the synthetic objects. */
async function smallFile(): Promise<Uint8Array> {
  const path = sharedPath("simtel/data/synthetic_edge_cases.eventio");
  const objects: SimtelObject[] = [];
  for await (const object of readObjects(fileSource(path))) objects.push(object.copy());
  const copy = (index: number, ident: number, type = objects[index]!.type): Uint8Array =>
    frame(type, objects[index]!.header.version, ident, objects[index]!.content);
  const box = (type: number, version: number, ident: number, ...children: Uint8Array[]) =>
    frame(type, version, ident, concat(...children), true);
  const event = (id: number, first: Uint8Array, second: Uint8Array) => [
    copy(29, id),
    box(1204, 0, id, copy(58, 1000), copy(59, 1001)),
    copy(31, id),
    box(
      2010,
      0,
      id,
      copy(9, id),
      box(2201, 1, id, copy(13, 1), first, copy(45, 1), copy(52, 0xf01), copy(54, 1)),
      box(2202, 1, id, copy(14, 2), second, copy(39, 2), copy(55, 1_000_002)),
      copy(62, 0x301, 2101),
      copy(53, 1023),
    ),
  ];
  const telescopes = [1, 2, 300].flatMap((id) => [
    copy(id === 1 ? 19 : 20, id),
    copy(60, id),
    copy(24, id),
    copy(6, id),
  ]);
  const calibrations = [1, 2].flatMap((id) => [copy(33, 0x7f00 | id), copy(38, id)]);
  const topLevel = [
    copy(56, -1),
    copy(27, 1),
    ...telescopes,
    copy(28, 1),
    ...event(100, copy(0, 1 << 12), copy(2, 2 << 12)).slice(0, 3),
    ...calibrations,
    box(2028, 0, 1, box(2010, 0, 0, copy(9, 0), box(2201, 1, 0, copy(12, 1), copy(0, 1 << 12)))),
    ...event(101, copy(0, 1 << 12), copy(2, 2 << 12)),
    ...event(102, copy(1, 1 << 12 | 1), copy(3, 2 << 12 | 1)),
    ...event(103, copy(0, 1 << 12), copy(5, 2 << 12 | 2)),
    frame(100, 0, 0, new Uint8Array(40)),
  ];
  const marker = new Uint8Array([0x37, 0x8a, 0x1f, 0xd4]);
  return concat(...topLevel.flatMap((object) => [marker, object]));
}

function frame(type: number, version: number, ident: number, content: Uint8Array, box = false) {
  const padded = new Uint8Array(12 + Math.ceil(content.length / 4) * 4);
  const view = new DataView(padded.buffer);
  view.setUint32(0, type | (version << 20), true);
  view.setInt32(4, ident, true);
  view.setUint32(8, (padded.length - 12) + (box ? 0x40000000 : 0), true);
  padded.set(content, 12);
  return padded;
}
