import assert from "node:assert/strict";
import { Pull } from "zeromq";
import { counted, failed, failure, goodbye, hello, log, ONE, OTHER } from "../_fixtures.ts";
import { Collector } from "../collector.ts";
import type { TelemetryMessage } from "../message.ts";
import { readMessage } from "../schema.ts";
import { freeAddress, gui, isA } from "./_fixtures.ts";
import { makeKeys } from "./keys.ts";
import { KEPT_FOR_LATE, Publisher } from "./publisher.ts";
import { receiveFrames } from "./receive.ts";

/** A flow that sends a snapshot every few ms, with what else is due, until it is closed. */
function flow(publisher: Publisher, firstSeq = 1, execution = ONE) {
  let seq = firstSeq;
  const tell = () => publisher.send(counted(seq, 10 * seq++, seq, execution));
  const timer = setInterval(tell, 20);
  return {
    next: () => seq++,
    async end() {
      clearInterval(timer);
      publisher.send(goodbye(seq++, execution));
      await publisher.close();
    },
  };
}

/** No call has waited: but for those in which others had the processor. */
function assertQuick(tookMs: readonly number[]): void {
  const sorted = tookMs.toSorted((a, b) => a - b);
  const most = sorted[Math.floor(0.95 * sorted.length)]!;
  assert.ok(most < 1, `${most} ms`);
}

Deno.test("a GUI gets what a flow tells, from hello to goodbye, and nothing is dropped", async () => {
  const { address, messages, until, close, receiver } = await gui("tcp://127.0.0.1:*");
  const publisher = new Publisher({ address });
  publisher.send(hello(0));
  const told = flow(publisher);
  await until(isA("progress"));
  publisher.send(log(told.next()));
  await until(isA("log"));
  await told.end();
  await until(isA("goodbye"));
  const numbers = messages.map(({ seq }) => seq);
  assert.deepEqual(numbers, numbers.toSorted((a, b) => a - b));
  assert.equal(messages[0]?.type, "hello");
  assert.equal(receiver.refused, 0);
  assert.equal(publisher.dropped, numbers[1]! - 1, "but for those before it was reached");
  await close();
});

Deno.test("without a GUI nothing waits, and everything is counted", async () => {
  const publisher = new Publisher({ address: await freeAddress() });
  publisher.send(hello(0));
  const taken: number[] = [];
  const timed = (message: TelemetryMessage) => {
    const begin = performance.now();
    publisher.send(message);
    taken.push(performance.now() - begin);
  };
  for (let seq = 1; seq <= 2000; seq++) {
    timed(seq % 2 === 0 ? log(seq) : counted(seq, seq, seq));
    if (seq % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.equal(publisher.dropped, 2000);
  assert.equal(publisher.wasTaken, false);
  assertQuick(taken);
  const begin = performance.now();
  await publisher.close();
  assert.ok(performance.now() - begin < 1000, "and the end is not held up");
});

Deno.test("a GUI that starts late gets the hello, and the last lines and failures", async () => {
  const address = await freeAddress();
  const publisher = new Publisher({ address });
  publisher.send(hello(0));
  for (let seq = 1; seq <= KEPT_FOR_LATE + 50; seq++) publisher.send(log(seq));
  publisher.send(failed(KEPT_FOR_LATE + 51));
  const told = flow(publisher, KEPT_FOR_LATE + 52);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const { messages, until, close } = await gui(address);
  await until(isA("progress"));
  const begin = messages.slice(0, KEPT_FOR_LATE + 2);
  assert.deepEqual(begin.map(({ type }) => type), [
    "hello",
    ...new Array(KEPT_FOR_LATE - 1).fill("log"),
    "failure",
    "progress",
  ]);
  assert.equal(begin[1]?.seq, 52);
  assert.ok(publisher.dropped >= 51, `${publisher.dropped}`);
  assert.equal(publisher.missed, 0, "it was not there");
  await told.end();
  await until(isA("goodbye"));
  await close();
});

Deno.test("a GUI that is started again sees all, one that stays nothing twice", async () => {
  const first = await gui("tcp://127.0.0.1:*");
  const publisher = new Publisher({ address: first.address });
  publisher.send(hello(0));
  publisher.send(log(1, "early"));
  const told = flow(publisher, 2);
  await first.until((messages) => isA("progress")(messages) && isA("log")(messages));
  await first.close();
  const again = await gui(first.address);
  await again.until(isA("progress"));
  assert.deepEqual(again.messages.slice(0, 3).map(({ type }) => type), [
    "hello",
    "log",
    "progress",
  ]);
  await told.end();
  await again.until(isA("goodbye"));
  const collector = new Collector();
  for (const message of [...again.messages, ...again.messages]) collector.accept(message);
  assert.equal(collector.executions[0]?.logs.length, 1);
  await again.close();
});

Deno.test("a GUI that hangs holds nothing up, and is told what matters when it goes on", async () => {
  const socket = new Pull({ receiveTimeout: 0, linger: 0, receiveHighWaterMark: 10 });
  await socket.bind("tcp://127.0.0.1:*");
  const publisher = new Publisher({ address: socket.lastEndpoint! });
  publisher.send(hello(0));
  publisher.send(log(1, "early"));
  let seq = 2;
  const taken: number[] = [];
  const tell = (text: string) => {
    const begin = performance.now();
    // Long enough to fill what the system keeps on the way.
    publisher.send(seq % 2 === 0 ? { ...log(seq++), message: text } : counted(seq, seq, seq++));
    taken.push(performance.now() - begin);
  };
  const long = "x".repeat(16_000);
  for (let turns = 0; publisher.dropped < 1000 && turns < 5000; turns++) {
    for (let n = 0; n < 10; n++) tell(long);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  assert.ok(publisher.dropped >= 1000, `${publisher.dropped} dropped of ${seq}`);
  assert.ok(publisher.missed > 900, `${publisher.missed} since it was there`);
  assertQuick(taken);

  const collector = new Collector();
  const arrived = new Set<number>();
  const ended = receiveFrames(socket, (frame) => {
    const message = readMessage(frame)!;
    arrived.add(message.seq);
    collector.accept(message);
    if (collector.executions[0]?.report) socket.close();
  });
  const told = flow(publisher, seq);
  while (collector.executions[0]?.logs.at(-1)?.seq !== seq - 2 + seq % 2) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await told.end();
  await ended;
  const [one] = collector.executions;
  assert.equal(one?.liveness, "finished");
  const missing = Math.max(...arrived) + 1 - arrived.size;
  assert.equal(missing, publisher.dropped, "what did not arrive is what was dropped");
  assert.ok(
    one!.lost <= missing && one!.lost > 0,
    "but for what was told before the first snapshot",
  );
});

Deno.test("two flows tell one GUI, which does not mix them up", async () => {
  const { address, messages, until, close } = await gui("tcp://127.0.0.1:*");
  const flows = [ONE, OTHER].map((execution) => {
    const publisher = new Publisher({ address });
    publisher.send(hello(0, execution));
    return flow(publisher, 1, execution);
  });
  await until((all) => new Set(all.map(({ execution }) => execution)).size === 2);
  await Promise.all(flows.map((one) => one.end()));
  await until((all) => all.filter(({ type }) => type === "goodbye").length === 2);
  const collector = new Collector();
  for (const message of messages) collector.accept(message);
  assert.deepEqual(collector.executions.map(({ liveness }) => liveness), ["finished", "finished"]);
  await close();
});

Deno.test("an execution that is over at once still says goodbye", async () => {
  const { address, messages, until, close } = await gui("tcp://127.0.0.1:*");
  const publisher = new Publisher({ address });
  publisher.send(hello(0));
  publisher.send(goodbye(1));
  await publisher.close();
  await until(isA("goodbye"));
  assert.deepEqual(messages.map(({ type }) => type), ["hello", "goodbye"]);
  assert.equal(publisher.dropped, 0);
  await close();
});

Deno.test("with keys only who knows the public key is heard", async () => {
  const keys = await makeKeys();
  const { address, messages, until, close } = await gui("tcp://127.0.0.1:*", keys);
  const strangers = [
    new Publisher({ address }),
    new Publisher({ address, serverKey: (await makeKeys()).publicKey }),
  ];
  const knocking = strangers.map((stranger) => {
    stranger.send(hello(0, OTHER));
    return flow(stranger, 1, OTHER);
  });
  const friend = new Publisher({ address, serverKey: keys.publicKey });
  friend.send(hello(0));
  const told = flow(friend);
  await until((all) => all.filter(({ type }) => type === "progress").length > 5);
  await Promise.all([told, ...knocking].map((one) => one.end()));
  await until(isA("goodbye"));
  assert.equal(messages.some(({ execution }) => execution === OTHER), false);
  assert.deepEqual(strangers.map(({ wasTaken }) => wasTaken), [false, false]);
  await close();
});

Deno.test("a report that is too long goes without its long lists", async () => {
  const { address, messages, until, close } = await gui("tcp://127.0.0.1:*");
  const publisher = new Publisher({ address });
  const file = { path: "x".repeat(1000), bytes: 1, sha256: "0" };
  const message = goodbye(1);
  publisher.send(hello(0));
  publisher.send({
    ...message,
    report: {
      ...message.report,
      inputs: new Array(9000).fill(file),
      errors: [failure({ message: "x".repeat(9_000_000) })],
      warnings: ["kept"],
    },
  });
  await publisher.close();
  await until(isA("goodbye"));
  const last = messages.at(-1)!;
  assert.ok(last.type === "goodbye");
  assert.deepEqual([last.report.inputs.length, last.report.warnings], [0, ["kept"]]);
  assert.match(last.report.errors[0]!.message, /^x+…$/);
  await close();
});

Deno.test("where ZeroMQ cannot be used, that is told, and nothing else happens", async () => {
  const told: string[] = [];
  const onTrouble = (message: string) => void told.push(message);
  const publisher = new Publisher({ address: "tcp://127.0.0.1:none", onTrouble });
  publisher.send(hello(0));
  publisher.send(counted(1, 1, 1));
  publisher.send(goodbye(2));
  await publisher.close();
  assert.equal(told.length, 1);
  assert.match(told[0]!, /^ZeroMQ cannot be used: /);
  assert.equal(publisher.dropped, 2);
});
