import assert from "node:assert/strict";
import { testStep } from "../lib/testing/step_context.ts";
import { Folder, telescopeEvents } from "./_fixtures.ts";
import jsonlWriter from "./jsonl_writer.ts";

Deno.test("jsonl_writer writes a value per line", async () => {
  await using folder = await Folder.make();
  const values = ["γ\n🔭", -0, null, { a: new Float64Array([0.1]) }, new Map([[1, new Set([2])]])];
  await testStep(jsonlWriter, { params: { filename: folder.at("v.jsonl") } }, values);
  const lines = ['"γ\\n🔭"', "0", "null", '{"a":[0.1]}', '{"1":[2]}', ""];
  assert.deepEqual(folder.text("v.jsonl").split("\n"), lines);
});

Deno.test("jsonl_writer: every ADC value of a telescope event can be read back", async () => {
  await using folder = await Folder.make();
  const [packet] = await telescopeEvents();
  await testStep(jsonlWriter, { params: { filename: folder.at("v.jsonl") } }, [packet]);
  const { telescope, data } = JSON.parse(folder.text("v.jsonl"));
  assert.deepEqual(telescope, packet!.telescope);
  const { values } = packet!.data.adc!;
  assert.equal(data.adc.values.length, values.length);
  assert.ok(values.every((value, index) => value === data.adc.values[index]));
});

Deno.test("jsonl_writer leaves .partial when the flow failed", async () => {
  await using folder = await Folder.make();
  const params = { filename: folder.at("v.jsonl") };
  await testStep(jsonlWriter, { params, outcome: "failed" }, [1]);
  assert.deepEqual(folder.names(), ["v.jsonl.partial"]);
});

Deno.test("jsonl_writer goes on where it was cut off", async () => {
  await using folder = await Folder.make();
  const params = { filename: folder.at("v.jsonl") };
  const { checkpoint } = await testStep(jsonlWriter, { params, outcome: "interrupted" }, [1, 2]);
  await testStep(jsonlWriter, { params, outcome: "failed", resume: checkpoint }, ["too much"]);
  await testStep(jsonlWriter, { params, resume: checkpoint }, [3]);
  assert.equal(folder.text("v.jsonl"), "1\n2\n3\n");
  assert.deepEqual(folder.names(), ["v.jsonl"]);
});
