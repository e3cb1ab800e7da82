/**
 * The lists of keys that objects have. A list crosses once, in the record of the first object that
 * has it, and has a number from then on. So both sides must see every record, in order.
 *
 * @module
 */
import { MAX_SHAPES } from "./tags.ts";

const MAX_KEYS = 64;
const MAX_KEY_LENGTH = 64;
const MAX_PLACES = MAX_SHAPES * 16;
/** Objects of one shape that are built key by key before a function is made for it. */
const HOT = 64;

/** A place in the tree of keys: the list of keys that leads to it. */
export class Shape {
  /** Its number, or -1 if it is not defined. */
  id = -1;
  #key: string | null = null;
  #next: Shape | null = null;
  #others: Map<string, Shape> | null = null;

  /** The place behind `key`, or null. Most places have one successor. */
  step(key: string): Shape | null {
    if (this.#key === key) return this.#next;
    return this.#others?.get(key) ?? null;
  }

  /** Makes the place behind `key`. */
  grow(key: string): Shape {
    const shape = new Shape();
    if (this.#key === null) [this.#key, this.#next] = [key, shape];
    else (this.#others ??= new Map()).set(key, shape);
    return shape;
  }
}

/** The encoder's shapes. What one record defines can be taken back. */
export class ShapeWriter {
  #root = new Shape();
  #places = 0;
  readonly #defined: Shape[] = [];
  #before = 0;
  #reset = false;
  #resetBefore = false;

  /** Whether the record that is being written tells that all earlier shapes are forgotten. */
  get resets(): boolean {
    return this.#resetBefore;
  }

  /** A record begins. */
  begin(): void {
    if (this.#defined.length >= MAX_SHAPES || this.#places > MAX_PLACES) {
      this.#root = new Shape();
      this.#places = this.#defined.length = 0;
      this.#reset = true;
    }
    this.#before = this.#defined.length;
    this.#resetBefore = this.#reset;
    this.#reset = false;
  }

  /** The record begun last will not be read: its shapes are undefined again. */
  undo(): void {
    while (this.#defined.length > this.#before) this.#defined.pop()!.id = -1;
    this.#reset ||= this.#resetBefore;
    this.#resetBefore = false;
  }

  /** The shape for a list of keys, perhaps not yet defined; null if the object is to carry its keys:
   * it looks like a dictionary, or no more shapes can be defined in this record. */
  find(keys: readonly string[]): Shape | null {
    let shape: Shape = this.#root;
    for (let i = 0; i < keys.length; i++) {
      const next = shape.step(keys[i]!);
      if (next === null) return this.#grow(shape, keys, i);
      shape = next;
    }
    return shape.id < 0 && this.#defined.length >= MAX_SHAPES ? null : shape;
  }

  /** Numbers a shape. */
  define(shape: Shape): void {
    shape.id = this.#defined.push(shape) - 1;
  }

  #grow(from: Shape, keys: readonly string[], known: number): Shape | null {
    if (this.#defined.length >= MAX_SHAPES || keys.length > MAX_KEYS) return null;
    const first = keys[0]!.charCodeAt(0);
    if (first >= 48 && first <= 57) return null; // begins with a digit: keys are numbers of things
    if (keys.some((key) => key.length > MAX_KEY_LENGTH)) return null;
    let shape = from;
    for (let i = known; i < keys.length; i++, this.#places++) shape = shape.grow(keys[i]!);
    return shape;
  }
}

/** Reads the next value of the record. */
export type Next = () => unknown;

/** A shape that the decoder knows. */
export class ShapeReader {
  #uses = 0;
  #build: (() => object) | null = null;

  constructor(readonly keys: readonly string[], readonly next: Next) {}

  /** An object of this shape with the next values. */
  build(): object {
    if (this.#build !== null) return this.#build();
    if (++this.#uses === HOT) this.#build = compile(this.keys, this.next);
    return this.fill({});
  }

  /** Gives an object the next values: it can be referred to by them. */
  fill(object: Record<string, unknown>): object {
    for (const key of this.keys) setOwn(object, key, this.next());
    return object;
  }
}

/** Sets a property; `__proto__` is a key like any other. */
export function setOwn(object: object, key: string, value: unknown): void {
  if (key !== "__proto__") (object as Record<string, unknown>)[key] = value;
  else {
    Object.defineProperty(object, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
}

/** An object literal with these keys: ten times faster than setting keys, and one hidden class. */
function compile(keys: readonly string[], next: Next): () => object {
  const quoted = keys.map((key) => key === "__proto__" ? '["__proto__"]' : JSON.stringify(key));
  const literal = quoted.map((key) => `${key}: next()`).join(", ");
  return new Function("next", `"use strict"; return () => ({ ${literal} });`)(next);
}
