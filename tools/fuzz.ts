/**
 * Feeds damaged sim_telarray files to the reader: every case must end in a result or in a
 * `SimtelError`, soon and without asking for more memory than the input is worth.
 *
 * Usage: `deno run -A tools/fuzz.ts [--cases N] [--seed S] [--only CASE]`
 *
 * @module
 */
import { parseArgs } from "node:util";
import { fuzz } from "../lib/simtel/fuzz/mod.ts";

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      cases: { type: "string", default: "100000" },
      seed: { type: "string", default: "1" },
      only: { type: "string" },
    },
  });
  const { cases, errors, results, failures, mostMemory, codes } = await fuzz({
    cases: Number(values.cases),
    seed: Number(values.seed),
    only: values.only === undefined ? undefined : Number(values.only),
  });
  for (const failure of failures) console.log(failure);
  console.log([...codes].map(([code, n]) => `${code}: ${n}`).join(", "));
  console.log(`most memory taken by a case: ${(mostMemory / 2 ** 20).toFixed(1)} MiB`);
  console.log(`${cases} cases, ${errors} errors, ${results} results, ${failures.length} failures`);
  if (failures.length > 0) Deno.exit(1);
}
