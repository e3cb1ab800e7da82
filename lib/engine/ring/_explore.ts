/**
 * Goes through every interleaving of simulated threads, access by access, and proves of all of them
 * what is named at {@link explore}.
 *
 * @module
 */
import type { Access, LocalState, Simulation, Thread } from "./_simulated.ts";

/** Accesses whose result is used, see {@link Memory}. */
const GIVES = new Set(["load", "read", "sub", "exchange", "cas"]);

/** How much there was to see. */
export interface Explored {
  readonly states: number;
  readonly ends: number;
}

/** A way to something that must not be. `message` says what it is, and lists the accesses. */
export class Refuted extends Error {
  override readonly name = "Refuted";
}

/** A state: by how much words differ from the start, then for each thread 2 x id of its local state + 1 if it sleeps. */
type State = Int32Array;

const WORDS = 20;

interface Visit {
  readonly state: State;
  readonly key: string;
  /** Thread that is next to be let go on from here. */
  thread: number;
}

/**
 * Visits every state that the threads can be in, once.
 *
 * Proves: no thread throws; no two threads are about to access a word at the same time of which one
 * writes and one is not atomic (so that what holds for interleavings holds for every hardware: the
 * memory model is sequentially consistent for programs without data races); no state comes back, so
 * that every interleaving ends whatever the scheduler does; and where nobody can go on, all are
 * through, so that nobody sleeps for ever.
 *
 * @param invariant given the values of the words in each state; throws where it does not hold
 * @throws {Refuted} if one of these is not so, with the way to there
 */
export function explore(
  simulation: Simulation,
  threads: readonly Thread[],
  invariant: (value: (words: Int32Array, index: number) => number) => void = () => {},
): Explored {
  const starts = simulation.start(threads);
  const first = new Int32Array(WORDS + threads.length);
  const known = new Map<string, boolean>(); // whether it is on the way that is looked at
  const way: Visit[] = [];
  let ends = 0;

  const enter = (state: State) => {
    // a word is known from its first access on
    if (simulation.initial.length > WORDS) throw new Error(`more than ${WORDS} words`);
    const key = keyOf(state);
    const open = known.get(key);
    if (open === false) return;
    if (open === true) refute(simulation, way, "comes back to where it was");
    known.set(key, true);
    way.push({ state, key, thread: 0 });
    try {
      check(simulation, locals(simulation, state, threads.length));
      invariant((words, index) => {
        const number = simulation.numberOf(words, index);
        return state[number]! + simulation.initial[number]!;
      });
    } catch (error) {
      refute(simulation, way, String(error));
    }
    if (!canGoOn(simulation, state, threads.length)) {
      const asleep = locals(simulation, state, threads.length).filter(({ next }) => next !== null);
      if (asleep.length > 0) {
        refute(simulation, way, `thread ${asleep.map(({ thread }) => thread)} sleeps for ever`);
      }
      ends++;
    }
  };

  for (const start of starts) first[WORDS + start.thread] = 2 * start.id;
  enter(first);
  for (let visit = way.at(-1); visit !== undefined; visit = way.at(-1)) {
    if (visit.thread === threads.length) {
      known.set(visit.key, false);
      way.pop();
      continue;
    }
    const after = step(simulation, visit.state, visit.thread++, threads.length);
    if (after !== null) enter(after);
  }
  return { states: known.size, ends };
}

function keyOf(state: State): string {
  return String.fromCharCode(...new Uint16Array(state.buffer));
}

function locals({ states }: Simulation, state: State, threads: number): LocalState[] {
  const all = [];
  for (let thread = 0; thread < threads; thread++) all.push(states[state[WORDS + thread]! >> 1]!);
  return all;
}

function canGoOn({ states }: Simulation, state: State, threads: number): boolean {
  for (let thread = 0; thread < threads; thread++) {
    const local = state[WORDS + thread]!;
    if ((local & 1) === 0 && states[local >> 1]!.next !== null) return true;
  }
  return false;
}

function check(simulation: Simulation, threads: readonly LocalState[]): void {
  for (const { thread, next, error } of threads) {
    if (error !== null) throw new Error(`thread ${thread}: ${error}`);
    if (next === null) continue;
    for (const { thread: other, next: access } of threads.slice(thread + 1)) {
      if (access === null || access.at !== next.at) continue;
      if ((access.plain || next.plain) && (access.writes || next.writes)) {
        throw new Error(`data race of ${thread} and ${other} on ${simulation.names[next.at]}`);
      }
    }
  }
}

/** The state after one access of a thread; null if it sleeps or is through. */
function step(simulation: Simulation, state: State, thread: number, threads: number): State | null {
  const slot = WORDS + thread;
  const local = simulation.states[state[slot]! >> 1]!;
  if ((state[slot]! & 1) === 1 || local.next === null) return null;
  const { kind, at, a } = local.next;
  const after = state.slice();
  const now = state[at]! + simulation.initial[at]! | 0;
  const result = GIVES.has(kind) ? now : 0;
  if (kind === "wait") {
    if (now === a) {
      after[slot] = state[slot]! + 1;
      return after;
    }
  } else if (kind === "notify") {
    for (let other = 0; other < threads; other++) {
      const sleeper = state[WORDS + other]!;
      const asleep = simulation.states[sleeper >> 1]!;
      if ((sleeper & 1) === 0 || asleep.next!.at !== at) continue;
      after[WORDS + other] = 2 * simulation.advance(asleep, 1).id;
    }
  } else after[at] = written(local.next, now) - simulation.initial[at]! | 0;
  after[slot] = 2 * simulation.advance(local, result).id;
  return after;
}

function written({ kind, a, b }: Access, now: number): number {
  switch (kind) {
    case "add":
      return now + a | 0;
    case "sub":
      return now - a | 0;
    case "or":
      return now | a;
    case "and":
      return now & a;
    case "cas":
      return now === a ? b : now;
    case "store":
    case "write":
    case "exchange":
      return a;
    default: // load, read
      return now;
  }
}

function refute(simulation: Simulation, way: readonly Visit[], what: string): never {
  const accesses = way.slice(0, -1).map(({ state, thread }) => {
    const { next } = simulation.states[state[WORDS + thread - 1]! >> 1]!;
    return `  ${thread - 1}: ${next!.kind} ${simulation.names[next!.at]} ${next!.a} ${next!.b}`;
  });
  throw new Refuted(`${what}, after\n${accesses.join("\n")}`);
}
