/** The page about the built-in steps, as Markdown. @module */
import { type ParamRow, paramRows } from "../lib/cli/step_text.ts";
import type { StepSignature } from "../lib/graph/mod.ts";

/** A chapter per step: what it does, what flows, what a flow may set. */
export function stepsPage(signatures: readonly StepSignature[]): string {
  return [
    "# Built-in steps",
    "Generated from the steps by `deno task gen`. The same is printed by `ctapipe-flow steps NAME`.",
    tableOf(
      ["step", "kind", "summary"],
      signatures.map(({ name, kind, summary }) => [`[${name}](#${name})`, kind, summary]),
    ),
    ...signatures.map(chapter),
    "",
  ].join("\n\n");
}

function chapter(signature: StepSignature): string {
  const rows = paramRows(signature.params, signature.roles);
  const params = rows.length === 0
    ? "It has no params."
    : tableOf(["param", "type", "default", "unit", "grants", "description"], rows.map(paramCells));
  return [`## ${signature.name}`, `${signature.summary}.`, flowsText(signature), params].join(
    "\n\n",
  );
}

function flowsText(signature: StepSignature): string {
  const { kind, input, outputs, dynamic, replicable } = signature;
  const ports = Object.entries(outputs).map(([name, { payload, optional }]) =>
    `\`${name}\` (${code(payload)}${optional ? ", may stay unconnected" : ""})`
  );
  return [
    `- kind: ${kind}`,
    ...(input.length > 0 ? [`- takes: ${input.map(code).join(" or ")}`] : []),
    ...(ports.length > 0 ? [`- ports: ${ports.join(", ")}`] : []),
    ...(dynamic === null
      ? []
      : [`- ports: one per next node (${code(dynamic)}), chosen by the step`]),
    `- replicas: ${replicable ? "any number" : "one only"}`,
  ].join("\n");
}

function paramCells({ name, type, fallback, unit, grants, description }: ParamRow): string[] {
  const value = fallback === "" || fallback === "required" ? fallback : code(fallback);
  return [code(name), code(type), value, unit, grants, description];
}

function tableOf(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

const code = (text: string) => `\`${text}\``;
