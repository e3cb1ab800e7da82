/** Makes a {@link Failure} that a user can act on out of whatever was thrown. @module */
import type { Denial, Failure, Phase } from "../telemetry/report.ts";
import { SendError } from "./crossing.ts";
import { ExitTrapped } from "./host/traps.ts";
import { RemoteFailure } from "./remote_failure.ts";
import { QuarantineError } from "./quarantine/error.ts";

/** Where the failure happened. */
export interface FailurePlace {
  readonly node: string;
  readonly replica: number;
  readonly phase: Phase;
  readonly packet: string | null;
}

const DENIED = /^Requires (\w+) access(?: to (.+?))?(?:, run again with .*)?$/s;

/** The permission that an error says is missing, or null. */
export function denialIn(error: unknown): Denial | null {
  const isDenial = error instanceof Error &&
    (error.name === "NotCapable" || error.name === "PermissionDenied");
  const match = isDenial ? DENIED.exec(error.message) : null;
  if (!match) return null;
  return { kind: match[1] ?? "unknown", resource: match[2]?.replace(/^"(.*)"$/s, "$1") ?? null };
}

/** Turns something thrown into a failure record. */
export function failureOf(error: unknown, place: FailurePlace): Failure {
  try {
    if (error instanceof RemoteFailure) {
      const { phase } = error.failure; // a cell loads its module when it begins
      return { ...error.failure, ...place, phase: phase === "import" ? phase : place.phase };
    }
    const denial = denialIn(error);
    const stack = error instanceof Error && typeof error.stack === "string" ? error.stack : null;
    return { ...place, ...told(error, denial, place), denial, stack };
  } catch { // a getter, a Proxy, a symbol for a message: nothing thrown may hide the failure
    const message = "the step threw something that cannot be read";
    const code = `${place.phase}_failed`;
    return { ...place, code, message, hint: null, denial: null, stack: null };
  }
}

function told(
  error: unknown,
  denial: Denial | null,
  { node, phase }: FailurePlace,
): Pick<Failure, "code" | "message" | "hint"> {
  if (denial) return toldDenial(denial, node);
  if (error instanceof ExitTrapped) {
    return {
      code: "step_exit",
      message: `the step called ${error.call}, which would end the whole Worker`,
      hint: "throw an error to fail, or return to end",
    };
  }
  const own = (error as { code?: unknown } | null)?.code;
  const ownMessage = (error as { message?: unknown } | null)?.message;
  const isTold = typeof own === "string" && typeof ownMessage === "string";
  const message = isTold ? ownMessage : messageOf(error);
  if (error instanceof SendError) {
    const hint = "emit plain data: objects, arrays, Maps, Sets, typed arrays, strings, numbers";
    return { code: "cannot_cross", message: error.message, hint };
  }
  if (error instanceof QuarantineError) {
    const hint = "choose another folder with --quarantine (`quarantine` of runFlow)";
    return { code: error.code, message: error.message, hint };
  }
  if (error instanceof Deno.errors.NotFound) {
    const path = /: \w+ '(.*)'$/s.exec(error.message)?.[1];
    return {
      code: "not_found",
      message: path ? `"${path}" does not exist` : message,
      hint:
        "paths in a flow start at the flow's folder, those after --set at the working directory",
    };
  }
  return { code: typeof own === "string" ? own : `${phase}_failed`, message, hint: null };
}

function toldDenial({ kind, resource }: Denial, node: string) {
  const key = ["read", "write", "net", "env", "sys"].includes(kind) ? kind : null;
  const what = resource === null ? kind : `${kind} access to "${resource}"`;
  return {
    code: "permission_denied",
    message: `the step asked for ${what}, which node "${node}" does not grant`,
    hint: key && resource !== null
      ? `to allow it, add to node "${node}":  permissions: { ${key}: [${
        JSON.stringify(resource)
      }] }`
      : `to allow it, add to node "${node}":  trusted: true`,
  };
}

/** A sentence for anything thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) {
    const name = error.name === "Error" ? "" : `${error.name}: `;
    return `${name}${error.message}`;
  }
  if (typeof error === "string") return error;
  try {
    return `the step threw ${JSON.stringify(error) ?? String(error)}`;
  } catch {
    return `the step threw ${String(error)}`;
  }
}
