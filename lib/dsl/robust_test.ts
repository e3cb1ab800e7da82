/** Whatever a document holds, loading it ends in a graph or in diagnostics that lie inside of it. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { fakeCatalog } from "./_fake_catalog.ts";
import { BASE, documentOf } from "./_flows.ts";
import { DSL_CODES } from "./codes.ts";
import { GRAPH_CODES } from "../graph/codes.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { formatDiagnostics } from "./format.ts";
import type { Notation } from "./front_end.ts";
import { loadFlow } from "./load.ts";

const CODES = new Set<string>([...DSL_CODES, ...GRAPH_CODES]);

async function check(text: string, notation: Notation): Promise<void> {
  const document = { file: "x", notation };
  const { graph, diagnostics } = await loadFlow(text, document, fakeCatalog(), "file:///x");
  assert.equal(graph === null, diagnostics.length > 0);
  for (const diagnostic of diagnostics) checkPlace(diagnostic, text.replace(/^\uFEFF/, ""));
  formatDiagnostics(diagnostics, { color: false });
}

function checkPlace({ code, line, column, length, sourceLine }: Diagnostic, text: string): void {
  assert.ok(CODES.has(code), code);
  const found = text.split("\n")[line - 1]?.replace(/\r$/, "");
  assert.equal(sourceLine, found);
  assert.ok(column >= 1 && column <= sourceLine.length + 1, `column ${column} of ${sourceLine}`);
  assert.ok(length >= 1 && (length === 1 || column - 1 + length <= sourceLine.length));
}

const name = fc.constantFrom("reader", "split", "writer", "deal", "__proto__", "out", "bright", "");
const value: fc.Arbitrary<unknown> = fc.oneof(name, fc.jsonValue({ maxDepth: 2 }));
const node = fc.record({
  step: fc.oneof(fc.constantFrom("read", "split", "copy", "deal", "write", "./x.ts"), value),
  params: fc.oneof(fc.constantFrom({ file: "a" }, { threshold: 1 }), value),
  next: fc.oneof(name, fc.array(name), fc.dictionary(name, fc.oneof(name, fc.array(name))), value),
  replicas: fc.oneof(fc.integer(), value),
  queueLimit: fc.oneof(fc.integer(), value),
  permissions: fc.oneof(fc.dictionary(fc.constantFrom("net", "run"), value), value),
  trusted: fc.oneof(fc.boolean(), value),
  onError: fc.oneof(fc.record({ retry: value, then: value }), value),
  timeoutMs: fc.oneof(fc.integer(), value),
}, { requiredKeys: [] });
const flow = fc.record({
  name: fc.oneof(name, value),
  nodes: fc.oneof(fc.dictionary(name, fc.oneof(node, value), { maxKeys: 4 }), value),
  extra: value,
}, { requiredKeys: ["nodes"] });

for (const notation of ["yaml", "jsonc"] as const) {
  Deno.test(`${notation}: any JSON value as a flow`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.jsonValue(), flow),
        (json) => check(JSON.stringify(json, null, 1), notation),
      ),
      { numRuns: 400, examples: [[{ name: { toString: {} }, nodes: {} }]] },
    );
  });

  Deno.test(`${notation}: any text, and a sound flow with a stretch of it replaced`, async () => {
    const sound = documentOf(notation, BASE);
    const broken = fc.tuple(
      fc.nat(sound.length),
      fc.nat(12),
      fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom(
          "{",
          "]",
          '"',
          "'",
          "\t",
          "\n",
          "&a",
          "*a",
          "<<: ",
          "- ",
          "? ",
          "|",
          ": ",
          "#",
          "!!",
          "%",
        ),
      ),
    ).map(([at, cut, text]) => sound.slice(0, at) + text + sound.slice(at + cut));
    const text = fc.oneof(broken, fc.string({ unit: "binary" }));
    await fc.assert(fc.asyncProperty(text, (text) => check(text, notation)), { numRuns: 600 });
  });
}
