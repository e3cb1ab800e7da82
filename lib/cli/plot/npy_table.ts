/** Structured arrays of NumPy (NEP 1). @module */
import { UserError } from "../user_error.ts";
import { NO_UNITS, ONLY, type ReadTable } from "./table.ts";

/** Rows that are looked at together. */
const PIECE = 4096;

/** Reads a number at a place, little-endian. */
type Read = (view: DataView, at: number) => number;

const READS: Readonly<Record<string, Read>> = {
  b1: (view, at) => view.getUint8(at),
  u1: (view, at) => view.getUint8(at),
  i1: (view, at) => view.getInt8(at),
  u2: (view, at) => view.getUint16(at, true),
  i2: (view, at) => view.getInt16(at, true),
  u4: (view, at) => view.getUint32(at, true),
  i4: (view, at) => view.getInt32(at, true),
  u8: (view, at) => Number(view.getBigUint64(at, true)),
  i8: (view, at) => Number(view.getBigInt64(at, true)),
  f4: (view, at) => view.getFloat32(at, true),
  f8: (view, at) => view.getFloat64(at, true),
};

/** Reads the fields of one number each; texts and lists are left out. */
export const readNpy: ReadTable = async function* (path, wanted) {
  using file = await Deno.open(path);
  const { fields, size, rows } = await headerOf(file, path);
  const bytes = new Uint8Array(PIECE * size);
  for (let row = 0; row < rows;) {
    const n = Math.min(PIECE, rows - row);
    await readAll(file, bytes.subarray(0, n * size), path);
    const view = new DataView(bytes.buffer);
    const columns = new Map<string, Float64Array>();
    for (const { name, at, read } of fields) {
      if (read === undefined || (wanted !== null && !wanted.includes(name))) continue;
      columns.set(name, Float64Array.from({ length: n }, (_, i) => read(view, i * size + at)));
    }
    yield { table: ONLY, columns, units: NO_UNITS };
    row += n;
  }
};

interface Header {
  readonly fields: readonly { name: string; at: number; read: Read | undefined }[];
  /** Bytes of a row. */
  readonly size: number;
  readonly rows: number;
}

async function headerOf(file: Deno.FsFile, path: string): Promise<Header> {
  const start = new Uint8Array(12);
  await readAll(file, start, path);
  const isOld = start[6] === 1;
  const length = isOld
    ? new DataView(start.buffer).getUint16(8, true)
    : new DataView(start.buffer).getUint32(8, true);
  await file.seek(isOld ? 10 : 12, Deno.SeekMode.Start);
  const bytes = new Uint8Array(Math.min(length, 1 << 20));
  await readAll(file, bytes, path);
  const text = new TextDecoder().decode(bytes);
  const descr = /'descr': \[(.*)\]/.exec(text)?.[1];
  const rows = /'shape': \( *(\d+) *,\)/.exec(text)?.[1];
  if (descr === undefined || rows === undefined) {
    throw new UserError(`"${path}" is no structured array of one dimension`);
  }
  let size = 0;
  const fields = [...descr.matchAll(FIELD)].map(([, name, kind, item, shape]) => {
    const at = size;
    const many = (shape ?? "1").split(",").reduce((n, one) => n * (Number(one.trim()) || 1), 1);
    size += Number(item) * many * (kind === "U" ? 4 : 1);
    return { name: name!, at, read: shape === undefined ? READS[`${kind}${item}`] : undefined };
  });
  return { fields, size, rows: Number(rows) };
}

/** `('name', '<f8')` or `('name', '<f8', (3,))`. */
const FIELD = /\('([^']*)', '[<|]([a-zA-Z])(\d+)'(?:, \(([\d, ]+)\))?\)/g;

async function readAll(file: Deno.FsFile, bytes: Uint8Array, path: string): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const n = await file.read(bytes.subarray(at));
    if (n === null) throw new UserError(`"${path}" is cut off, or no array of NumPy`);
    at += n;
  }
}
