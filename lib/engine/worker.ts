/** Starts the Worker of a host: its source, its permissions. @module */
import type { Grants, StepCode } from "../graph/model.ts";

/** What a Worker may do: exactly these grants, or (`trusted` nodes) what the program may. */
export type WorkerGrants = Grants | "all";

/** The union of what several nodes may touch, for nodes that share a Worker. */
export function unionGrants(all: readonly WorkerGrants[]): WorkerGrants {
  if (all.includes("all")) return "all";
  const grants = all as readonly Grants[];
  const union = (kind: keyof Grants) => [...new Set(grants.flatMap((one) => one[kind]))];
  return {
    read: union("read"),
    write: union("write"),
    net: union("net"),
    env: union("env"),
    sys: union("sys"),
  };
}

/**
 * Source of a Worker's first module. Imports are literal, so that Deno loads them with the
 * program's rights, not the Worker's: a step without read permission cannot read its own source.
 */
export function entrySource(entry: string, steps: ReadonlyMap<number, StepCode>): string {
  const loaders = [...steps].map(([node, { module, export: name }]) =>
    `  ${node}: [() => import(${JSON.stringify(module)}), ${JSON.stringify(name)}],`
  );
  return [
    `import { serve } from ${JSON.stringify(entry)};`,
    "serve({",
    ...loaders,
    "});",
  ].join("\n");
}

/**
 * Starts a Worker.
 *
 * @throws {Deno.errors.NotCapable} if the program itself lacks what it is to grant
 */
export function startWorker(source: string, name: string, grants: WorkerGrants): Worker {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  try {
    const options = {
      type: "module",
      name,
      deno: { permissions: grants === "all" ? "inherit" : denoPermissions(grants) },
    };
    return new Worker(url, options as WorkerOptions);
  } finally {
    URL.revokeObjectURL(url); // its source was fetched by the constructor
  }
}

function denoPermissions({ read, write, net, env, sys }: Grants) {
  const list = (values: readonly string[]) => values.length > 0 ? [...values] : false;
  return {
    read: list(read),
    write: list(write),
    net: list(net),
    env: list(env),
    sys: list(sys),
    run: false,
    ffi: false,
    import: false,
  };
}
