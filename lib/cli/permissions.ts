/** What the tool itself must be allowed to do, found out without asking anybody. @module */

type Kind = "read" | "write" | "env" | "run" | "net" | "sys" | "ffi" | "import";

/** Without these nothing works: flows, reports, terminal settings, and executing itself again. */
const NEEDED: readonly Kind[] = ["read", "write", "env", "run"];
/** Handed on where granted: no step can get what the tool has not. */
const HANDED_ON: readonly Kind[] = ["net", "sys", "ffi"];
/** What `-A` grants. */
const ALL: readonly Kind[] = [...NEEDED, ...HANDED_ON, "import"];

/**
 * What a module imports literally is loaded with the program's rights before any of it is sandboxed:
 * to read a flow would be enough to make a request to wherever it says. Packages of `deno.json` are
 * no remote modules.
 */
const NO_REMOTE_MODULES = "--deny-import";

/** What the process was started with: flags that give a child the same, or one line of advice. */
export type PermissionFlags =
  | { readonly ok: true; readonly flags: readonly string[] }
  | { readonly ok: false; readonly message: string };

/**
 * Derives the flags for a child process from what this process was granted, without the right to
 * load modules from the network. A permission that is
 * granted only in part cannot be read back from Deno: it is missing if needed, and left out if not.
 *
 * @param args the arguments of the tool, repeated in the advice
 * @param granted whether a permission is granted in full; the process itself unless a test says
 */
export function permissionFlags(
  args: readonly string[],
  granted: (kind: Kind) => boolean = isGranted,
): PermissionFlags {
  if (!NEEDED.every(granted)) {
    const again = ["deno run -A cli.ts", ...args.map(quoted)].join(" ");
    return {
      ok: false,
      message: `ctapipe-flow needs permissions: run "${again}" ` +
        `(every step still gets only what its flow grants)`,
    };
  }
  // `-A` is more than the sum of its parts: only it opens files such as those under /proc.
  if (ALL.every(granted)) return { ok: true, flags: ["-A", NO_REMOTE_MODULES] };
  const allowed = [...NEEDED, ...HANDED_ON.filter(granted)].map((kind) => `--allow-${kind}`);
  return { ok: true, flags: [...allowed, NO_REMOTE_MODULES] };
}

function isGranted(name: Kind): boolean {
  // The type of descriptors does not know "import" yet; the runtime does.
  const status = Deno.permissions.querySync({ name } as Deno.PermissionDescriptor);
  return status.state === "granted" && !status.partial;
}

function quoted(arg: string): string {
  return /^[\w@%+=:,./#-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`;
}
