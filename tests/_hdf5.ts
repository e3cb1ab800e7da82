/** Python's view of HDF5 files, for tests. @module */
import assert from "node:assert/strict";
import { hasPython, PYTHON } from "../lib/testing/programs.ts";

/** What Python lacks; null if it has all that {@link python} needs. */
export const missing: string | null = hasPython("h5py", "tables")
  ? null
  : "python3-h5py or python3-tables";

/** What a Python program prints as JSON; `f` is the open PyTables file, `h` that of h5py. */
export async function python(path: string, program: string): Promise<unknown> {
  const head = "import sys, json, warnings, h5py, tables\nimport numpy as np\n" +
    "warnings.simplefilter('ignore')\n" +
    "f = tables.open_file(sys.argv[1]); h = h5py.File(sys.argv[1])\n";
  const { success, stdout, stderr } = await new Deno.Command(PYTHON, {
    args: ["-c", head + program, path],
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}
