import assert from "node:assert/strict";
import { busySeconds, cpuTimes, othersShare, processSeconds } from "./cpu.ts";

Deno.test("idle time and waiting for disks are no work; stolen time is", () => {
  const stat = "cpu  100 10 200 9999 8888 1 2 50 7 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n";
  assert.equal(busySeconds(stat), 3.63);
});

Deno.test("a process' work is its own and that of children that ended, whatever its name", () => {
  const fields = ["R", ...Array.from({ length: 10 }, () => "0"), "11", "22", "33", "44", "20"];
  assert.equal(processSeconds(`42 (a ) b) ${fields.join(" ")}`), 1.1);
});

Deno.test("others' share is what is not ours", () => {
  const before = { all: 10, own: 5 };
  assert.equal(othersShare(before, { all: 13, own: 7 }, 2), 0.5);
  assert.equal(othersShare(before, { all: 10.02, own: 5 }, 0.03), 0);
});

Deno.test({
  name: "the work of a child that ended counts as ours",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const before = cpuTimes()!;
    await new Deno.Command(Deno.execPath(), {
      args: ["eval", "let x=1;for(let i=0;i<3e8;i++)x=x*3|0"],
    })
      .output();
    const after = cpuTimes()!;
    assert(after.own - before.own >= 0.05, `${after.own - before.own} s`);
  },
});
