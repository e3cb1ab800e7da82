/** The parts of an expression, as functions of a value. @module */
import { ExpressionError } from "./error.ts";
import type { Token } from "./tokens.ts";
import { and, COMPARISONS, or, type Ordered } from "./values.ts";

/** What a part of an expression is, as far as can be told without a value. */
type Kind = "number" | "truth" | "text" | "any";

/** A part of an expression. */
export interface Node {
  readonly kind: Kind;
  /** Where it begins. */
  readonly at: number;
  /** What it is called in messages, if it is a field. */
  readonly name?: string;
  /** What it is for a value; null if that is not known. */
  readonly evaluate: (value: unknown) => unknown;
}

const CALLED: Readonly<Record<Kind, string>> = {
  number: "a number",
  truth: "true or false",
  text: "a text",
  any: "anything",
};

/** What does not depend on the value. */
export function constant(it: number | string | boolean | null, at: number): Node {
  const kinds = { number: "number", boolean: "truth", string: "text" } as const;
  const kind = it === null ? "any" : kinds[typeof it as keyof typeof kinds];
  return { kind, at, evaluate: () => it };
}

/** A field of the value; null if there is none. Of lists and arrays the numbered entry. */
export function field(names: readonly string[], at: number): Node {
  const evaluate = (value: unknown) => {
    let inside = value;
    for (const name of names) {
      if (typeof inside !== "object" || inside === null || !Object.hasOwn(inside, name)) {
        return null;
      }
      inside = (inside as Record<string, unknown>)[name];
    }
    return Number.isNaN(inside) ? null : inside ?? null;
  };
  return { kind: "any", at, name: names.join("."), evaluate };
}

/** A number that is made of others. */
export function computed(
  operands: readonly Node[],
  of: (numbers: readonly number[]) => number,
  at: number,
): Node {
  const numbers = operands.map((node) => wanted(node, "number", toNumber));
  const evaluate = (value: unknown) => {
    const known = numbers.map((number) => number(value));
    if (known.includes(null)) return null;
    const it = of(known as number[]);
    return Number.isNaN(it) ? null : it;
  };
  return { kind: "number", at: operands.length === 2 ? operands[0]!.at : at, evaluate };
}

/** Which of two is larger, or whether they are the same. */
export function comparison(left: Node, { text, at }: Token, right: Node): Node {
  const isOdd = left.kind !== right.kind && left.kind !== "any" && right.kind !== "any";
  if (isOdd || (text in COMPARISONS && [left.kind, right.kind].includes("truth"))) {
    const told = `${CALLED[left.kind]} cannot be compared with ${CALLED[right.kind]} by ${text}`;
    throw new ExpressionError(told, at);
  }
  const [a, b] = [left.evaluate, right.evaluate];
  if (text === "==" || text === "!=") {
    const isNull = [left, right].some((node) => node.kind === "any" && node.name === undefined);
    const evaluate = (value: unknown) => {
      const [x, y] = [a(value), b(value)];
      if (!isNull && (x === null || y === null)) return null;
      return same(x, y) === (text === "==");
    };
    return { kind: "truth", at: left.at, evaluate };
  }
  const compare = COMPARISONS[text]!;
  const evaluate = (value: unknown) => {
    const [x, y] = [a(value), b(value)];
    if (x === null || y === null) return null;
    for (const [node, it] of [[left, x], [right, y]] as const) {
      if (!isOrdered(it)) throw unfit(node, it, "a number or a text");
    }
    if ((typeof x === "string") !== (typeof y === "string")) {
      const [blamed, it, other] = right.name === undefined ? [left, x, y] : [right, y, x];
      throw unfit(blamed, it, typeof other === "string" ? "a text" : "a number");
    }
    return compare(x as Ordered, y as Ordered);
  };
  return { kind: "truth", at: left.at, evaluate };
}

/** Whether both hold. */
export const both = (a: Node, b: Node): Node => joined(a, b, and);

/** Whether one of them holds. */
export const either = (a: Node, b: Node): Node => joined(a, b, or);

/** Whether it does not hold. */
export function negation(operand: Node): Node {
  const holds = truth(operand).evaluate as (value: unknown) => boolean | null;
  const evaluate = (value: unknown) => {
    const it = holds(value);
    return it === null ? null : !it;
  };
  return { kind: "truth", at: operand.at, evaluate };
}

/** What must be true or false. */
export function truth(node: Node): Node {
  return { ...node, kind: "truth", evaluate: wanted(node, "truth", toTruth) };
}

function joined(a: Node, b: Node, join: typeof and): Node {
  const [left, right] = [wanted(a, "truth", toTruth), wanted(b, "truth", toTruth)];
  return { kind: "truth", at: a.at, evaluate: (value) => join(left(value), right(value)) };
}

/** Evaluates to a kind of thing, or null. @throws {ExpressionError} if that can never be */
function wanted<T>(node: Node, kind: Kind, to: (it: unknown) => T | undefined) {
  if (node.kind !== kind && node.kind !== "any") {
    throw new ExpressionError(`${CALLED[kind]} is expected, not ${CALLED[node.kind]}`, node.at);
  }
  return (value: unknown): T | null => {
    const it = node.evaluate(value);
    if (it === null) return null;
    const fit = to(it);
    if (fit === undefined) throw unfit(node, it, CALLED[kind]);
    return fit;
  };
}

const toNumber = (it: unknown) =>
  typeof it === "number" ? it : typeof it === "bigint" ? Number(it) : undefined;
const toTruth = (it: unknown) => typeof it === "boolean" ? it : undefined;
const isOrdered = (it: unknown) => ["number", "bigint", "string"].includes(typeof it);

/** Numbers are the same whether they are large ones or not. */
function same(a: unknown, b: unknown): boolean {
  const numbers = [toNumber(a), toNumber(b)];
  return numbers.includes(undefined) ? a === b : numbers[0] === numbers[1];
}

function unfit({ name, at }: Node, it: unknown, kind: string): ExpressionError {
  const what = typeof it === "object" ? "an object" : JSON.stringify(it) ?? typeof it;
  return new ExpressionError(`${name ?? "this"} is ${what}, but ${kind} is expected`, at);
}
