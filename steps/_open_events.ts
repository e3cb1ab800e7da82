/** Events whose telescopes come one by one. @module */
import { RecentKeys } from "./_recent_keys.ts";

/** What came of an event. */
export interface OpenEvent<Label, Member> {
  /** Came with its first member. */
  readonly label: Label;
  /** By telescope. */
  readonly members: ReadonlyMap<number, Member>;
}

interface Growing<Label, Member> extends OpenEvent<Label, Member> {
  readonly members: Map<number, Member>;
  /** How many there can be. */
  readonly size: number;
  /** Of all members. */
  bytes: number;
}

/** So many events are waited for, and for so many bytes of them. */
const MOST_EVENTS = 1024;
const MOST_BYTES = 32 * 1024 * 1024;

/** Keys by which it is known what has begun, and how many are enough when nothing is in flight. */
const KNOWN = 16_384;
const KEPT = 64;

/**
 * Puts events together, whatever the order of their members is. An event is over when all of its
 * members have come, or when too many wait for the rest of it: some may never come. Events are
 * closed in the order in which they began.
 */
export class OpenEvents<Label, Member> {
  readonly #open = new Map<string, Growing<Label, Member>>();
  readonly #begun: RecentKeys;
  #bytes = 0;

  /**
   * @param close is called with each event once
   * @param begun {@link begun} of an earlier execution
   */
  constructor(
    private readonly close: (event: OpenEvent<Label, Member>) => void,
    begun: readonly string[] = [],
  ) {
    this.#begun = new RecentKeys(KNOWN, begun);
  }

  /** Which events were there of late; the rest is not kept: {@link closeAll} must be called before. */
  get begun(): readonly string[] {
    return this.#begun.last(KEPT);
  }

  /**
   * Adds a member.
   *
   * @param size how many members its event can have @param bytes that it holds
   * @returns false if its event has been closed, or has another one of that telescope
   */
  add(
    key: string,
    size: number,
    label: Label,
    telId: number,
    member: Member,
    bytes: number,
  ): boolean {
    let event = this.#open.get(key);
    if (event === undefined) {
      if (!this.#begun.add(key)) return false;
      event = { label, members: new Map(), size, bytes: 0 };
      this.#open.set(key, event);
    }
    if (event.members.has(telId)) return false;
    event.members.set(telId, member);
    event.bytes += bytes;
    this.#bytes += bytes;
    this.#closeFirst();
    return true;
  }

  /** Closes all events: nothing more will come. */
  closeAll(): void {
    for (const [key, event] of this.#open) this.#close(key, event);
  }

  #closeFirst(): void {
    for (const [key, event] of this.#open) {
      const tooMany = this.#open.size > MOST_EVENTS || this.#bytes > MOST_BYTES;
      if (event.members.size < event.size && !tooMany) return;
      this.#close(key, event);
    }
  }

  #close(key: string, event: Growing<Label, Member>): void {
    this.#open.delete(key);
    this.#bytes -= event.bytes;
    this.close(event);
  }
}
