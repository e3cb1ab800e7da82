/** 02_routing.yaml in TypeScript: the compiler checks params, ports and payloads. */
import { defineFlow, edge, node } from "ctapipe-flow";
import * as steps from "ctapipe-flow/steps";

const numbers = node(steps.int_generator);
const Pair = node(steps.pair, { replicas: 2 });
const Odd = node(steps.odd, { replicas: 2 });
const Inverse = node(steps.inverse, { replicas: 5 });
const Add = node(steps.add, { replicas: 2 });
const writer = node(steps.string_writer, { params: { filename: "out/02_numbers.txt" } });

export default defineFlow({
  name: "routing",
  nodes: { numbers, Pair, Odd, Inverse, Add, writer },
  edges: [
    edge(numbers.out.even, Pair),
    edge(numbers.out.odd, Odd),
    edge(Pair.out.fives, Inverse),
    edge(Pair.out.others, Add),
    edge(Odd.out.fives, Add),
    edge(Odd.out.others, Inverse),
    edge(Inverse, writer),
    edge(Add, writer),
  ],
});
