import assert from "node:assert/strict";
import type { JsonObject } from "../lib/graph/mod.ts";
import { stepCatalog } from "../lib/registry/mod.ts";
import { testStep } from "../lib/testing/step_context.ts";
import { graphOfText } from "../tests/_flows.ts";
import quality from "./quality_cuts.ts";

const image = (intensity: number | null, nIslands: number) => ({ hillas: { intensity }, nIslands });
const cuts = { bright: "hillas.intensity > 50", whole: "nIslands == 1", any: "true" };

Deno.test("quality_cuts sends on what passes all cuts, and counts each alone and after those before", async () => {
  const inputs = [image(100, 1), image(100, 2), image(10, 1), image(null, 1), image(60, 1)];
  const { emitted, figures } = await testStep(quality, { params: { cuts } }, inputs);
  assert.deepEqual(emitted.map(({ port, value }) => [port, inputs.indexOf(value as never)]), [
    ["passed", 0],
    ["rejected", 1],
    ["rejected", 2],
    ["rejected", 3],
    ["passed", 4],
  ]);
  assert.deepEqual(Object.entries(figures), [
    ["bright: passed", 3],
    ["bright: left", 3],
    ["whole: passed", 4],
    ["whole: left", 2],
    ["any: passed", 5],
    ["any: left", 2],
  ]);
});

Deno.test("quality_cuts has a figure for each cut, also where nothing came", async () => {
  const { figures } = await testStep(quality, { params: { cuts } });
  assert.deepEqual(Object.values(figures), [0, 0, 0, 0, 0, 0]);
});

Deno.test("quality_cuts names the cut that makes no sense of a value", async () => {
  await assert.rejects(
    testStep(quality, { params: { cuts } }, [{ hillas: { intensity: "much" }, nIslands: 1 }]),
    /cut "bright", at character 1: hillas.intensity is "much", but a number is expected/,
  );
});

Deno.test("what is wrong with a cut is told when a flow is checked, with its place", async () => {
  const catalog = stepCatalog();
  const issuesOf = async (params: JsonObject) => {
    const [described] = await catalog.describe(
      [{ step: "quality_cuts", params }] as never,
      import.meta.url,
    );
    assert.ok(described!.ok);
    return described!.issues.map(({ path, message }) => [path.join("."), message]);
  };
  assert.deepEqual(await issuesOf({ cuts: { ok: "a > 1", bad: "a > 1 and b >" } }), [
    ["cuts.bad", 'param "cuts.bad" is "a > 1 and b >": at character 14: a value is missing'],
  ]);
  assert.deepEqual(await issuesOf({ cuts: {} }), [
    ["cuts", 'param "cuts" is {}: at least one cut is expected'],
  ]);
  const text = `
name: bad
nodes:
  numbers: { step: int_generator, params: { count: 3 }, next: { even: cut, odd: cut } }
  cut: { step: quality_cuts, params: { cuts: { some: "1 < 2 <" } }, next: { passed: out } }
  out: { step: string_writer, params: { filename: out.txt } }
`;
  await assert.rejects(
    graphOfText(text, new URL("./bad.yaml", import.meta.url)),
    /comparisons do not/,
  );
});
