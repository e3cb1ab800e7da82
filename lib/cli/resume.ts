/** Going on where an earlier execution was cut off. @module */
import { resolve } from "node:path";
import type { ExecuteOptions, Execution } from "../engine/mod.ts";
import type { FlowGraph } from "../graph/mod.ts";
import { stderr } from "./output.ts";
import { UserError } from "./user_error.ts";

/**
 * So long another process may still be there: the program ends within a second when its parent was
 * killed.
 */
const PATIENCE_MS = 2000;
const LOOK_MS = 50;

/** What the options gave. */
export interface ResumeChoices {
  /** Folder of the journal. */
  readonly resume: string | undefined;
  /** In ms. */
  readonly checkpointEvery: number | undefined;
}

/**
 * As an engine takes it.
 *
 * @throws {UserError} if there is an interval, but nothing to resume
 */
export function resumeOf(
  { resume, checkpointEvery }: ResumeChoices,
): Pick<ExecuteOptions, "resume"> {
  if (resume !== undefined) {
    return { resume: { folder: resolve(resume), everyMs: checkpointEvery } };
  }
  if (checkpointEvery === undefined) return {};
  throw new UserError("--checkpoint-every needs --resume", "add --resume DIR");
}

/**
 * Starts a flow; null if its journal says that all is done, which is told.
 *
 * @throws {UserError} if it cannot go on
 */
export async function startResumable(
  graph: FlowGraph,
  options: ExecuteOptions,
): Promise<Execution | null> {
  const { ResumeError, startFlow } = await import("../engine/mod.ts");
  for (const began = performance.now();;) {
    try {
      return startFlow(graph, options);
    } catch (error) {
      if (!(error instanceof ResumeError)) throw error;
      const { code, message, hint } = error;
      if (code === "complete") {
        stderr.write(`${message}\n`);
        return null;
      }
      const waits = code === "locked" && performance.now() - began < PATIENCE_MS;
      if (!waits) throw new UserError(message, hint);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
