/** The steps of the old framework and those that take their place: all there is to know of them. @module */
import { nearest } from "../../graph/suggest.ts";

/** Where an old file may place a class. */
export type OldRole = "producer" | "stager" | "consumer";

/** A class of the old framework. */
export interface OldStep {
  /** Python module in which the class was. */
  readonly module: string;
  readonly role: OldRole;
  /** The built-in step that takes its place. */
  readonly step: string;
  /** Ports of the step, with the next step that the class named for what now leaves there; or null. */
  readonly ports: Readonly<Record<string, string | null>>;
  /** Options of the class, with the params that take their place. */
  readonly options: Readonly<Record<string, string>>;
}

const old = (
  file: string,
  role: OldRole,
  step: string,
  ports: OldStep["ports"],
  options: OldStep["options"] = {},
): OldStep => ({ module: `ctapipe.flow.algorithms.${file}`, role, step, ports, options });

const OUT = { out: null };

/** Every class that has a step, by name. */
export const OLD_STEPS: Readonly<Record<string, OldStep>> = {
  Add: old("add", "stager", "add", OUT),
  CalibrationStep: old("calibration_step", "stager", "calibrate", OUT, {
    integrator: "integrator",
    integration_calib_scale: "integrationCalibScale",
  }),
  DisplayTelescopeStep: old("display_telescope_step", "consumer", "camera_display", {}, {
    pdf_path: "filename",
  }),
  IntGenerator: old("int_generator", "producer", "int_generator", { even: "Pair", odd: "Odd" }),
  Inverse: old("inverse", "stager", "inverse", OUT),
  LSTDump: old("lst_dump", "stager", "lst_dump", OUT),
  Odd: old("odd", "stager", "odd", { fives: "Add", others: "Inverse" }),
  OtherDump: old("other_dump", "stager", "other_dump", OUT),
  Pair: old("pair", "stager", "pair", { fives: "Inverse", others: "Add" }),
  PrepareDisplayStep: old("prepare_display_step", "stager", "prepare_display", OUT),
  ShuntTelescope: old("shunt_telescope", "stager", "shunt_telescope", {
    lst: "LSTDump",
    other: "OtherDump",
  }),
  SimTelArrayReader: old("simtelarray_reader", "producer", "simtel_reader", { events: null }, {
    filename: "filename",
  }),
  StringWriter: old("string_writer", "consumer", "string_writer", {}, { filename: "filename" }),
};

/** What a class of the table stands for, or null. */
export function oldStep(className: string): OldStep | null {
  return Object.hasOwn(OLD_STEPS, className) ? OLD_STEPS[className]! : null;
}

/** The class of the table whose place a built-in step takes, or null. */
export function classOf(step: string): string | null {
  return Object.keys(OLD_STEPS).find((name) => OLD_STEPS[name]!.step === step) ?? null;
}

/** The class that an unknown one most likely stands for: by its name, else by its module. */
export function classMeant(className: string, module: string): string | null {
  const names = Object.keys(OLD_STEPS);
  return nearest(className, names) ??
    names.find((name) => OLD_STEPS[name]!.module === module) ?? null;
}

/**
 * Where what leaves each port goes. The old rule: a step that names a next node sends there;
 * everything else goes to the first one.
 *
 * @param next names of the next nodes in the order of the file; at least one
 * @param slip a name in `next` that was probably meant to be another
 */
export function routesOf(
  { ports }: OldStep,
  next: readonly string[],
  slip: (meant: string) => string | null = () => null,
): Record<string, string> {
  const route = (named: string | null) => {
    if (named === null) return next[0]!;
    return next.includes(named) ? named : slip(named) ?? next[0]!;
  };
  return Object.fromEntries(Object.entries(ports).map(([port, named]) => [port, route(named)]));
}

/** Whether a `module` names a file of our own kind instead of a Python module. */
export function isStepFile(module: string): boolean {
  return /^(\.{0,2}\/|file:)/.test(module) || /\.[mc]?[jt]s(#|$)/.test(module);
}
