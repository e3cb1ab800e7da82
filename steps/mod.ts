/**
 * The built-in steps by name, for typed flows: `import * as steps from "ctapipe-flow/steps"`.
 *
 * @module
 */
export { default as add } from "./add.ts";
export { default as calibrate } from "./calibrate.ts";
export { default as camera_display } from "./camera_display.ts";
export { default as clean_image } from "./clean_image.ts";
export { default as dl1 } from "./dl1.ts";
export { default as hillas } from "./hillas.ts";
export { default as int_generator } from "./int_generator.ts";
export { default as inverse } from "./inverse.ts";
export { default as join_by } from "./join_by.ts";
export { default as jsonl_writer } from "./jsonl_writer.ts";
export { default as list_files } from "./list_files.ts";
export { default as lst_dump } from "./lst_dump.ts";
export { default as merge_counts } from "./merge_counts.ts";
export { default as odd } from "./odd.ts";
export { default as other_dump } from "./other_dump.ts";
export { default as pair } from "./pair.ts";
export { default as prepare_display } from "./prepare_display.ts";
export { default as quality_cuts } from "./quality_cuts.ts";
export { default as read_simtel } from "./read_simtel.ts";
export { default as shower_simulator } from "./shower_simulator.ts";
export { default as shunt_telescope } from "./shunt_telescope.ts";
export { default as simtel_reader } from "./simtel_reader.ts";
export { default as simtel_writer } from "./simtel_writer.ts";
export { default as split_by } from "./split_by.ts";
export { default as stereo_reconstruct } from "./stereo_reconstruct.ts";
export { default as string_writer } from "./string_writer.ts";
export { default as table_writer } from "./table_writer.ts";
