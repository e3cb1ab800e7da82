import assert from "node:assert/strict";
import fc from "fast-check";
import { Bell } from "./doorbell.ts";
import { DATA, RecordTooLarge, Ring, RingWord } from "./ring.ts";
import { RingReader } from "./ring_reader.ts";
import { RingWriter } from "./ring_writer.ts";

function ends(capacity: number, position = 0): [RingWriter, RingReader] {
  const ring = Ring.allocate(capacity);
  ring.ints[RingWord.HEAD] = ring.ints[RingWord.TAIL] = position;
  const bells = new Int32Array(new SharedArrayBuffer(128));
  const [writers, readers] = [new Bell(bells, 0), new Bell(bells, 16)];
  return [new RingWriter(ring, writers, readers), new RingReader(new Ring(ring.buffer), writers)];
}

Deno.test("property: what goes in comes out, in order, whatever sizes and pace", () => {
  const act = fc.oneof(
    fc.record({ act: fc.constant("write" as const), length: fc.nat(112), more: fc.boolean() }),
    fc.constantFrom({ act: "publish" as const }, { act: "read" as const }, {
      act: "release" as const,
    }, { act: "close" as const }),
  );
  const position = fc.constantFrom(0, 2 ** 31 - 256, -256);
  fc.assert(fc.property(position, fc.array(act, { maxLength: 200 }), (position, acts) => {
    const [writer, reader] = ends(256, position);
    const queued: { bytes: Uint8Array; header: number }[] = [];
    let [published, header, unreleased] = [0, 0, 0];
    for (const each of acts) {
      if (each.act === "publish" || each.act === "close") {
        each.act === "close" ? writer.close() : writer.publish();
        published = queued.length;
        if (each.act === "close") break;
      } else if (each.act === "write") {
        const start = writer.reserve(each.length);
        if (start < 0) {
          assert.ok(queued.length + unreleased > 0, "an empty ring takes any record");
          continue;
        }
        assert.equal(start % 16, 0);
        assert.ok(writer.end >= start + each.length && writer.end <= DATA + 256);
        const length = each.more ? writer.end - start : each.length;
        const bytes = Uint8Array.from({ length }, (_, at) => header * 7 + at);
        writer.ring.bytes.set(bytes, start);
        writer.commit(length, --header);
        queued.push({ bytes, header });
      } else if (each.act === "read") {
        assert.equal(reader.next(), published > 0);
        if (published-- > 0) {
          const expected = queued.shift()!;
          const bytes = reader.ring.bytes.slice(reader.start, reader.end);
          assert.deepEqual([bytes, reader.header], [expected.bytes, expected.header]);
          unreleased++;
        } else published = 0;
      } else {
        reader.release();
        unreleased = 0;
      }
    }
    for (; published > 0; published--) assert.ok(reader.next());
    assert.ok(!reader.ready);
    assert.equal(reader.ended, acts.some(({ act }) => act === "close"));
  }));
});

Deno.test("what is reserved and not committed leaves nothing behind", () => {
  const [writer, reader] = ends(64);
  for (let i = 0; i < 10; i++) assert.equal(writer.reserve(16), DATA + 16);
  assert.equal(writer.publish(), false);
  assert.equal(reader.ready, false);
});

Deno.test("a record that the ring never takes is refused", () => {
  const [writer] = ends(1024);
  assert.equal(writer.limit, 496);
  assert.ok(writer.reserve(496) > 0);
  assert.throws(() => writer.reserve(497), (error) => {
    assert.ok(error instanceof RecordTooLarge);
    assert.match(error.message, /497 bytes is larger than the 496/);
    return true;
  });
});

Deno.test("a ring has a power of two of bytes", () => {
  for (const bytes of [0, 32, 100, 65, 2 ** 31, NaN]) {
    assert.throws(() => Ring.allocate(bytes), RangeError);
  }
  assert.equal(Ring.allocate(4096).capacity, 4096);
});
