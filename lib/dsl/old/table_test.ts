import assert from "node:assert/strict";
import { stepCatalog } from "../../registry/mod.ts";
import { classMeant, classOf, OLD_STEPS, routesOf } from "./table.ts";

for (const [name, old] of Object.entries(OLD_STEPS)) {
  Deno.test(`${name}: role, ports and params are those of ${old.step}`, async () => {
    const [described] = await stepCatalog().describe([{ step: old.step, params: {} }], "file:///x");
    assert.ok(described?.ok);
    const { kind, outputs, params } = described.signature;
    assert.equal(old.role, kind);
    const needed = Object.keys(outputs).filter((port) => !outputs[port]!.optional);
    assert.deepEqual(Object.keys(old.ports), needed);
    const known = Object.keys(params.properties ?? {});
    for (const param of Object.values(old.options)) assert.ok(known.includes(param), param);
    assert.equal(classOf(old.step), name, "no step takes the place of two classes");
  });
}

Deno.test("a port goes to the node that the class names, else to the first", () => {
  const { Pair, Add } = OLD_STEPS;
  assert.deepEqual(routesOf(Pair!, ["Add", "Inverse"]), { fives: "Inverse", others: "Add" });
  assert.deepEqual(routesOf(Pair!, ["X", "Add"]), { fives: "X", others: "Add" });
  assert.deepEqual(routesOf(Pair!, ["X"]), { fives: "X", others: "X" });
  assert.deepEqual(routesOf(Add!, ["StringWriter", "Inverse"]), { out: "StringWriter" });
});

Deno.test("the class that was meant: by name, else by module", () => {
  assert.equal(classMeant("StringWritter", "x"), "StringWriter");
  assert.equal(classMeant("Zzzz", "ctapipe.flow.algorithms.odd"), "Odd");
  assert.equal(classMeant("Zzzz", "x"), null);
});
