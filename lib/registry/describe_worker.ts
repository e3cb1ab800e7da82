/** The inside of the Worker in which strangers' steps are described. @module */
import type { DescribedStep, JsonObject } from "../graph/model.ts";
import { nearest } from "../graph/suggest.ts";
import type { AnyStep } from "../step/define_step.ts";
import { badModule, describeStep } from "../step/signature.ts";
import { answerOnce, isDenied, type Loaders, reason } from "./inside.ts";

const AT_REST = "a module may touch nothing while it is loaded: do it in `init`";

const NO_DEFAULT = "a step that is not its module's default export is exported by name, and " +
  "named with it: ./file.ts#name";

/** One step to be described. */
export interface DescribeRequest {
  /** As the flow names it, for messages. */
  readonly step: string;
  readonly module: string;
  readonly export: string;
  readonly params: JsonObject;
}

/** Answers one list of requests with one list of descriptions. */
export function serve(loaders: Loaders): void {
  answerOnce(async (requests: readonly DescribeRequest[]) => {
    const answers = [];
    for (const request of requests) answers.push(await describe(request, loaders));
    return answers;
  });
}

async function describe(request: DescribeRequest, loaders: Loaders): Promise<DescribedStep> {
  const { step, module, export: name, params } = request;
  let exports: Record<string, unknown>;
  try {
    exports = await loaders[module]!();
  } catch (error) {
    return badModule(
      `"${step}" cannot be loaded: ${reason(error)}`,
      isDenied(error) ? AT_REST : null,
    );
  }
  if (!(name in exports)) {
    const names = Object.keys(exports);
    const near = nearest(name, names);
    const known = names.length > 0 ? `it exports ${names.join(", ")}` : "it exports nothing";
    const hint = near ? `did you mean "${near}"?` : known;
    return badModule(`"${step}": there is no export "${name}"`, hint);
  }
  try {
    const code = { module, export: name, builtin: false };
    const described = describeStep(exports[name] as AnyStep, code, params);
    return described.ok || name !== "default" ? described : { ...described, hint: NO_DEFAULT };
  } catch (error) {
    return badModule(`"${step}" cannot be described: ${reason(error)}`);
  }
}
