/** What a node may touch: the grants of its step's params and those that the flow adds. @module */
import type { Draft, Issues } from "./draft.ts";
import { GRANT_KINDS, type Grants, NO_GRANTS } from "./model.ts";
import { didYouMean, quoted } from "./suggest.ts";

/** The kinds of system information that the runtime can grant. */
export const SYS_KINDS: readonly string[] = [
  "cpus",
  "gid",
  "homedir",
  "hostname",
  "inspector",
  "loadavg",
  "networkInterfaces",
  "osRelease",
  "osUptime",
  "setPriority",
  "systemMemoryInfo",
  "uid",
  "userInfo",
  "username",
];

/** `host`, `host:port`, `[v6]:port`; no scheme, no path. */
const ENDPOINT = /^(\[[0-9a-fA-F:.]+\]|[^\s:/?#@[\]]+)(:\d{1,5})?$/;

/** The lists of both, each entry once, in the order in which it first stands. */
export function mergeGrants(described: Grants, added: Partial<Grants>): Grants {
  const lists = GRANT_KINDS.map((kind) =>
    [kind, [...new Set([...described[kind], ...(added[kind] ?? [])])]] as const
  );
  return { ...NO_GRANTS, ...Object.fromEntries(lists) };
}

/** Checks the grants that a flow adds to its nodes. */
export function checkPermissions(drafts: readonly Draft[], issues: Issues): void {
  for (const draft of drafts) {
    for (const kind of GRANT_KINDS) {
      draft.spec.permissions[kind]?.forEach((entry, index) => {
        const breach = breachOf(kind, entry);
        if (breach === null) return;
        const [message, hint] = breach;
        issues.error(draft, "bad_permission", message, {
          path: ["permissions", kind, index],
          hint,
        });
      });
    }
  }
}

function breachOf(
  kind: keyof Grants,
  entry: string,
): [message: string, hint: string | null] | null {
  if (entry === "") return [`an empty entry grants nothing`, "remove it"];
  if (kind === "net" && !isEndpoint(entry)) {
    return [`${quoted(entry)} is no host or host:port`, "write it like example.org:443"];
  }
  if (kind === "sys" && !SYS_KINDS.includes(entry)) {
    return [`there is no system information ${quoted(entry)}`, didYouMean(entry, SYS_KINDS)];
  }
  if (kind === "env" && /[=\0]/.test(entry)) {
    return [`${quoted(entry)} is no name of a variable`, `write the name only`];
  }
  return null;
}

function isEndpoint(entry: string): boolean {
  const port = ENDPOINT.exec(entry)?.[2];
  return ENDPOINT.test(entry) && (port === undefined || Number(port.slice(1)) <= 65535);
}
