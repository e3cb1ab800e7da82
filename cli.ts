/**
 * The `ctapipe-flow` command: makes sure that it may do its work, then executes `lib/cli/main.ts`
 * in a Deno that can never ask a permission question. This file and what it imports touch nothing
 * that needs a permission before that is known.
 *
 * @module
 */
import { permissionFlags } from "./lib/cli/permissions.ts";
import { supervise } from "./lib/cli/supervise.ts";

if (import.meta.main) {
  const permissions = permissionFlags(Deno.args);
  if (permissions.ok) {
    Deno.exit(await supervise(permissions.flags, Deno.args));
  }
  Deno.stderr.writeSync(new TextEncoder().encode(`${permissions.message}\n`));
  Deno.exit(2);
}
