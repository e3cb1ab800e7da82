/** The built-in steps: name -> lazy import. Nothing is loaded until a flow asks for it. @module */
import type { AnyStep } from "../step/define_step.ts";

interface Builtin {
  readonly load: () => Promise<{ readonly default: AnyStep }>;
  readonly url: string;
}

const at = (file: string) => new URL(`../../steps/${file}`, import.meta.url).href;

/** Every built-in step. The imports are literal so that a compiled program contains them. */
// deno-fmt-ignore
export const BUILTINS: Readonly<Record<string, Builtin>> = {
  add: { load: () => import("../../steps/add.ts"), url: at("add.ts") },
  calibrate: { load: () => import("../../steps/calibrate.ts"), url: at("calibrate.ts") },
  camera_display: { load: () => import("../../steps/camera_display.ts"), url: at("camera_display.ts") },
  clean_image: { load: () => import("../../steps/clean_image.ts"), url: at("clean_image.ts") },
  dl1: { load: () => import("../../steps/dl1.ts"), url: at("dl1.ts") },
  hillas: { load: () => import("../../steps/hillas.ts"), url: at("hillas.ts") },
  int_generator: { load: () => import("../../steps/int_generator.ts"), url: at("int_generator.ts") },
  inverse: { load: () => import("../../steps/inverse.ts"), url: at("inverse.ts") },
  join_by: { load: () => import("../../steps/join_by.ts"), url: at("join_by.ts") },
  jsonl_writer: { load: () => import("../../steps/jsonl_writer.ts"), url: at("jsonl_writer.ts") },
  list_files: { load: () => import("../../steps/list_files.ts"), url: at("list_files.ts") },
  lst_dump: { load: () => import("../../steps/lst_dump.ts"), url: at("lst_dump.ts") },
  merge_counts: { load: () => import("../../steps/merge_counts.ts"), url: at("merge_counts.ts") },
  odd: { load: () => import("../../steps/odd.ts"), url: at("odd.ts") },
  other_dump: { load: () => import("../../steps/other_dump.ts"), url: at("other_dump.ts") },
  pair: { load: () => import("../../steps/pair.ts"), url: at("pair.ts") },
  prepare_display: { load: () => import("../../steps/prepare_display.ts"), url: at("prepare_display.ts") },
  quality_cuts: { load: () => import("../../steps/quality_cuts.ts"), url: at("quality_cuts.ts") },
  read_simtel: { load: () => import("../../steps/read_simtel.ts"), url: at("read_simtel.ts") },
  shower_simulator: { load: () => import("../../steps/shower_simulator.ts"), url: at("shower_simulator.ts") },
  shunt_telescope: { load: () => import("../../steps/shunt_telescope.ts"), url: at("shunt_telescope.ts") },
  simtel_reader: { load: () => import("../../steps/simtel_reader.ts"), url: at("simtel_reader.ts") },
  simtel_writer: { load: () => import("../../steps/simtel_writer.ts"), url: at("simtel_writer.ts") },
  split_by: { load: () => import("../../steps/split_by.ts"), url: at("split_by.ts") },
  stereo_reconstruct: { load: () => import("../../steps/stereo_reconstruct.ts"), url: at("stereo_reconstruct.ts") },
  string_writer: { load: () => import("../../steps/string_writer.ts"), url: at("string_writer.ts") },
  table_writer: { load: () => import("../../steps/table_writer.ts"), url: at("table_writer.ts") },
};
