import assert from "node:assert/strict";
import { describedStep, flowOf, nodeSpec } from "./_fixtures.ts";
import { buildGraph } from "./build.ts";
import { renderMermaid } from "./mermaid.ts";

Deno.test("roles by shape, ports on edges, replicas", () => {
  const flow = flowOf(
    nodeSpec("read", { next: "split" }),
    nodeSpec("split", { replicas: 4, next: { bright: "end", faint: "end" } }),
    nodeSpec("end", { step: './w"x.ts' }),
  );
  const outputs = {
    bright: { payload: "any", optional: false },
    faint: { payload: "any", optional: false },
  };
  const steps = [
    describedStep("producer"),
    describedStep("stager", { outputs }),
    describedStep("consumer"),
  ];
  assert.equal(
    renderMermaid(buildGraph(flow, steps).graph!),
    `flowchart LR
  n0(["read"])
  n1["split × 4"]
  n2[("end<br><i>./w#34;x.ts</i>")]
  n0 --> n1
  n1 -->|"bright"| n2
  n1 -->|"faint"| n2
`,
  );
});
