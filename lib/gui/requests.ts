/** Checks what a page asks for. @module */
import { z } from "zod";
import type { PageRequest } from "./protocol.ts";

const name = z.string().max(500);

const request = z.discriminatedUnion("request", [
  z.strictObject({ request: z.enum(["pause", "resume", "drain", "abort"]) }),
  z.strictObject({
    request: z.literal("replicas"),
    node: name,
    replicas: z.int().min(1).max(256),
  }),
  z.strictObject({
    request: z.literal("sample"),
    from: name,
    port: name,
    to: name,
    rate: z.number().positive().max(10),
  }),
]);

/** The request, or what is wrong with it. */
export function readRequest(
  body: unknown,
): { readonly ok: true; readonly request: PageRequest } | {
  readonly ok: false;
  readonly reason: string;
} {
  const { success, data, error } = request.safeParse(body);
  return success ? { ok: true, request: data } : { ok: false, reason: z.prettifyError(error) };
}
