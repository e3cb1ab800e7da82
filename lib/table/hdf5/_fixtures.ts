/** Python's view of files in memory, for tests. @module */
import assert from "node:assert/strict";
import { hasPython, PYTHON } from "../../testing/programs.ts";

/** What Python lacks for {@link python}; null if it has all. */
export const missing: string | null = hasPython("h5py", "tables")
  ? null
  : "python3-h5py or python3-tables";

/** What a Python program prints as JSON of a file named `name`. */
export async function python(bytes: Uint8Array, program: string): Promise<unknown> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeFile(path, bytes);
    const head = "import sys, json, h5py, tables\nimport numpy as np\nname = sys.argv[1]\n";
    const { success, stdout, stderr } = await new Deno.Command(PYTHON, {
      args: ["-c", head + program, path],
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    return JSON.parse(new TextDecoder().decode(stdout));
  } finally {
    await Deno.remove(path);
  }
}
