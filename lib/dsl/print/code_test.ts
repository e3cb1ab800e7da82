import assert from "node:assert/strict";
import fc from "fast-check";
import { aText } from "./_flows.ts";
import { call, codeOf, layOut, stringText, variable } from "./code.ts";
import { numberText } from "./numbers.ts";

/** What a literal means. */
const read = (code: string): unknown => (0, eval)(`(${code})`);

Deno.test("any text and number is read as what it was", () => {
  fc.assert(fc.property(aText, (text) => assert.equal(read(stringText(text)), text)));
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
    assert.equal(read(numberText(number)), number === 0 ? 0 : number);
    assert.equal(JSON.parse(numberText(number)), number === 0 ? 0 : number);
  }));
  assert.equal(stringText('say "hi"'), `'say "hi"'`);
  assert.equal(stringText(`"it's" "`), `'"it\\'s" "'`);
  assert.equal(stringText(`it's`), `"it's"`);
  assert.equal(numberText(2 ** 60), "1.152921504606847e+18");
  assert.equal(numberText(2 ** 53 - 1), "9007199254740991");
});

Deno.test("any JSON is read as what it was; keys are bare where they can be", () => {
  fc.assert(fc.property(fc.jsonValue(), (json) => {
    const code = layOut(codeOf(JSON.parse(JSON.stringify(json))), "", "");
    assert.deepEqual(JSON.stringify(read(code)), JSON.stringify(json));
  }));
  const json = JSON.parse('{"a":1,"b-c":2,"__proto__":{"true":true}}');
  assert.equal(layOut(codeOf(json), "", ""), '{ a: 1, "b-c": 2, ["__proto__"]: { true: true } }');
});

Deno.test("what does not fit into a line has one member a line", () => {
  const long = "x".repeat(40);
  const code = call(
    "node",
    variable("steps.a"),
    codeOf({ params: { a: long, b: [1, 2] }, c: long }),
  );
  assert.deepEqual(layOut(code, "const a = ", ";").split("\n"), [
    "const a = node(steps.a, {",
    `  params: { a: "${long}", b: [1, 2] },`,
    `  c: "${long}",`,
    "});",
  ]);
  const edge = call("edge", variable(long), variable(`${long}.out.${long}`));
  assert.deepEqual(layOut(edge, "  ", ",", "  ").split("\n"), [
    "  edge(",
    `    ${long},`,
    `    ${long}.out.${long},`,
    "  ),",
  ]);
  const text = "x".repeat(95);
  assert.equal(layOut(codeOf({ key: text }), "", ""), `{\n  key:\n    "${text}",\n}`);
});
