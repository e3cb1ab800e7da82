import assert from "node:assert/strict";
import { SendError } from "./crossing.ts";
import { denialIn, failureOf, messageOf } from "./failure.ts";
import { ExitTrapped } from "./host/traps.ts";

const PLACE = { node: "reader", replica: 1, phase: "run", packet: "reader#3" } as const;

Deno.test("a denial is read from the runtime's own words", async () => {
  const source = `self.onmessage = async () => {
    const tries = [() => Deno.readTextFile("/a b.txt"), () => Deno.writeTextFile("/out", ""),
      () => fetch("http://127.0.0.1:8123/x"), () => Deno.env.get("HOME"), () => Deno.hostname()];
    const errors = [];
    for (const one of tries) try { await one(); } catch (e) { errors.push([e.name, e.message]); }
    self.postMessage(errors);
  };`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const options = { type: "module", deno: { permissions: "none" } };
  const worker = new Worker(url, options as WorkerOptions);
  URL.revokeObjectURL(url);
  const errors = await new Promise<[string, string][]>((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage(null);
  });
  worker.terminate();
  const denials = errors.map(([name, message]) => {
    const error = new Error(message);
    error.name = name;
    return denialIn(error);
  });
  assert.deepEqual(denials, [
    { kind: "read", resource: "/a b.txt" },
    { kind: "write", resource: "/out" },
    { kind: "net", resource: "127.0.0.1:8123" },
    { kind: "env", resource: "HOME" },
    { kind: "sys", resource: "hostname" },
  ]);
});

Deno.test("each kind of failure says what to do", () => {
  const denied = new Error('Requires net access to "x:80", run again with the --allow-net flag');
  denied.name = "NotCapable";
  const hint = failureOf(denied, PLACE).hint;
  assert.equal(hint, 'to allow it, add to node "reader":  permissions: { net: ["x:80"] }');
  assert.equal(failureOf(new ExitTrapped("Deno.exit(1)"), PLACE).code, "step_exit");
  assert.equal(failureOf(new SendError("it is a function"), PLACE).code, "cannot_cross");
  assert.equal(failureOf(new Deno.errors.NotFound("x"), PLACE).code, "not_found");
  const own = Object.assign(new Error("cut"), { code: "truncated" });
  assert.deepEqual(
    { ...failureOf(own, PLACE), stack: null },
    { ...PLACE, code: "truncated", message: "cut", hint: null, denial: null, stack: null },
  );
});

Deno.test("anything thrown has a message", () => {
  assert.equal(messageOf(new TypeError("x is not a function")), "TypeError: x is not a function");
  assert.equal(messageOf("plain"), "plain");
  assert.equal(messageOf({ a: 1 }), 'the step threw {"a":1}');
  assert.equal(messageOf(undefined), "the step threw undefined");
  assert.equal(messageOf(10n), "the step threw 10");
});
