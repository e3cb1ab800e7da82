import assert from "node:assert/strict";
import { otelEnv } from "./otel_env.ts";

Deno.test("the environment for --otel, in both spellings; without it there is none", () => {
  assert.deepEqual(otelEnv(["run", "f.yaml"]), {});
  assert.deepEqual(otelEnv(["f.yaml", "--otel-sample=1"]), {});
  for (const args of [["--otel", "http://a:1"], ["--otel=http://a:1"]]) {
    const env = otelEnv(["f.yaml", ...args]);
    assert.equal(env.OTEL_DENO, "true");
    assert.equal(env.OTEL_EXPORTER_OTLP_ENDPOINT, "http://a:1");
    assert.equal(env.OTEL_SERVICE_NAME, "ctapipe-flow");
  }
});

Deno.test("what the user has set is left alone", () => {
  Deno.env.set("OTEL_SERVICE_NAME", "mine");
  try {
    assert.equal("OTEL_SERVICE_NAME" in otelEnv(["--otel", "http://a:1"]), false);
  } finally {
    Deno.env.delete("OTEL_SERVICE_NAME");
  }
});
