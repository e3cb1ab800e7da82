import assert from "node:assert/strict";
import { oldSpellings } from "./old_spellings.ts";
import { UserError } from "./user_error.ts";

const CASES: readonly [given: string, args: string][] = [
  ["--config=x.json", "run x.json"],
  ["--config x.json", "run x.json"],
  ["--mode=multiprocess --config=x.json", "run x.json --mode=multiprocess"],
  ["run --config x.json --report r.json", "run x.json --report r.json"],
  ["x.json --gui=False --gui_address=localhost:5565", "x.json"],
  ["x.json --Flow.gui=0 --Flow.gui_address=h:1", "x.json"],
  ["x.json --gui=True", "x.json --gui"],
  ["x.json --gui=1 --Flow.gui=true", "x.json --gui"],
  ["x.json --gui_address=h:1 --gui=True", "x.json --gui-address=tcp://h:1"],
  ["x.json --gui --gui-address=tcp://h:1", "x.json --gui --gui-address=tcp://h:1"],
  ["x.json --Flow.mode=multiprocess", "x.json --mode=multiprocess"],
  ["x.json --A.b=c", "x.json --set=--A.b=c"],
  ["x.yaml --reader.file.name=a=b", "x.yaml --set=--reader.file.name=a=b"],
  ["x.json --log-level=DEBUG", "x.json --log-level=debug"],
  ["x.json --log-level WARN", "x.json --log-level=warning"],
  ["x.json --log-level=Critical", "x.json --log-level=error"],
  ["x.json --log-level=30", "x.json --log-level=warning"],
  ["x.json --log-level=loud", "x.json --log-level=loud"],
  ["x.json --log-level --report r.json", "x.json --log-level --report r.json"],
  [
    "x.json --set=a.b=c --set d.e=f --report=g.h=i",
    "x.json --set=a.b=c --set d.e=f --report=g.h=i",
  ],
  ["x.json --report r.json -- --A.b=c", "x.json --report r.json -- --A.b=c"],
  ["check x.json --A.b=c --gui=True", "check x.json --A.b=c --gui=True"],
  ["--help", "--help"],
  ["", ""],
];

const words = (text: string) => text === "" ? [] : text.split(" ");

for (const [given, args] of CASES) {
  Deno.test(`"${given}" is "${args}"`, () => {
    assert.deepEqual(oldSpellings(words(given)), words(args));
  });
}

Deno.test("what nothing of today stands for is refused in its own spelling", () => {
  const refused: [string, RegExp][] = [
    ["--PipeGui.port=5566", /^--PipeGui\.port=5566: the view is a program of its own/],
    ["x.json --gui=perhaps", /^--gui=perhaps: this is True or False$/],
    ["--config", /^--config takes a file$/],
    ["--config --gui=True", /^--config takes a file$/],
  ];
  for (const [given, message] of refused) {
    assert.throws(() => oldSpellings(words(given)), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, message);
      return true;
    });
  }
});
