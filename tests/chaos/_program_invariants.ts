/** What must hold after a case of the command line. @module */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Report } from "../../lib/telemetry/report.ts";
import type { End } from "../campaign/_arbitrary.ts";
import type { CampaignNode } from "../campaign/_graph.ts";
import { checkAccounts } from "../campaign/_invariants.ts";
import { meaningOf } from "../campaign/_meaning.ts";
import { putAside } from "../campaign/_set_aside.ts";
import type { Fault } from "./_program.ts";
import type { Ended } from "./_tool.ts";

/** What was found afterwards. */
export interface Executed extends Ended {
  readonly folder: string;
  /** Null if there is none. */
  readonly report: Report | null;
  /** Lines of the results by consumer: of the file, and of the one that is not whole. */
  readonly results: ReadonlyMap<string, Results>;
}

/** Null for files that are not there. */
interface Results {
  readonly whole: readonly string[] | null;
  readonly partial: readonly string[] | null;
}

/** More than the one line that shows an author where. */
const STACK = /(^\s+at .*:\d+:\d+\)?\n){2}/m;
/** Exit codes of what signals end: SIGKILL, SIGTERM. */
const ENDED = [137, 143];
const FULL = /no space left on device|os error 28/i;
const IN_THE_WAY = /not a directory|is a folder|cannot be (made|written)|os error (17|20)/i;

/** Fails if the exit code, the report and what was said do not fit. */
export async function checkReport(
  nodes: readonly CampaignNode[],
  end: End,
  fault: Fault,
  seen: Executed,
): Promise<void> {
  const { code, report, stderr, hits, folder } = seen;
  assert.doesNotMatch(stderr, STACK, "a stack trace");
  assert.doesNotMatch(stderr, /this is a bug/i);
  if (report === null) return checkUntold(fault, seen);
  const { exitCode, errors } = report;
  if (errors.some(({ code }) => code === "process_ended")) return checkKilled(fault, report, code);
  const allowed = hits > 0 ? [exitCode, 130, 1, ...ENDED] : [exitCode];
  assert.ok(allowed.includes(code), `exit code ${code}, the report has ${exitCode}`);
  const outside = errors.filter(({ message }) => FULL.test(message) || IN_THE_WAY.test(message));
  if (outside.length > 0) {
    assert.notEqual(fault.kind, "signals", outside[0]!.message);
    assert.deepEqual([exitCode, report.ledger.balanced], [1, true]);
    return;
  }
  if (endedByUs(fault, report)) return assert.ok(report.ledger.balanced);
  const asked = exitCode === 130;
  assert.ok(!asked || hits > 0, "interrupted by nobody");
  const aborted = asked && /stopping now/.test(stderr);
  const lines = [
    ...[...stderr.matchAll(/^info \S+: (.*)$/gm)].map(([, line]) => line!),
    ...[...seen.results.values()].flatMap(({ whole, partial }) => whole ?? partial ?? []),
  ];
  const folderOf = join(folder, "quarantine");
  const isFolder = await Deno.stat(folderOf).then(({ isDirectory }) => isDirectory, () => false);
  const quarantine = isFolder ? await putAside(folderOf) : [];
  const litter: string[] = [];
  const told = { report, lines, asked, stopped: asked, aborted, quarantine, litter, afterMs: 0 };
  checkAccounts(nodes, end, told);
}

/** The program was killed, and the tool has told of it. */
function checkKilled(fault: Fault, { exitCode, status, ledger }: Report, code: number): void {
  assert.ok(isKilling(fault), "nobody killed it");
  assert.deepEqual([code, exitCode, status, ledger.closed], [1, 1, "failed", false]);
}

/** A signal to all reaches processes of steps before they could say that it is not for them. */
const endedByUs = (fault: Fault, { errors }: Report) =>
  fault.kind === "signals" && fault.shots.some(({ to }) => to === "all") &&
  errors.some(({ message }) => /its process was ended by SIG(TERM|INT)/.test(message));

const isKilling = (fault: Fault) =>
  fault.kind === "signals" && fault.shots.some(({ signal }) => signal === "SIGKILL");

/** Without a report it was killed, interrupted before it began, or had no place to write to. */
function checkUntold(fault: Fault, { code, stderr }: Executed): void {
  if (fault.kind === "signals") {
    // a signal may come before anybody listens
    const allowed = isKilling(fault) ? [1, 130, ...ENDED] : [130, ...ENDED];
    assert.ok(allowed.includes(code), `${code} and no report after signals`);
    return;
  }
  assert.equal(fault.place, "report", "no report");
  assert.match(stderr, fault.kind === "full" ? FULL : IN_THE_WAY);
  const expected = fault.kind === "full" ? [1, 2] : [2];
  assert.ok(expected.includes(code), `exit code ${code}`);
}

/** Fails if results have their name without being whole, or drafts are left. */
export function checkFiles(nodes: readonly CampaignNode[], fault: Fault, seen: Executed): void {
  const { report, results, folder } = seen;
  for (const [id, { whole, partial }] of results) {
    if (whole === null) {
      const isFull = report?.status === "done" && !report.errors.length;
      assert.ok(!isFull, `done, and the results of ${id} have no name`);
      continue;
    }
    assert.equal(partial, null, `${id}: whole, and a draft is left`);
    if (report !== null) continue; // its accounts were compared
    const expected = meaningOf(nodes, ({ n }) => n!).get(id)!.fates.processed;
    assert.equal(whole.length, expected.length, `${id}: whole, and something is missing`);
  }
  // who is killed while it writes leaves a draft, plainly marked
  const mayLeave = fault.kind === "signals" && (report === null || isKilling(fault));
  const drafts = mayLeave ? [] : drafted(join(folder, "quarantine"));
  assert.deepEqual(drafts, [], "drafts in the quarantine");
  // whoever is left tidies up; where all are killed at once there is nobody
  const temporary = [...Deno.readDirSync(join(folder, "tmp"))].map(({ name }) => name);
  if (!isKilling(fault)) assert.deepEqual(temporary, [], "temporary files");
}

function drafted(folder: string): string[] {
  try {
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
    return names.filter((name) => !name.endsWith(".packet"));
  } catch {
    return []; // there is none
  }
}
