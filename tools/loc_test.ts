import assert from "node:assert/strict";
import { inFolder } from "./_folder.ts";
import { countLines, linesByRoom } from "./loc.ts";

Deno.test("lines of code and of comment are told apart", () => {
  const text = [
    "/**",
    " * Text.",
    " */",
    "",
    "const a = 1; // why",
    "// a remark",
    "/* short */",
    "const b = 2;",
  ];
  assert.deepEqual(countLines(text.join("\n")), { code: 2, comment: 5 });
});

Deno.test("tests are counted apart, and to the room that they are about", async () => {
  await inFolder({
    "lib/graph/a.ts": "/** A. */\nexport const a = 1;\n",
    "lib/graph/deep/b.ts": "export const b = 1;\n",
    "lib/graph/a_test.ts": "// remark\nlet test;\nlet more;\n",
    "steps/c.ts": "export default 1;\n",
  }, (root) => {
    assert.deepEqual(Object.fromEntries(linesByRoom(root)), {
      "lib/graph": { files: 3, code: 2, comment: 1, test: 2 },
      "steps": { files: 1, code: 1, comment: 0, test: 0 },
    });
    return Promise.resolve();
  });
});
