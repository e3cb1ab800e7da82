/**
 * Idea 8, a flow that is computed: one branch for each seed, made by a function. What does not fit
 * together is a mistake in the editor already.
 */
import { defineFlow, drop, edge, type FlowPart, node } from "ctapipe-flow";
import * as steps from "ctapipe-flow/steps";
import bright from "./steps/bright.ts";

const faint = node(steps.jsonl_writer, { params: { filename: "out/08_faint.jsonl" } });

/** Simulates showers, and writes what is bright to a file of the seed's own. */
function branch(seed: number, threshold: number): FlowPart {
  const simulator = node(steps.shower_simulator, { params: { seed, showers: 10 } });
  const shunt = node(steps.shunt_telescope);
  const brightness = node(bright, { params: { threshold } });
  const lines = node(steps.jsonl_writer, { params: { filename: `out/08_bright_${seed}.jsonl` } });
  return {
    nodes: {
      [`simulator_${seed}`]: simulator,
      [`shunt_${seed}`]: shunt,
      [`brightness_${seed}`]: brightness,
      [`lines_${seed}`]: lines,
    },
    edges: [
      edge(simulator.out.events, shunt),
      edge(shunt.out.lst, brightness),
      drop(shunt.out.other),
      edge(brightness.out.bright, lines),
      edge(brightness.out.faint, faint),
    ],
  };
}

const branches = [1, 2, 3].map((seed) => branch(seed, 100 * seed));

export default defineFlow({
  name: "typed",
  nodes: Object.assign({ faint }, ...branches.map(({ nodes }) => nodes)),
  edges: branches.flatMap(({ edges }) => edges),
});
