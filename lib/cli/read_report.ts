/** Reads reports that `run --report` has written. @module */
import type { Report } from "../telemetry/report.ts";
import { explainUnreadable } from "./paths.ts";
import { UserError } from "./user_error.ts";

const SCHEMA: Report["schema"] = "ctapipe-flow/report/1";

/**
 * The report in a file.
 *
 * @throws {UserError} if there is none, or if it is no report
 */
export async function readReport(path: string): Promise<Report> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    throw explainUnreadable("report", path, error);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw noReport(path, (error as Error).message);
  }
  if ((value as Report | null)?.schema === SCHEMA) return value as Report;
  throw noReport(path, `it does not say "schema": "${SCHEMA}"`);
}

function noReport(path: string, why: string): UserError {
  return new UserError(
    `"${path}" is not a report: ${why}`,
    "write one with: ctapipe-flow run FLOW --report FILE.json",
  );
}
