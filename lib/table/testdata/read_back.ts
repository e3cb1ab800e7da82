/** Reads tables by the programs of others, for tests. @module */
import { parquetReadObjects } from "hyparquet";
import { tableFromIPC } from "apache-arrow";
import { PYTHON } from "../../testing/programs.ts";
import type { Format } from "../create.ts";
import type { Table } from "../schema.ts";

/** The rows of a file: numbers as numbers but `int64` as bigints, arrays as lists. */
export async function readBack(format: Format, bytes: Uint8Array, table: Table) {
  const rows = await READERS[format](bytes, table);
  return rows.map((row) => table.columns.map(({ type }, at) => normal(type, row[at])));
}

type Reader = (bytes: Uint8Array, table: Table) => unknown[][] | Promise<unknown[][]>;

const READERS: Readonly<Record<Format, Reader>> = {
  hdf5: python,
  npy: python,
  csv: python,
  ecsv: python,
  jsonl: (bytes, { columns }) =>
    new TextDecoder().decode(bytes).split("\n").slice(0, -1).map((line) => {
      const isLarge = new Set(
        columns.filter(({ type }) => type === "int64").map(({ name }) => name),
      );
      const object = JSON.parse(
        line,
        (key, value, context?: { source?: string }) =>
          isLarge.has(key) && value !== null ? BigInt(context!.source!) : value,
      );
      return columns.map(({ name }) => object[name]);
    }),
  async parquet(bytes, { columns }) {
    const file = bytes.slice().buffer;
    const rows = await parquetReadObjects({ file });
    return rows.map((row) => columns.map(({ name }) => row[name]));
  },
  arrow(bytes, { columns }) {
    const read = tableFromIPC(bytes);
    return Array.from({ length: read.numRows }, (_, row) =>
      columns.map(({ name }) => {
        const value = read.getChild(name)!.get(row);
        return value !== null && typeof value === "object" ? [...value] : value;
      }));
  },
};

function normal(type: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => normal(type, one));
  if (value === null || value === undefined) return null;
  if (type === "int64") return BigInt(value as number);
  if (type === "float32") return Math.fround(value as number);
  return value;
}

/** Prints the rows of a file as JSON; what JSON cannot say as strings with a sign in front. */
const SCRIPT = `
import sys, json, math, io, csv, warnings
import numpy as np
warnings.simplefilter("ignore")
name, kind, columns = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])

def plain(value):
    if isinstance(value, np.ndarray): return [plain(one) for one in value]
    if isinstance(value, (np.generic,)): value = value.item()
    if isinstance(value, bytes): return value.decode()
    if isinstance(value, float) and not math.isfinite(value): return "!" + str(value)
    if isinstance(value, int) and abs(value) > 2**52 and not isinstance(value, bool): return "!" + str(value)
    return value

def parsed(column, text):
    if text is None: return None
    if "length" in column: return [parsed({"type": column["type"]}, one) for one in json.loads(text)]
    if column["type"] == "string": return text
    if column["type"] == "bool": return text in ("True", True)
    if text is None: return None
    return plain(float(text) if column["type"].startswith("float") else int(text))

def rows():
    if kind == "npy": return [[plain(value) for value in row] for row in np.load(name)]
    if kind == "hdf5":
        import tables
        with tables.open_file(name) as file:
            return [[plain(row[c["name"]]) for c in columns] for row in file.get_node(sys.argv[4]).read()]
    with open(name, newline="") as file: text = file.read()
    while text.startswith("#"): text = text[text.index("\\n") + 1:]
    out, row, at = [], [], 0
    def field(at):
        if at < len(text) and text[at] == '"':
            end = at + 1
            while True:
                end = text.index('"', end)
                if text[end:end + 2] != '""': return text[at + 1:end].replace('""', '"'), end + 1
                end += 2
        end = at
        while end < len(text) and text[end] not in ",\\n": end += 1
        return (text[at:end] if end > at else None), end
    while at < len(text):
        value, at = field(at)
        row.append(value)
        if text[at] == "\\n":
            out.append(row); row = []
        at += 1
    return [[parsed(c, one) for c, one in zip(columns, row)] for row in out[1:]]

json.dump(rows(), sys.stdout)
`;

async function python(bytes: Uint8Array, table: Table): Promise<unknown[][]> {
  const kind = new TextDecoder("latin1").decode(bytes.subarray(0, 6)).includes("HDF")
    ? "hdf5"
    : bytes[0] === 0x93
    ? "npy"
    : "csv";
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeFile(file, bytes);
    const { success, stdout, stderr } = await new Deno.Command(PYTHON, {
      args: ["-c", SCRIPT, file, kind, JSON.stringify(table.columns), table.path],
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return JSON.parse(new TextDecoder().decode(stdout), (_, value) => {
      if (typeof value !== "string" || !value.startsWith("!")) return value;
      const text = value.slice(1);
      return /^-?\d+$/.test(text)
        ? BigInt(text)
        : Number(text.replace("inf", "Infinity").replace("nan", "NaN"));
    });
  } finally {
    await Deno.remove(file);
  }
}
