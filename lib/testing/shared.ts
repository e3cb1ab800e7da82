/**
 * Tests that need the shared reference material, a folder named `shared` beside the repository.
 *
 * @module
 */
import { testNeeding } from "./programs.ts";

const folder = new URL("../../../shared/", import.meta.url);

/** Path of a file or folder of the shared material, e.g. `sharedPath("simtel/data")`. */
export function sharedPath(path: string): string {
  return decodeURIComponent(new URL(path, folder).pathname);
}

/** Whether the shared material is there. */
export function hasShared(): boolean {
  try {
    return Deno.statSync(folder).isDirectory;
  } catch {
    return false;
  }
}

/**
 * Registers a test that needs the shared material. Without it the test is ignored and its name says
 * why, unless the environment variable `CTAPIPE_FLOW_NO_SKIP` is `1`: then it fails.
 */
export function testShared(name: string, fn: (t: Deno.TestContext) => void | Promise<void>): void {
  testNeeding(hasShared() ? null : sharedPath(""), name, fn);
}
