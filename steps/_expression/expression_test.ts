import assert from "node:assert/strict";
import fc from "fast-check";
import { compileCondition } from "./compile.ts";
import { ExpressionError } from "./error.ts";

const value = {
  eventId: 7,
  large: 9007199254740993n,
  telescope: { type: "LST", telId: 1 },
  parameters: { hillas: { intensity: 120, psi: null, width: NaN, r: 0.5 }, nIslands: 2 },
  charge: new Float64Array([1, 2, 3]),
  ok: true,
};

const TRUE = [
  "parameters.hillas.intensity > 50",
  "parameters.hillas.intensity > 50 and parameters.nIslands <= 3",
  "eventId == 7 && telescope.type == 'LST'",
  'telescope.type != "MST"',
  "not (eventId < 7 or eventId > 7)",
  "!false || false",
  "ok",
  "ok == true",
  "1 + 2 * 3 == 7 and (1 + 2) * 3 == 9",
  "2 ** 3 ** 2 == 512 and -2 ** 2 == -4 and 2 ** -1 == 0.5",
  "10 - 4 - 3 == 3 and 24 / 4 / 2 == 3 and 7 % 4 == 3",
  "1e3 == 1000 and .5 == 5e-1 and 1. == 1",
  "abs(-3) == 3 and min(4, 2, 8) == 2 and hypot(3, 4) == 5 and log10(parameters.hillas.intensity) > 2",
  "deg(pi) == 180 and abs(rad(90) - pi / 2) < 1e-12",
  "charge[2] == 3",
  "large > 9007199254740992 and eventId == 7.0",
  "parameters.hillas.psi == null and eventId != null and nothing.at.all == null",
  "parameters.hillas.width == null",
  "'abc' < 'abd'",
  "true or nothing > 1",
  "not (false and nothing > 1)",
];

// what is not known is not known to be true, nor is its opposite
const NOT_TRUE = [
  "eventId > 7",
  "nothing > 1",
  "not (nothing > 1)",
  "nothing != 1",
  "parameters.hillas.psi + 1 > 0",
  "not (parameters.hillas.width > 1)",
  "abs(nothing) < 1 or abs(nothing) >= 1",
  "sqrt(-1) > 0 or not (sqrt(-1) > 0)",
  "nothing",
  "toString == 1 or constructor == 1 or __proto__ == 1",
  "telescope.constructor.name == 'Object'",
  "charge.length > 0",
];

for (const source of TRUE) {
  Deno.test(`true: ${source}`, () => assert.equal(compileCondition(source)(value), true));
}
for (const source of NOT_TRUE) {
  Deno.test(`not true: ${source}`, () => assert.equal(compileCondition(source)(value), false));
}

for (
  const [source, at, what] of [
    ["", 1, /a value is missing/],
    ["a >", 4, /a value is missing/],
    ["a > > b", 5, /a value is missing before ">"/],
    ["(a > 1", 7, /"\)" is missing for the "\(" at character 1/],
    ["a > 1)", 6, /"\)" is not expected here/],
    ["a > 1 b", 7, /"b" is not expected here/],
    ["a = 1", 3, /"=" has no meaning here: to compare, write ==/],
    ["a > 1 ; b", 7, /";" has no meaning here/],
    ["'open", 1, /' is never closed/],
    ["1 < a < 2", 7, /comparisons do not chain: write "a < b and b < c"/],
    ["a. > 1", 4, /a name is missing/],
    ["a[x] > 1", 3, /a whole number is missing/],
    ["a[1.5] > 1", 3, /a whole number is missing/],
    ["a[1 > 1", 5, /"\]" is missing behind the number/],
    ["alert(1) > 0", 1, /there is no function "alert": there are abs, sqrt/],
    ["sqrt(1, 2) > 0", 1, /sqrt takes 1 value, not 2/],
    ["atan2(1) > 0", 1, /atan2 takes 2 values, not 1/],
    ["and a", 1, /a value is missing before "and"/],
    ["a > 1 and", 10, /a value is missing/],
    ["1 + 2", 1, /true or false is expected, not a number/],
    ["a > 1 and 3", 11, /true or false is expected, not a number/],
    ["'LST'", 1, /true or false is expected, not a text/],
    ["(a > 1) + 1 > 0", 2, /a number is expected, not true or false/],
    ["'a' + 1 > 0", 1, /a number is expected, not a text/],
    ["'a' > 1", 5, /a text cannot be compared with a number by >/],
    ["(a > 1) > b", 9, /true or false cannot be compared with anything by >/],
    ["(".repeat(1000) + "a", 102, /it is nested too deeply/],
    ["not ".repeat(1000) + "a", 405, /it is nested too deeply/],
  ] as const
) {
  Deno.test(`refused, with its place: ${source.slice(0, 30)}`, () => {
    assert.throws(() => compileCondition(source), (error) => {
      assert.ok(error instanceof ExpressionError);
      assert.match(error.what, what);
      assert.equal(error.at + 1, at);
      assert.ok(error.message.startsWith(`at character ${at}: `));
      return true;
    });
  });
}

for (
  const [source, message] of [
    ["telescope > 1", /at character 1: telescope is an object, but a number or a text is expected/],
    ["1 < telescope.type", /at character 5: telescope.type is "LST", but a number is expected/],
    ["telescope.type * 2 > 1", /telescope.type is "LST", but a number is expected/],
    ["eventId", /eventId is 7, but true or false is expected/],
    ["ok > 1", /ok is true, but a number or a text is expected/],
  ] as const
) {
  Deno.test(`a field of another kind is named: ${source}`, () => {
    const condition = compileCondition(source);
    assert.throws(() => condition(value), message);
  });
}

Deno.test("property: arithmetic is that of numbers, whatever way it is written", () => {
  const { tree } = fc.letrec<{ tree: string; leaf: string }>((tie) => ({
    leaf: fc.integer({ min: 0, max: 99 }).map(String),
    tree: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      tie("leaf"),
      fc.tuple(tie("tree"), fc.constantFrom("+", "-", "*", " * -", "<", "=="), tie("tree")).map(
        ([a, sign, b]) => sign === "<" || sign === "==" ? `(${a}) - (${b})` : `(${a}${sign}${b})`,
      ),
    ),
  }));
  fc.assert(fc.property(tree, (source) => {
    const expected = Function(`return ${source}`)() as number;
    assert.equal(
      compileCondition(`${source} == ${expected < 0 ? `(${expected})` : expected}`)({}),
      true,
    );
  }));
});

Deno.test("property: any text has a meaning, or an error with a place in it", () => {
  const word = fc.constantFrom(
    "a",
    ".",
    "(",
    ")",
    "1",
    "<",
    "and",
    "not",
    "+",
    "**",
    "'",
    "==",
    "sqrt(",
    " ",
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.array(word).map((words) => words.join(" "))), (source) => {
      try {
        compileCondition(source);
      } catch (error) {
        assert.ok(error instanceof ExpressionError, String(error));
        assert.ok(error.at >= 0 && error.at <= source.length);
      }
    }),
    { numRuns: 1000 },
  );
});
