/**
 * Decides which of several played threads goes on, by a seed.
 *
 * One of them has the turn until it waits: for its bell, for time to pass, or for its next turn. What
 * it does in between, be it a step that reads a file, nobody else goes on meanwhile. So the order of
 * all that happens depends on the seed only. Who has the turn and does not come back for long waits
 * for something else than the flow (see {@link Scheduler.look}): then it loses the turn.
 *
 * @module
 */
import { OWN_THREAD } from "../thread.ts";
import { Random } from "./random.ts";

/** After so many turns the real event loop has one: messages of the main thread come in then. */
const TURNS_PER_LOOP = 64;
/** So many looks that find nothing changed: a blocked event loop, when it is free again, has one. */
const MOST_LOOKS = 4;
/** A thread's mood changes after so many of its turns, on average. */
const TURNS_PER_MOOD = 40;
/** Orders of magnitude by which threads differ in speed, and in how often it is their turn. */
const SPREAD = 4;

/** Whoever has turns. */
export type Party = object;

/** What is done about what should not be. */
export interface SchedulerEvents {
  /** A party has lost its turn. */
  onLost(party: Party): void;
  /** All wait, and nobody is left who could end that. */
  onDeadlock(): void;
}

interface Waiting {
  readonly party: Party;
  readonly isReady: () => boolean;
  /** When it goes on in any case. */
  readonly due: number;
  readonly goOn: () => void;
}

/** How a party is at the moment. */
interface Mood {
  /** Its share of turns. */
  readonly weight: number;
  /** Most ms that pass between two of its looks at the clock. */
  readonly slowMs: number;
}

/** The turns of one execution. */
export class Scheduler {
  readonly #random: Random;
  readonly #moods = new Map<Party, Mood>();
  #waiting: Waiting[] = [];
  #holder: Party | null = null;
  /** Who has lost the turn and not come back. */
  readonly #lost = new Set<Party>();
  #nowMs = 0;
  #turns = 0;
  #isOpen = false;
  #isLooping = false;
  #seen = -1;
  #looks = 0;

  constructor(seed: number, readonly events: SchedulerEvents) {
    this.#random = new Random(seed);
  }

  /** A number from 0 to 1, without 1. */
  chance(): number {
    return this.#random.next();
  }

  /** The played time, in ms: whoever looks at it has taken some. */
  now(party: Party): number {
    this.#nowMs += this.#moodOf(party).slowMs * this.chance() ** 4;
    return this.#nowMs;
  }

  /** Turns begin. */
  open(): void {
    this.#isOpen = true;
    this.#next();
  }

  /**
   * The party gives its turn away; resolves when it has the next.
   *
   * @param isReady whether it can go on; asked whenever somebody is chosen
   * @param ms it goes on after so long in any case
   */
  wait(party: Party, isReady: () => boolean, ms = Infinity): Promise<void> {
    return new Promise((goOn) => {
      this.#waiting.push({ party, isReady, due: this.#nowMs + ms, goOn });
      this.leave(party);
    });
  }

  /** The party is through, or at least for now. */
  leave(party: Party): void {
    this.#lost.delete(party);
    if (this.#holder === party) this.#holder = null;
    this.#next();
  }

  /** Somebody may be able to go on whom nobody of the parties has woken. */
  wake(): void {
    this.#next();
  }

  /** To be called now and then: takes the turn from a party that has had it for several looks. */
  look(): void {
    this.#looks = this.#turns === this.#seen ? this.#looks + 1 : 0;
    this.#seen = this.#turns;
    const party = this.#holder;
    if (party === null || this.#looks < MOST_LOOKS) return;
    this.#lost.add(party);
    this.#holder = null;
    this.events.onLost(party);
    this.#next();
  }

  #next(): void {
    if (!this.#isOpen || this.#isLooping || this.#holder !== null) return;
    if (this.#waiting.length === 0) return;
    if (++this.#turns % TURNS_PER_LOOP === 0) return this.#loop();
    const chosen =
      this.#choose(this.#waiting.filter(({ isReady, due }) => due <= this.#nowMs || isReady())) ??
        this.#earliest();
    if (chosen === null) {
      if (this.#lost.size === 0) this.events.onDeadlock();
      return;
    }
    this.#waiting.splice(this.#waiting.indexOf(chosen), 1);
    this.#holder = chosen.party;
    if (this.chance() < 1 / TURNS_PER_MOOD) this.#moods.delete(chosen.party);
    chosen.goOn();
  }

  #loop(): void {
    this.#isLooping = true;
    OWN_THREAD.turn().then(() => {
      this.#isLooping = false;
      this.#next();
    });
  }

  #choose(ready: readonly Waiting[]): Waiting | null {
    const weights = ready.map(({ party }) => this.#moodOf(party).weight);
    let left = this.chance() * weights.reduce((sum, weight) => sum + weight, 0);
    return ready.find((_, at) => (left -= weights[at]!) < 0) ?? ready.at(-1) ?? null;
  }

  /** Nobody can go on: time passes. */
  #earliest(): Waiting | null {
    const due = Math.min(...this.#waiting.map((waiting) => waiting.due));
    if (due === Infinity) return null;
    this.#nowMs = due;
    return this.#waiting.find((waiting) => waiting.due === due)!;
  }

  #moodOf(party: Party): Mood {
    let mood = this.#moods.get(party);
    if (mood === undefined) {
      const weight = 10 ** (SPREAD / 2 * this.chance());
      mood = { weight, slowMs: 10 ** (SPREAD * this.chance() - 2) };
      this.#moods.set(party, mood);
    }
    return mood;
  }
}
