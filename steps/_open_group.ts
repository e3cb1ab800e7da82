/** A group whose members are still coming. @module */
import { deserialize, serialize } from "node:v8";
import type { Group, GroupKey } from "./_group.ts";

/** Collects the members of one group. */
export class OpenGroup {
  readonly #members: unknown[];
  #size: number | null;

  /** @param size how many members it has in all; null if nobody says */
  constructor(readonly key: GroupKey, size: number | null, ...members: unknown[]) {
    this.#size = size;
    this.#members = members;
  }

  /** One that `text` was made of. */
  static resume(text: string): OpenGroup {
    const { key, size, members } = deserialize(Uint8Array.fromBase64(text)) as Group;
    return new OpenGroup(key, size, ...members);
  }

  /** All of it, as text. */
  get text(): string {
    return new Uint8Array(serialize(this.group)).toBase64();
  }

  /** Whether a packet with such a key belongs to it. */
  has(key: GroupKey): boolean {
    return Object.keys(key).every((path) => key[path] === this.key[path]);
  }

  /** Takes one more. @throws {Error} if it says something else of the size, or there are too many */
  add(member: unknown, size: number | null, most: number): void {
    const fields = Object.entries(this.key).map(([path, field]) => `${path} ${field}`);
    const which = `the group of ${fields.join(", ")}`;
    if (size !== null && this.#size !== null && size !== this.#size) {
      throw new Error(`${which} has ${this.#size} members, but one of them says ${size}`);
    }
    if (this.#members.length >= most) {
      throw new Error(
        `${which} has more than ${most} members: see the params \`key\` and \`most\``,
      );
    }
    this.#size ??= size;
    this.#members.push(member);
  }

  /** How many members it has in all; null if nobody says. */
  get size(): number | null {
    return this.#size;
  }

  /** Whether all members have come, as far as they say how many they are. */
  get isComplete(): boolean {
    return this.#members.length === this.#size;
  }

  /** It, with those that have come. */
  get group(): Group {
    return { kind: "group", key: this.key, size: this.#size, members: this.#members };
  }
}
