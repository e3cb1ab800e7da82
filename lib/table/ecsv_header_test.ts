import assert from "node:assert/strict";
import { parse } from "yaml";
import { ecsvHeader } from "./ecsv_header.ts";

Deno.test("the header of ECSV is YAML with types, units and descriptions", () => {
  const header = ecsvHeader({
    path: "/t",
    columns: [
      { name: "a", type: "float64", unit: "g.cm**-2", description: 'so: "it" #1\nis' },
      { name: "true", type: "bool", length: 3 },
    ],
    attributes: { n: 3 },
  }, { who: "me: {" });
  // An ordered map is a list of maps of one key each, to which YAML 1.1 has a tag.
  const read = parse(header.join("\n").replace("!!omap", ""));
  assert.deepEqual(read, {
    datatype: [
      { name: "a", unit: "g.cm**-2", datatype: "float64", description: 'so: "it" #1\nis' },
      { name: "true", datatype: "string", subtype: "bool[3]" },
    ],
    meta: [{ n: 3 }, { who: "me: {" }],
  });
});
