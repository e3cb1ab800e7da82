/** Whether ctapipe can read our DL1 files, whatever became of the images on their way. @module */
import assert from "node:assert/strict";
import fc from "fast-check";
import { openSimtel } from "../lib/simtel/mod.ts";
import { hasPython, testNeeding } from "../lib/testing/programs.ts";
import { hasShared, sharedPath } from "../lib/testing/shared.ts";
import { testStep } from "../lib/testing/step_context.ts";
import type { CameraImagePacket } from "../steps/_messages.ts";
import { Folder, simulated } from "../steps/_fixtures.ts";
import { madeUpImages } from "../steps/_table_fixtures.ts";
import tableWriter from "../steps/table_writer.ts";
import { type CtapipeEvent, readAsCtapipe } from "./_ctapipe.ts";
import { assertDone } from "./_expected.ts";
import { execute, FLOWS, graphOfText } from "./_flows.ts";

const missing = hasPython("tables") ? null : "python3-tables";
const missingFiles = missing ?? (hasShared() ? null : sharedPath("simtel/data"));

/** What is to become of an event with three telescopes. */
interface Fate {
  /** Of each of its telescopes: its image gets lost on the way. */
  readonly lost: readonly boolean[];
  /** Place of each image among those of the execution. */
  readonly order: readonly number[];
}

const fates = fc.array(
  fc.record({
    lost: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    order: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 3, maxLength: 3 }),
  }),
  { maxLength: 8 },
);

/** The images that come, in the order in which they do. */
function arrivals(first: number, fates: readonly Fate[]): CameraImagePacket[] {
  const all = fates.flatMap(({ lost, order }, at) =>
    madeUpImages(first + at, [19, 7, 19]).flatMap((packet, tel) =>
      lost[tel] ? [] : [{ packet, place: order[tel]! }]
    )
  );
  return all.toSorted((a, b) => a.place - b.place).map(({ packet }) => packet);
}

testNeeding(missing, "ctapipe reads events in step, whatever came of them and when", async () => {
  await using folder = await Folder.make();
  const params = { filename: folder.at("dl1.h5"), images: true, frame: "telescope" } as const;
  await fc.assert(
    fc.asyncProperty(fc.array(fates, { minLength: 1, maxLength: 3 }), async (executions) => {
      let resume: unknown, first = 0;
      const expected: CtapipeEvent[] = [];
      // The first image of each telescope comes, or nothing would say what the telescope is.
      const start = [{ lost: [false, false, false], order: [0, 0, 0] }];
      for (const [at, events] of [start, ...executions].entries()) {
        const images = arrivals(first, events);
        const outcome = at === executions.length ? "done" : "failed";
        const { checkpoint } = await testStep(
          tableWriter,
          { params, outcome, ...(resume === undefined ? {} : { resume }) } as never,
          images,
        );
        resume = checkpoint;
        for (const eventId of new Set(images.map(({ eventId }) => eventId))) {
          const intensities = [1, 2, 3].map((telId) => {
            const packet = images.find((one) =>
              one.eventId === eventId && one.telescope.telId === telId
            );
            return packet?.parameters?.hillas?.intensity ?? null;
          });
          expected.push([7, eventId, "SUBARRAY", [1, 2, 3], intensities]);
        }
        first += events.length;
      }
      assert.deepEqual((await readAsCtapipe(params.filename)).events, expected);
    }),
    { numRuns: 12 },
  );
});

testNeeding(missing, "ctapipe reads triggers of telescopes that have no data", async () => {
  await using folder = await Folder.make();
  const records = (await simulated()).filter(({ kind }) => kind !== "event");
  const [header] = records;
  assert.ok(header?.kind === "header");
  const { telescopes: [described] } = header.header;
  const write = async (name: string, packets: unknown[], images = true) => {
    const params = { filename: folder.at(name), images };
    const { logs } = await testStep(tableWriter, { params }, packets);
    return { ...await readAsCtapipe(params.filename), logs };
  };
  const { telId } = described!;
  const far = madeUpImages(0, [19]).map((packet) => ({
    ...packet,
    telescope: { ...packet.telescope, telId: 40 },
    trigger: { ...packet.trigger!, telescopes: [telId, 40, 41], delays: [1, 2, 3] },
  }));
  const known = await write("known.h5", [...records, ...far]);
  assert.equal(known.telescopes.length, header.header.telescopes.length + 1);
  assert.deepEqual(known.events, [[7, 100, "SUBARRAY", [telId, 40], [null, 0]]]);
  assert.match(JSON.stringify(known.logs), /telescope 41 triggered in event 100 of run 7/);
  // Without a header nobody knows what the others are.
  const alone = await write("alone.h5", far);
  assert.deepEqual(alone.telescopes, [40]);
  assert.deepEqual(alone.events, [[7, 100, "SUBARRAY", [40], [0]]]);
});

testNeeding(
  missing,
  "a telescope that is heard of late widens the masks of all events",
  async () => {
    await using folder = await Folder.make();
    const params = { filename: folder.at("dl1.h5") };
    const few = Array.from({ length: 3000 }, (_, n) => madeUpImages(n, [7])).flat();
    await testStep(tableWriter, { params }, [...few, ...madeUpImages(3000, [7, 19])]);
    const { telescopes, events } = await readAsCtapipe(params.filename);
    assert.deepEqual(telescopes, [1, 2]);
    assert.equal(events.length, 3001);
    assert.deepEqual(events.at(-2)!.slice(0, 4), [7, 3099, "SUBARRAY", [1]]);
    assert.deepEqual(events.at(-1)!.slice(0, 4), [7, 3100, "SUBARRAY", [1, 2]]);
  },
);

/** Images go side by side, some are cut, and nothing puts them in order. */
const FLOW = `
name: unordered
nodes:
  reader:
    step: simtel_reader
    params: { filename: file, onTruncated: warn }
    next: { events: split, records: table }
  split:
    step: split_by
    params: { lists: [event.telescopes, telescopes, places, cameras] }
    next: dl1
  dl1: { step: dl1, replicas: 2, next: cuts }
  cuts: { step: quality_cuts, params: { cuts: { size: parameters.hillas.intensity > 300 } }, next: { passed: table } }
  table: { step: table_writer, params: { filename: out.h5, images: true } }
`;

for (const file of ["history_meta_75.simtel.zst", "test_lasercal_v3.simtel.gz"]) {
  testNeeding(
    missingFiles,
    `ctapipe reads what two replicas and cuts leave of ${file}`,
    async () => {
      await using folder = await Folder.make();
      const path = sharedPath(`simtel/data/${file}`);
      const output = folder.at("dl1.h5");
      const set = [`reader.filename=${path}`, `table.filename=${output}`];
      const graph = await graphOfText(FLOW, new URL("unordered.yaml", FLOWS), set);
      const { report } = await execute(graph, "multiprocess");
      assertDone(report);
      const { telescopes, blocks, events } = await readAsCtapipe(output);
      const triggered = new Map<number, number[]>();
      await using opened = await openSimtel(path, { onTruncated: "warn" });
      for await (const { eventId, trigger } of opened) {
        triggered.set(eventId, trigger.triggeredTelescopes);
      }
      assert.deepEqual(telescopes, opened.header.telescopes.map(({ telId }) => telId));
      assert.deepEqual(blocks, { [opened.header.runHeader.run]: "ALTAZ" });
      assert.ok(events.length > 0);
      for (const [, event, , tels] of events) assert.deepEqual(tels, triggered.get(event));
      const passed = report.edges.find(({ from }) => from === "cuts")!.received;
      const intensities = events.flatMap(([, , , , values]) => values);
      assert.ok(intensities.includes(null), "nothing was cut");
      assert.equal(intensities.filter((value) => value !== null).length, passed);
    },
  );
}
