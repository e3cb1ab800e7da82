/** NumPy's format (NEP 1): one structured array, mapped into memory by `np.load(…, mmap_mode)`. @module */
import type { ByteTarget } from "./file.ts";
import { PackedRows } from "./packed_rows.ts";
import { type Column, itemBytes, type Table } from "./schema.ts";
import type { BeginTable } from "./single.ts";

/** Rows are gathered to so many bytes before they are written. */
const BUFFER = 64 * 1024;

/** A structured array with a field per column. The number of rows is put into its header at the end. */
export function npyWriter(target: ByteTarget): BeginTable {
  return (table, _attributes, state) => {
    const packed = new PackedRows(table.columns);
    const capacity = Math.max(1, Math.floor(BUFFER / Math.max(1, packed.size)));
    const buffer = new Uint8Array(capacity * packed.size);
    const view = new DataView(buffer.buffer);
    let rows = (state ?? 0) as number;
    let waiting = 0;
    if (state === undefined) target.write(header(table, 0));
    const flush = () => {
      target.write(buffer.subarray(0, waiting * packed.size));
      waiting = 0;
    };
    return {
      add: (row) => {
        packed.put(view, waiting * packed.size, row);
        rows++;
        if (++waiting === capacity) flush();
      },
      keep: () => (flush(), rows),
      end: () => {
        flush();
        target.overwrite(0, header(table, rows));
      },
    };
  };
}

/** Always of the same length for a table, whatever the number of rows. */
function header(table: Table, rows: number): Uint8Array {
  const fields = table.columns.map(fieldOf).join(", ");
  const shape = `(${String(rows).padStart(20)},)`;
  const text = `{'descr': [${fields}], 'fortran_order': False, 'shape': ${shape}, }`;
  const bytes = new TextEncoder().encode(text);
  const start = 12; // magic, version 3.0 (UTF-8), length
  const length = Math.ceil((start + bytes.length + 1) / 64) * 64;
  const out = new Uint8Array(length).fill(0x20);
  out.set([0x93, ...new TextEncoder().encode("NUMPY"), 3, 0]);
  new DataView(out.buffer).setUint32(8, length - start, true);
  out.set(bytes, start);
  out[length - 1] = 0x0a;
  return out;
}

function fieldOf(column: Column): string {
  const { name, type, length } = column;
  const shape = length === undefined ? "" : `, (${length},)`;
  return `(${pythonText(name)}, '${kindOf(type)}${itemBytes(column)}'${shape})`;
}

function kindOf(type: Column["type"]): string {
  if (type === "string") return "|S";
  if (type === "bool") return "|b";
  return `<${type.startsWith("float") ? "f" : type.startsWith("u") ? "u" : "i"}`;
}

const pythonText = (text: string) =>
  `'${text.replace(/['\\\n\r]/g, (sign) => ({ "\n": "\\n", "\r": "\\r" })[sign] ?? `\\${sign}`)}'`;
