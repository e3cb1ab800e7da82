/** Whatever an old file holds, loading it ends in a graph or in mistakes that lie inside of it. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { graphHash } from "../../graph/hash.ts";
import { DSL_CODES } from "../codes.ts";
import { GRAPH_CODES } from "../../graph/codes.ts";
import { load } from "./_files.ts";
import { OLD_STEPS } from "./table.ts";
import { oldText } from "./write.ts";

const CODES = new Set<string>([...DSL_CODES, ...GRAPH_CODES]);
const CLASSES = Object.keys(OLD_STEPS);

const value: fc.Arbitrary<unknown> = fc.jsonValue({ maxDepth: 2 });
const className = fc.constantFrom(...CLASSES, "Pear", "__proto__", "");
const next = fc.array(className, { maxLength: 3 }).map((names) => names.join(" ,"));
const rarely = <T>(usual: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 12, arbitrary: usual as fc.Arbitrary<unknown> }, {
    weight: 1,
    arbitrary: value,
  });

const entry = rarely(className.chain((name) =>
  fc.record({
    name: rarely(fc.constant(name)),
    class: rarely(fc.constant(name)),
    module: rarely(fc.constant(OLD_STEPS[name]?.module ?? "x")),
    next_steps: rarely(next),
    nb_process: rarely(fc.integer({ min: -1, max: 3 })),
    queue_limit: rarely(fc.integer({ min: -2, max: 9 })),
  }, { requiredKeys: [] })
));

const flow = fc.record({
  producer_conf: entry,
  stagers_conf: rarely(fc.array(entry, { maxLength: 4 })),
  consumer_conf: entry,
  mode: rarely(fc.constantFrom("sequential", "multiprocess")),
  gui: rarely(fc.boolean()),
}, { requiredKeys: [] });

const sections = fc.dictionary(className, rarely(fc.constantFrom({ filename: "a" }, {})), {
  maxKeys: 3,
});
const document = fc.record({ Flow: rarely(flow), version: rarely(fc.constant(1)), rest: sections })
  .map(({ rest, ...file }) => ({ ...rest, ...file }));

Deno.test("any old file gives a graph, or mistakes at places inside of it", async () => {
  await fc.assert(
    fc.asyncProperty(document, async (file) => {
      const text = JSON.stringify(file, null, 1);
      const { graph, diagnostics } = await load(text);
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      assert.equal(graph === null, errors.length > 0, "no graph exactly if there is a mistake");
      for (const { code, line, column, length, sourceLine } of diagnostics) {
        assert.ok(CODES.has(code), code);
        assert.equal(sourceLine, text.split("\n")[line - 1]);
        assert.ok(column >= 1 && column <= sourceLine.length + 1);
        assert.ok(length === 1 || column - 1 + length <= sourceLine.length);
      }
    }),
    { numRuns: 600 },
  );
});

/** Files that are mostly good: a chain with branches, of every class whose role is right. */
const good = fc.array(fc.constantFrom("Pair", "Odd", "Add", "Inverse"), { minLength: 1 })
  .map((classes) => [...new Set(classes)])
  .chain((classes) =>
    fc.record({
      classes: fc.constant(classes),
      orders: fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), {
        minLength: classes.length + 1,
        maxLength: classes.length + 1,
      }),
    })
  );

Deno.test("a good old file, written again, is the same graph", async () => {
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(good, async ({ classes, orders }) => {
      const after = (at: number) => [...classes.slice(at), "StringWriter"];
      const names = (at: number) =>
        orders[at]!.map((pick) => after(at)[pick % after(at).length]).join(", ");
      const step = (name: string, at: number | null) => ({
        name,
        class: name,
        module: OLD_STEPS[name]!.module,
        ...(at !== null && { next_steps: names(at) }),
      });
      const file = {
        Flow: {
          producer_conf: step("IntGenerator", 0),
          stagers_conf: classes.map((name, at) => step(name, at + 1)),
          consumer_conf: step("StringWriter", null),
        },
        StringWriter: { filename: "out" },
      };
      const { spec, graph } = await load(file);
      if (graph === null) return; // A stager that nothing feeds.
      seen++;
      const written = oldText(spec!, graph);
      assert.ok(written.ok, JSON.stringify(written));
      const again = await load(written.text);
      assert.equal(graphHash(again.graph!), graphHash(graph));
    }),
    { numRuns: 150 },
  );
  assert.ok(seen > 15, `only ${seen} were good`);
});
