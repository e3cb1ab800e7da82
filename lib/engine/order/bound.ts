/** A path in shared memory that one thread writes and others read. @module */
import type { Memory } from "../ring/memory.ts";
import type { Path } from "./path.ts";

const VERSION = 0;
const LENGTH = 1;
const FIRST = 2;
/** A number takes two words, the upper first. */
const WORD = 2 ** 31;

/**
 * What a thread sends from now on stands at this path or behind it; at first that says nothing.
 *
 * The writer makes the version odd, writes, and makes it even again; who reads sees by the version
 * whether it has read parts of two paths.
 */
export class Bound {
  /** @param words in shared memory, {@link Bound.words} of them, of zeros at first */
  constructor(readonly words: Int32Array, readonly memory: Memory = Atomics) {}

  /** How many words paths of so many numbers take. */
  static words(longest: number): number {
    return FIRST + 2 * longest;
  }

  /** Says that the thread has come further. To be called when all that it has sent can be seen. */
  write(path: Path): void {
    const { memory, words } = this;
    const version = memory.load(words, VERSION);
    memory.store(words, VERSION, version + 1 | 0);
    memory.store(words, LENGTH, path.length);
    for (let at = 0; at < path.length; at++) {
      memory.store(words, FIRST + 2 * at, Math.floor(path[at]! / WORD));
      memory.store(words, FIRST + 2 * at + 1, path[at]! % WORD);
    }
    memory.store(words, VERSION, version + 2 | 0);
  }

  /** How far the thread has come; null while that is being written. */
  read(): Path | null {
    const { memory, words } = this;
    const version = memory.load(words, VERSION);
    if ((version & 1) !== 0) return null;
    const path: number[] = [];
    for (let at = 0, length = memory.load(words, LENGTH); at < length; at++) {
      const upper = memory.load(words, FIRST + 2 * at);
      path.push(upper * WORD + memory.load(words, FIRST + 2 * at + 1));
    }
    return memory.load(words, VERSION) === version ? path : null;
  }
}
