/**
 * What the compiler must refuse. Each `@ts-expect-error` is a test: if the line below it ever
 * compiles, the type check of this file fails.
 */
import assert from "node:assert/strict";
import { defineStep, Emission, inputFile, number, text, z } from "./mod.ts";

const params = z.object({ threshold: z.number().default(1), veto: inputFile().optional() });
const about = { summary: "" };

const split = defineStep({
  ...about,
  name: "split",
  kind: "stager",
  params,
  input: number,
  outputs: { bright: number, label: text },
  init: ({ params }) => ({ limit: params.threshold * 2 }),
  *run(value, { params, state, to }) {
    const limit: number = state.limit + params.threshold + value;
    const veto: string | undefined = params.veto;
    yield to.bright(limit);
    yield to.label(veto ?? "");
    // @ts-expect-error: bright takes numbers
    yield to.bright("x");
    // @ts-expect-error: there is no such port
    yield to.faint(1);
    // @ts-expect-error: there is no such param
    params.thresold;
    // @ts-expect-error: a param has the type of its schema
    const wrong: string = params.threshold;
    // @ts-expect-error: state is what init returned
    state.limits;
    // @ts-expect-error: the input is a number
    value.length;
    return void wrong;
  },
  finish({ state, outcome }) {
    const limit: number = state.limit;
    // @ts-expect-error: there is no such outcome
    return outcome === "finished" ? void limit : undefined;
  },
});

defineStep({
  ...about,
  name: "wrong_value",
  kind: "stager",
  input: number,
  outputs: { out: number },
  // @ts-expect-error: the port takes numbers
  run: (value) => `${value}`,
});

defineStep({
  ...about,
  name: "wrong_optional",
  kind: "producer",
  outputs: { out: number },
  // @ts-expect-error: there is no such port
  optional: ["uot"],
  run: () => 1,
});

defineStep({
  ...about,
  name: "wrong_name",
  kind: "stager",
  input: number,
  dynamic: number,
  // @ts-expect-error: a dynamic step sends its one kind of value
  run: (value, { to }) => to("anywhere", `${value}`),
});

defineStep({
  ...about,
  name: "wrong_kind",
  // @ts-expect-error: there is no such kind
  kind: "sorter",
  input: number,
  run: () => {},
});

Deno.test("defineStep gives back its argument", () => {
  const step = { ...about, name: "n", kind: "consumer" as const, input: number, run: () => {} };
  assert.equal(defineStep(step), step);
  assert.deepEqual(Object.keys(split.outputs!), ["bright", "label"]);
});

Deno.test("an emission carries port and value", () => {
  const { port, value } = new Emission(1, "x");
  assert.deepEqual([port, value], [1, "x"]);
});
