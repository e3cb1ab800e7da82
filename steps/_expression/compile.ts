/**
 * A small language for cuts, such as `parameters.hillas.intensity > 50 and not parameters.nIslands > 3`:
 * numbers, texts, paths of fields, `+ - * / % **`, comparisons, `and or not` (or `&& || !`), functions.
 * It is read by a parser of its own and becomes functions: nothing is evaluated as code, and what an
 * expression can do is to look at fields and compute.
 *
 * @module
 */
import { ExpressionError } from "./error.ts";
import * as nodes from "./nodes.ts";
import type { Node } from "./nodes.ts";
import { type Token, tokensOf } from "./tokens.ts";
import { ARITHMETIC, COMPARISONS, CONSTANTS, FUNCTIONS } from "./values.ts";

/** How deep expressions may be nested. */
const DEEPEST = 100;

/**
 * Compiles a condition.
 *
 * @returns whether a value is known to fulfil it; throws {@link ExpressionError} if a field is of
 * another kind than the condition needs
 * @throws {ExpressionError} if it has no meaning
 */
export function compileCondition(source: string): (value: unknown) => boolean {
  const { evaluate } = new Parser(tokensOf(source)).condition();
  return (value) => evaluate(value) === true;
}

class Parser {
  #next = 0;
  #depth = 0;

  constructor(readonly tokens: readonly Token[]) {}

  condition(): Node {
    const node = this.#or();
    const { kind, text, at } = this.#token;
    if (kind !== "end") throw new ExpressionError(`"${text}" is not expected here`, at);
    return nodes.truth(node);
  }

  get #token(): Token {
    return this.tokens[this.#next]!;
  }

  /** The next word if it is one of these, and past it; else null. */
  #take(...texts: readonly string[]): Token | null {
    const token = this.#token;
    if (token.kind !== "sign" && token.kind !== "name") return null;
    if (!texts.includes(token.text)) return null;
    this.#next++;
    return token;
  }

  #expect(text: string, why: string): void {
    if (this.#take(text) === null) {
      throw new ExpressionError(`"${text}" is missing ${why}`, this.#token.at);
    }
  }

  /** Operands with one of some signs between them, from left to right. */
  #chain(
    signs: readonly string[],
    operand: () => Node,
    join: (a: Node, sign: Token, b: Node) => Node,
  ): Node {
    let node = operand();
    for (let sign = this.#take(...signs); sign; sign = this.#take(...signs)) {
      node = join(node, sign, operand());
    }
    return node;
  }

  #or(): Node {
    return this.#chain(["or", "||"], () => this.#and(), (a, _, b) => nodes.either(a, b));
  }

  #and(): Node {
    return this.#chain(["and", "&&"], () => this.#not(), (a, _, b) => nodes.both(a, b));
  }

  #not(): Node {
    return this.#take("not", "!")
      ? nodes.negation(this.#deeper(() => this.#not()))
      : this.#comparison();
  }

  #comparison(): Node {
    const signs = [...Object.keys(COMPARISONS), "==", "!="];
    const left = this.#sum();
    const sign = this.#take(...signs);
    if (sign === null) return left;
    const node = nodes.comparison(left, sign, this.#sum());
    const again = this.#take(...signs);
    if (again === null) return node;
    throw new ExpressionError('comparisons do not chain: write "a < b and b < c"', again.at);
  }

  #sum(): Node {
    return this.#chain(["+", "-"], () => this.#product(), calculate);
  }

  #product(): Node {
    return this.#chain(["*", "/", "%"], () => this.#signed(), calculate);
  }

  #signed(): Node {
    const sign = this.#take("-", "+");
    if (sign === null) return this.#power();
    const operand = this.#deeper(() => this.#signed());
    return nodes.computed([operand], ([n]) => sign.text === "-" ? -n! : n!, sign.at);
  }

  #power(): Node {
    const base = this.#primary();
    const sign = this.#take("**");
    return sign ? calculate(base, sign, this.#deeper(() => this.#signed())) : base;
  }

  #primary(): Node {
    const token = this.#token;
    const { kind, text, at } = token;
    if (kind === "end") throw new ExpressionError("a value is missing", at);
    this.#next++;
    if (kind === "number") return nodes.constant(Number(text), at);
    if (kind === "text") return nodes.constant(text, at);
    if (kind === "name") return this.#named(token);
    if (text !== "(") throw new ExpressionError(`a value is missing before "${text}"`, at);
    const inside = this.#deeper(() => this.#or());
    this.#expect(")", `for the "(" at character ${at + 1}`);
    return inside;
  }

  #named({ text, at }: Token): Node {
    if (["and", "or", "not"].includes(text)) {
      throw new ExpressionError(`a value is missing before "${text}"`, at);
    }
    if (this.#take("(")) return this.#call(text, at);
    const names = [text];
    for (let sign = this.#take(".", "["); sign; sign = this.#take(".", "[")) {
      names.push(sign.text === "." ? this.#word("name") : this.#word("number"));
      if (sign.text === "[") this.#expect("]", "behind the number");
    }
    if (names.length === 1 && CONSTANTS.has(text)) return nodes.constant(CONSTANTS.get(text)!, at);
    return nodes.field(names, at);
  }

  #word(kind: "name" | "number"): string {
    const { text, at, kind: found } = this.#token;
    if (found !== kind || (kind === "number" && !/^\d+$/.test(text))) {
      throw new ExpressionError(`a ${kind === "name" ? "name" : "whole number"} is missing`, at);
    }
    this.#next++;
    return text;
  }

  #call(name: string, at: number): Node {
    const known = FUNCTIONS.get(name);
    if (known === undefined) {
      const all = [...FUNCTIONS.keys()].join(", ");
      throw new ExpressionError(`there is no function "${name}": there are ${all}`, at);
    }
    const operands: Node[] = [];
    do operands.push(this.#deeper(() => this.#or())); while (this.#take(","));
    this.#expect(")", `for ${name}(`);
    const { least, most, of } = known;
    if (operands.length >= least && operands.length <= most) {
      return nodes.computed(operands, (numbers) => of(...numbers), at);
    }
    const wanted = least === most ? `${least}` : `${least} to ${most}`;
    const values = wanted === "1" ? "value" : "values";
    throw new ExpressionError(`${name} takes ${wanted} ${values}, not ${operands.length}`, at);
  }

  #deeper(parse: () => Node): Node {
    if (++this.#depth > DEEPEST) {
      throw new ExpressionError("it is nested too deeply", this.#token.at);
    }
    const node = parse();
    this.#depth--;
    return node;
  }
}

const calculate = (a: Node, { text, at }: Token, b: Node) =>
  nodes.computed([a, b], ([x, y]) => ARITHMETIC[text]!(x!, y!), at);
