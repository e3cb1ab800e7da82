import assert from "node:assert/strict";
import fc from "fast-check";
import type { Json } from "../../graph/model.ts";
import { planOf } from "../_fixtures.ts";
import { writeDurably } from "./durable.ts";
import {
  entriesOf,
  JOURNAL,
  type Journal,
  JOURNAL_SCHEMA,
  positionIn,
  readJournal,
} from "./journal.ts";

const plan = planOf({
  one: { role: "producer", replicas: 2 },
  two: { role: "producer" },
  stager: { role: "stager", replicas: 3 },
  writer: { role: "consumer" },
}, []);

async function withFolder(body: (folder: string) => void): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a position comes back from the journal as it was", () =>
  withFolder((folder) => {
    const counts = fc.tuple(fc.nat(), fc.nat(), fc.nat());
    const token = fc.option(fc.jsonValue().filter((value) => value !== null), { nil: undefined });
    const tokens = fc.tuple(token, token, token, token);
    fc.assert(fc.property(counts, tokens, (sent, kept) => {
      const written = kept.map((value) => JSON.parse(JSON.stringify({ value })).value as Json);
      const position = {
        sent: { 0: sent[0], 1: sent[1], 2: sent[2] },
        tokens: Object.fromEntries(
          written.flatMap((value, at) => value === undefined ? [] : [[3 + at, value]]),
        ),
      };
      const journal = { schema: JOURNAL_SCHEMA, ...entriesOf(position, plan) };
      writeDurably(folder, JOURNAL, JSON.stringify(journal));
      assert.deepEqual(positionIn(readJournal(folder) as Journal, plan), position);
      assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), [JOURNAL]);
    }));
  }));

Deno.test("a journal that cannot be read is told by its path; none is null", () =>
  withFolder((folder) => {
    assert.equal(readJournal(folder), null);
    for (
      const [text, why] of [
        ["{", /journal\.json" cannot be read: .*JSON/],
        [
          '{"schema":"ctapipe-flow/journal/9"}',
          /no journal: its schema is "ctapipe-flow\/journal\/9"/,
        ],
        ["null", /no journal: its schema is undefined/],
      ] as const
    ) {
      Deno.writeTextFileSync(`${folder}/${JOURNAL}`, text);
      assert.throws(() => readJournal(folder), { code: "journal_unreadable", message: why });
    }
  }));
