import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { filesMatching } from "./_glob.ts";

const FILES = [
  ".hidden.zst",
  "a.zst",
  "b.gz",
  "b.zst",
  "list (1)+.txt",
  "night/a.zst",
  "night/deep/c.zst",
  "night/.cache/c.zst",
];

async function matches(pattern: string): Promise<string[]> {
  const folder = await Deno.makeTempDir();
  try {
    for (const file of FILES) {
      await Deno.mkdir(dirname(join(folder, file)), { recursive: true });
      await Deno.writeTextFile(join(folder, file), "");
    }
    await Deno.symlink(folder, join(folder, "night/circle"));
    await Deno.symlink(join(folder, "a.zst"), join(folder, "link.lnk"));
    await Deno.symlink(join(folder, "nowhere"), join(folder, "gone.lost"));
    await Deno.symlink(join(folder, "self.lost"), join(folder, "self.lost"));
    const found = await filesMatching(`${folder}/${pattern}`);
    return found.map((path) => path.slice(folder.length + 1));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const cases: [pattern: string, expected: string[]][] = [
  ["*.zst", ["a.zst", "b.zst"]],
  ["?.*", ["a.zst", "b.gz", "b.zst"]],
  ["[ax].zst", ["a.zst"]],
  ["[!a].zst", ["b.zst"]],
  ["b.{gz,zst}", ["b.gz", "b.zst"]],
  ["{a,night/a,a}.zst", ["a.zst", "night/a.zst"]],
  ["**/*.zst", ["a.zst", "b.zst", "night/a.zst", "night/deep/c.zst"]],
  ["night/**", ["night/a.zst", "night/deep/c.zst"]],
  ["night/*", ["night/a.zst"]],
  ["*/a.zst", ["night/a.zst"]],
  [".hid*", [".hidden.zst"]],
  ["list (1)+.*", ["list (1)+.txt"]],
  ["*.lnk", ["link.lnk"]],
  ["*.lost", ["gone.lost", "self.lost"]],
  ["*.lost/*", []],
  ["a.zst", ["a.zst"]],
  ["a.zst/*", []],
  ["none/*.zst", []],
  ["azzst", []],
];

for (const [pattern, expected] of cases) {
  Deno.test(`files that match ${pattern}`, async () => {
    assert.deepEqual(await matches(pattern), expected);
  });
}
