/** Says of a step, in JSON, what a graph must know of it. @module */
import { z } from "zod";
import type {
  DescribedStep,
  Grants,
  JsonObject,
  ParamIssue,
  PortSignature,
  Role,
  StepCode,
  StepSignature,
} from "../graph/model.ts";
import { GRANT_KINDS } from "../graph/model.ts";
import type { AnyStep } from "./define_step.ts";
import { droppedKeys, paramIssues } from "./param_issues.ts";
import type { Payload } from "./payload.ts";
import { grantsOf, rolesOf } from "./params.ts";

const KINDS: readonly Role[] = ["producer", "stager", "consumer"];
const NO_PARAMS = z.strictObject({});

/**
 * Whether a module's export keeps the contract.
 *
 * @returns what is wrong with it, or null
 */
export function contractBreach(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return "it is not a step: use defineStep({ … })";
  const step = value as Partial<AnyStep>;
  if (typeof step.name !== "string" || step.name === "") return "it has no `name`";
  if (!KINDS.includes(step.kind as Role)) return `its \`kind\` is none of ${KINDS.join(", ")}`;
  if (typeof step.run !== "function") return "it has no `run`";
  const { kind, outputs = {}, dynamic, input } = step;
  if (kind === "producer" && input) return "a producer has no `input`";
  if (kind !== "producer" && !input) return `a ${kind} needs an \`input\` (anyValue takes all)`;
  const sends = dynamic || Object.keys(outputs).length > 0;
  if (kind === "consumer" && sends) return "a consumer has no `outputs`";
  if (kind !== "consumer" && !sends) return `a ${kind} needs \`outputs\``;
  if (dynamic && Object.keys(outputs).length > 0) return "it has both `outputs` and `dynamic`";
  if (kind !== "stager" && step.drain) return `a ${kind} has no \`drain\`: use \`finish\``;
  if (kind === "producer" && step.inOrder) return "a producer takes no packets `inOrder`";
  if (step.params && !(step.params as { safeParse?: unknown }).safeParse) {
    return "its `params` is not a zod schema";
  }
  return null;
}

const firstName = (payload: Payload<unknown>) => payload.names[0] ?? "any";

/** The signature of a step that keeps the contract. */
export function signatureOf(step: AnyStep): StepSignature {
  const schema = z.toJSONSchema(strictParams(step), { target: "draft-7", io: "input" });
  const params = schema as JsonObject;
  const roles = rolesOf(params);
  const outputs: Record<string, PortSignature> = {};
  for (const [port, payload] of Object.entries(step.outputs ?? {})) {
    outputs[port] = {
      payload: firstName(payload),
      optional: step.optional?.includes(port) ?? false,
    };
  }
  return {
    name: step.name,
    kind: step.kind,
    summary: step.summary ?? "",
    params,
    roles,
    input: step.input?.names ?? [],
    outputs,
    dynamic: step.dynamic ? firstName(step.dynamic) : null,
    replicable: step.replicable ??
      (step.kind !== "producer" &&
        !roles.some(({ role }) => role === "outputFile" || role === "outputFolder")),
    ...(step.announced === true && { announced: true }),
    ...(step.light === true && { light: true }),
    ...(step.checkpoint !== undefined && { checkpoints: true }),
    ...(step.drain !== undefined && { drains: true }),
    ...(step.inOrder === true && { inOrder: true }),
  };
}

/** A step's params schema, made to refuse unknown keys whatever kind of object it is. */
export function strictParams(step: AnyStep): z.ZodType {
  const schema = step.params ?? NO_PARAMS;
  return schema instanceof z.ZodObject ? schema.strict() : schema;
}

/**
 * Params as a step gets them: checked, defaults filled in.
 *
 * @param signature of the same step
 * @returns the params as given where there are issues
 */
export function parseParams(
  step: AnyStep,
  signature: StepSignature,
  params: JsonObject,
): { readonly params: JsonObject; readonly issues: readonly ParamIssue[] } {
  const parsed = strictParams(step).safeParse(params, { reportInput: true });
  const issues = [
    ...(parsed.success ? [] : paramIssues(parsed.error, params, signature.params)),
    ...droppedKeys(params, signature.params),
  ];
  const sound = parsed.success && issues.length === 0;
  return { params: sound ? parsed.data as JsonObject : params, issues };
}

/** Describes a step together with the params that a flow gives it. */
export function describeStep(step: AnyStep, code: StepCode, params: JsonObject): DescribedStep {
  const breach = contractBreach(step);
  if (breach) {
    return badModule(`step "${code.module}#${code.export}" breaks the contract: ${breach}`);
  }
  const signature = signatureOf(step);
  const { params: parsed, issues } = parseParams(step, signature, params);
  const further = issues.length === 0 ? step.permissions?.(parsed) ?? {} : {};
  const grants = merge(grantsOf(parsed, signature.roles), further);
  return { ok: true, code, signature, params: parsed, issues, grants };
}

/** A description that says that a module could not serve. */
export function badModule(message: string, hint: string | null = null): DescribedStep {
  return { ok: false, code: "bad_step_module", message, hint };
}

function merge(a: Grants, b: Partial<Grants>): Grants {
  const union = GRANT_KINDS.map((kind) => [kind, [...new Set([...a[kind], ...(b[kind] ?? [])])]]);
  return Object.fromEntries(union) as unknown as Grants;
}
