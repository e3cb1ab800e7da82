/** Tests that need a program which not every machine has. @module */

/** Debian's Python, which has numpy, h5py and zmq where their packages are installed. */
export const PYTHON = "/usr/bin/python3";

/** Where Debian puts Chromium. */
export const CHROMIUM = "/usr/bin/chromium";

/** Whether a program can be started; its output is dropped. */
export function hasProgram(program: string, args: readonly string[] = ["--version"]): boolean {
  try {
    const command = new Deno.Command(program, {
      args: [...args],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    });
    return command.outputSync().success;
  } catch {
    return false;
  }
}

/** Whether {@link PYTHON} can import all of some modules. */
export function hasPython(...modules: readonly string[]): boolean {
  return hasProgram(PYTHON, ["-c", modules.map((name) => `import ${name}`).join("\n")]);
}

/**
 * Registers a test that needs a program. Without it the test is ignored and its name says why, unless
 * the environment variable `CTAPIPE_FLOW_NO_SKIP` is `1`: then it fails.
 *
 * @param missing what is missing, such as `"python3-h5py"`; null if all is there
 */
export function testNeeding(
  missing: string | null,
  name: string,
  fn: (t: Deno.TestContext) => void | Promise<void>,
): void {
  if (missing === null) {
    Deno.test(name, fn);
  } else if (Deno.env.get("CTAPIPE_FLOW_NO_SKIP") === "1") {
    Deno.test(name, () => {
      throw new Error(`${missing} is missing and CTAPIPE_FLOW_NO_SKIP=1 forbids skipping`);
    });
  } else {
    Deno.test.ignore(`${name} (ignored: ${missing} is missing)`, fn);
  }
}
