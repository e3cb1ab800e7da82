import assert from "node:assert/strict";
import { formatBug, formatMistake, UserError } from "./user_error.ts";

Deno.test("a mistake is one line, and a second one if there is a hint", () => {
  assert.equal(formatMistake(new UserError("no such file"), false), "error: no such file\n");
  assert.equal(
    formatMistake(new UserError("no such file", "look again"), false),
    "error: no such file\n  hint: look again\n",
  );
});

Deno.test("nothing in a mistake can drive the terminal", () => {
  const told = formatMistake(new UserError('file "\x1b[2J"\nsecond', "\x07"), false);
  assert.equal(told, 'error: file "␛[2J"\nsecond\n  hint: ␇\n');
});

Deno.test("a bug shows its stack only on demand", () => {
  const bug = new TypeError("x is not a function\nat all");
  assert.equal(
    formatBug(bug, false, false),
    "error: internal: x is not a function\n" +
      "  hint: this is a bug; CTAPIPE_FLOW_DEBUG=1 shows where\n",
  );
  assert.match(formatBug(bug, true, false), /at file:.*user_error_test\.ts/);
  assert.match(formatBug("text", true, false), /^error: internal: text\n$/);
});
