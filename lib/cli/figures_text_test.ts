import assert from "node:assert/strict";
import type { NodeReport } from "../telemetry/report.ts";
import { formatFigures } from "./figures_text.ts";

const node = (figures?: Record<string, number>) => ({ figures }) as unknown as NodeReport;

Deno.test("what steps counted is a line for each that did, the first figures of many", () => {
  const many = Object.fromEntries(Array.from({ length: 23 }, (_, n) => [`n${n}`, n]));
  const text = formatFigures(
    { a: node({ "bright: left": 3, odd: 0 }), b: node(), c: node(many) },
    false,
  );
  const [first, second, ...rest] = text.split("\n");
  assert.equal(first, "a counted: bright: left 3, odd 0");
  assert.match(second!, /^c counted: n0 0, n1 1, .*, n19 19, … \(3 more\)$/);
  assert.deepEqual(rest, [""]);
});

Deno.test("names that steps count under cannot steer the terminal", () => {
  assert.ok(!formatFigures({ a: node({ "\u001b[2J": 1 }) }, false).includes("\u001b"));
});
