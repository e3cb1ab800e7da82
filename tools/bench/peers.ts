/** Makes the peers' packages available without making them dependencies. @module */
import { join } from "node:path";
import { homedir } from "node:os";

/** What the peers under Node need. */
export const PACKAGES: Readonly<Record<string, string>> = {
  piscina: "5.3.2",
  rxjs: "7.8.2",
  zeromq: "6.8.0",
};

/** Where they are put: outside of the tree, kept for the next time. */
const FOLDER = join(
  Deno.env.get("XDG_CACHE_HOME") ?? join(homedir(), ".cache"),
  "ctapipe-flow-bench",
  Object.entries(PACKAGES).flat().join("-"),
);

/**
 * Installs the peers' packages unless they are there, and tells contenders where (in the environment
 * variable `BENCH_PEERS`), and which Python to use (`BENCH_PYTHON`).
 *
 * @returns why peers under Node can't take part, or null
 */
export async function preparePeers(python: string): Promise<string | null> {
  Deno.env.set("BENCH_PYTHON", python);
  Deno.env.set("BENCH_PEERS", FOLDER);
  if (await isThere(join(FOLDER, "complete"))) return null;
  await Deno.mkdir(FOLDER, { recursive: true });
  const names = Object.entries(PACKAGES).map(([name, version]) => `${name}@${version}`);
  const args = ["install", "--prefix", FOLDER, "--no-audit", "--no-fund", "--save-exact", ...names];
  try {
    const { success, stderr } = await new Deno.Command("npm", { args }).output();
    if (!success) return `npm could not install them: ${lastLine(stderr)}`;
  } catch {
    return "npm is not there";
  }
  await Deno.writeTextFile(join(FOLDER, "complete"), "");
  return null;
}

async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}

const lastLine = (text: Uint8Array): string =>
  new TextDecoder().decode(text).trim().split("\n").at(-1) ?? "";
