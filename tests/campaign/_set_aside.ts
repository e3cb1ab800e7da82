/** What must hold of packets that were skipped or quarantined. @module */
import assert from "node:assert/strict";
import { quarantineFiles, readPacket } from "../../lib/engine/mod.ts";
import type { NodeReport } from "../../lib/telemetry/report.ts";
import type { Observed } from "./_execute.ts";
import { refusalOf } from "./_fate.ts";
import type { CampaignNode } from "./_graph.ts";
import { digest, type Item } from "./_item.ts";
import type { NodeMeaning } from "./_meaning.ts";

/** A packet that was found in a quarantine. */
export interface PutAside {
  readonly id: string;
  readonly node: string;
  readonly attempts: number;
  /** Lineage id. */
  readonly packet: string;
  /** As `trail = digest`. */
  readonly name: string;
}

/** What is in a folder, by the way of the values' bytes. */
export async function putAside(folder: string): Promise<PutAside[]> {
  const files = await quarantineFiles(folder);
  return await Promise.all(files.map(async ({ id, path }) => {
    const { header: { node, attempts, packet }, value } = await readPacket(path);
    const { trail, data } = value as Item;
    return { id, node, attempts, packet, name: `${trail} = ${digest(data)}` };
  }));
}

/** The engine lists no more of a node. */
const MOST_LISTED = 100;

/**
 * Fails if something else was put aside than had to be.
 *
 * @param lossless whether everything came to where it belongs
 */
export function checkSetAside(
  node: CampaignNode,
  { fates: { skip, quarantine } }: NodeMeaning,
  { report, quarantine: found, aborted }: Observed,
  lossless: boolean,
): void {
  const { id } = node;
  const counts = report.nodes[id]!;
  const mine = found.filter((one) => one.node === id);
  const names = mine.map(({ name }) => name).sort();
  if (lossless) assert.deepEqual({ id, names }, { id, names: quarantine });
  for (const name of names) assert.ok(quarantine.includes(name), `${name} quarantined by ${id}`);
  assert.equal(new Set(names).size, names.length, `quarantined twice by ${id}: ${names.join()}`);
  const said = `${id}: ${counts.quarantined} quarantined, ${names.length} written`;
  assert.ok(
    aborted ? counts.quarantined <= names.length : counts.quarantined === names.length,
    said,
  );
  const listed = checkList(node, counts, aborted);
  const written = new Map(mine.map((one) => [one.id, one]));
  for (const { entry, packet, attempts } of listed.filter(({ entry }) => entry !== null)) {
    const { packet: wrote, attempts: made } = written.get(entry!)!;
    assert.deepEqual({ entry, packet, attempts }, { entry, packet: wrote, attempts: made });
  }
  const skipped = listed.filter(({ entry }) => entry === null).map(({ packet }) =>
    originOf(packet)
  );
  const expected = skip.map((name) => name.replace(/^(p\d+):(\d+) .*$/, "$1#$2")).sort();
  for (const origin of skipped) assert.ok(expected.includes(origin), `${origin} skipped by ${id}`);
  if (lossless && expected.length <= MOST_LISTED) {
    assert.deepEqual({ id, skipped: skipped.sort() }, { id, skipped: expected });
  }
}

function checkList(node: CampaignNode, counts: NodeReport, cut: boolean) {
  const { id } = node;
  const { skipped, quarantined, setAside = [] } = counts;
  const most = Math.min(MOST_LISTED, skipped + quarantined);
  assert.ok(cut || setAside.length === most, `${id} lists ${setAside.length} of ${most}`);
  for (const { attempts, phase, code } of setAside) {
    const { way, most } = refusalOf(node);
    const expected = { id, attempts: most, phase: way.phase, code: way.code };
    assert.deepEqual({ id, attempts, phase, code }, expected);
  }
  return setAside;
}

/** `p0#3` of `p0#3.1.0`: what it was when it was made. */
const originOf = (packet: string) => packet.replace(/\..*$/, "");
