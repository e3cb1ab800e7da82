/**
 * Parameters that name files and addresses. Each carries a *role*, and the role is the grant: what
 * is written in a flow's `params` is what its Worker may touch.
 *
 * @module
 */
import { z } from "zod";
import type { Grants, JsonObject, ParamRole, ParamRoleName } from "../graph/model.ts";
import { roleValues } from "../graph/role_values.ts";

const withRole = (role: ParamRoleName) => z.string().min(1).meta({ role });

/** A file to read. Grants read on it. */
export const inputFile = (): z.ZodString => withRole("inputFile");

/** A folder to read. Grants read on it and all below. */
export const inputFolder = (): z.ZodString => withRole("inputFolder");

/** Files by pattern, such as `data/*.zst`. Grants read on the folder before the first wildcard. */
export const inputGlob = (): z.ZodString => withRole("inputGlob");

/** A file to write. Grants read and write on it and on its `.partial`; the folder is made. */
export const outputFile = (): z.ZodString => withRole("outputFile");

/** A folder to write files into. Grants read and write on it and all below; it is made. */
export const outputFolder = (): z.ZodString => withRole("outputFolder");

/** A `host:port` to talk to. Grants net on it. */
export const endpoint = (): z.ZodString => withRole("endpoint");

/** The folder of a glob: everything before the first segment that has a wildcard. */
export function globFolder(pattern: string): string {
  const segments = pattern.split("/");
  const wild = segments.findIndex((segment) => /[*?[\]{}]/.test(segment));
  const folder = segments.slice(0, wild < 0 ? -1 : wild).join("/");
  return folder === "" ? (pattern.startsWith("/") ? "/" : ".") : folder;
}

/**
 * The roles in a params schema, read from its JSON Schema, where `.default()`, `.optional()` and
 * unions do not hide them. `"*"` in a path stands for every item of a list. Inside of records and
 * tuples there are none.
 */
export function rolesOf(schema: JsonObject, path: readonly string[] = []): ParamRole[] {
  const found: ParamRole[] = [];
  if (typeof schema.role === "string") found.push({ path, role: schema.role as ParamRoleName });
  const properties = schema.properties as Record<string, JsonObject> | undefined;
  for (const [key, value] of Object.entries(properties ?? {})) {
    found.push(...rolesOf(value, [...path, key]));
  }
  if (schema.items && !Array.isArray(schema.items)) {
    found.push(...rolesOf(schema.items as JsonObject, [...path, "*"]));
  }
  for (const choice of [schema.anyOf, schema.oneOf, schema.allOf].flat()) {
    if (choice) found.push(...rolesOf(choice as JsonObject, path));
  }
  return found.filter((one, index) => found.findIndex((other) => same(one, other)) === index);
}

const same = (a: ParamRole, b: ParamRole) => a.role === b.role && a.path.join() === b.path.join();

/** Where a file is written until it is whole. */
export const partialOf = (path: string): string => `${path}.partial`;

/** What params with roles grant, paths as written. */
export function grantsOf(params: JsonObject, roles: readonly ParamRole[]): Grants {
  const grants = { read: [], write: [], net: [], env: [], sys: [] } as Record<
    keyof Grants,
    string[]
  >;
  for (const { path, role } of roles) {
    for (const { value } of roleValues(params, path)) {
      if (role === "endpoint") grants.net.push(value);
      else if (role === "inputGlob") grants.read.push(globFolder(value));
      else grants.read.push(value);
      if (role === "outputFile") {
        grants.read.push(partialOf(value));
        grants.write.push(value, partialOf(value));
      } else if (role === "outputFolder") grants.write.push(value);
    }
  }
  return grants;
}
