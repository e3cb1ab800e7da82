/** Numbers objects in the order in which they are met. @module */

const FEW = 12;

/** The objects of one value. A few are searched through, which is faster than hashing them. */
export class Identities {
  readonly #few: (object | null)[] = new Array(FEW).fill(null);
  #many: Map<object, number> | null = null;
  #count = 0;

  /** @returns the number of an object met before, or -1: it has the next number now */
  meet(object: object): number {
    const count = this.#count;
    if (this.#many !== null) return this.#meetAmongMany(this.#many, object);
    const few = this.#few;
    for (let i = 0; i < count; i++) if (few[i] === object) return i;
    this.#count++;
    if (count < FEW) few[count] = object;
    else this.#many = new Map(few.map((met, i) => [met!, i])).set(object, count);
    return -1;
  }

  /** Forgets all, so that nothing is kept alive. */
  clear(): void {
    const few = this.#few;
    for (let i = Math.min(this.#count, FEW) - 1; i >= 0; i--) few[i] = null;
    this.#count = 0;
    this.#many = null;
  }

  #meetAmongMany(many: Map<object, number>, object: object): number {
    const known = many.get(object);
    if (known !== undefined) return known;
    many.set(object, this.#count++);
    return -1;
  }
}
