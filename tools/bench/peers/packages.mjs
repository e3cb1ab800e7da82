/** The packages of the peers, which are no dependencies of this project. @module */
import { createRequire } from "node:module";
import process from "node:process";
import { skip } from "../result.mjs";

/**
 * A package from the folder that the environment variable BENCH_PEERS names. Where it does not load
 * (not installed, no binary for this machine) the process says so and ends.
 *
 * @param {string} name
 */
export function load(name) {
  try {
    return createRequire(`${process.env.BENCH_PEERS}/`)(name);
  } catch (error) {
    skip(`${name} does not load: ${error.message.split("\n")[0]}`);
    process.exit(0);
  }
}
