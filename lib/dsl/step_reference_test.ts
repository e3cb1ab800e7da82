import assert from "node:assert/strict";
import { posix } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { pathOf, stepReference } from "./step_reference.ts";

/** Names of folders that URLs, shells or printers have trouble with. */
const aName = fc.oneof(
  fc.constantFrom(
    ..."ha#sh|que?ry|pc%t|pct%41|pct%zz|b\\s|it's|q\"q|a&b|with space|ünï|🔭|a:b".split("|"),
  ),
  fc.constantFrom("..a", ".hidden", "%2e%2e", "C|", "tab\there", "line\nbreak", " lead", "trail "),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }),
).filter((name) => !/[/\0]/.test(name) && name !== "." && name !== ".." && name.isWellFormed());

const aFolder = fc.array(aName, { maxLength: 4 }).map((names) => posix.join("/", "top", ...names));

Deno.test("a reference leads to its file, whatever the folders are called", () => {
  fc.assert(fc.property(aFolder, aFolder, (from, to) => {
    const file = `${to}/step.ts`;
    const reference = stepReference(file, from);
    assert.match(reference, /^\.{1,2}\//);
    assert.doesNotMatch(reference, /[#?\\]/);
    const url = new URL(reference, pathToFileURL(`${from}/flow.yaml`));
    assert.deepEqual([url.search, url.hash, pathOf(url)], ["", "", file]);
  }));
});

Deno.test("a reference can be read: only what must be is encoded", () => {
  const named = (name: string) => stepReference(`/a/${name}/s.ts`, "/a");
  assert.equal(named("with space"), "./with space/s.ts");
  assert.equal(named('ünï\'s "🔭"'), './ünï\'s "🔭"/s.ts');
  assert.equal(named("ha#sh"), "./ha%23sh/s.ts");
  assert.equal(named("pct%41"), "./pct%2541/s.ts");
  assert.equal(named("que?ry"), "./que%3Fry/s.ts");
  assert.equal(named("b\\s"), "./b%5Cs/s.ts");
  assert.equal(stepReference("/a/.x/s.ts", "/a"), "./.x/s.ts");
  assert.equal(stepReference("/a/s.ts", "/a/..b"), "../s.ts");
});

Deno.test("a percent sign that begins no escape stands for itself", () => {
  assert.equal(pathOf("file:///a/pc%t/x%20y%"), "/a/pc%t/x y%");
});
