/** Keys that were met of late. @module */

/** Tells what comes for the first time, of all keys or, where there are more, of the last ones. */
export class RecentKeys {
  readonly #keys: Set<string>;

  /** @param most how many are known @param before those of an earlier execution */
  constructor(private readonly most: number, before: readonly string[] = []) {
    this.#keys = new Set(before);
  }

  /** Whether a key is known. */
  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** Whether a key is new; from now on it is not. */
  add(key: string): boolean {
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    if (this.#keys.size > this.most) this.#keys.delete(this.#keys.values().next().value!);
    return true;
  }

  /** The last so many of them. */
  last(count: number): string[] {
    return [...this.#keys].slice(-count);
  }
}
