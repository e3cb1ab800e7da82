/** Rare objects as lists of primitives, and back. @module */

/** What the parts make. The values are part of the format. */
export const Kind = { REGEXP: 1, BOXED: 2, ERROR: 3, ERROR_WITH_CAUSE: 4 } as const;

/** An object taken apart. */
export interface Parts {
  readonly kind: number;
  readonly parts: readonly unknown[];
  /** Of `ERROR_WITH_CAUSE`: what follows the parts, and may refer to the error itself. */
  readonly cause?: unknown;
}

const ERRORS = new Map<string, ErrorConstructor>(
  [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]
    .map((type) => [type.name, type]),
);

/** The parts of a regular expression, boxed primitive or error; null of anything else. */
export function takeApart(value: object): Parts | null {
  if (value instanceof RegExp) return { kind: Kind.REGEXP, parts: [value.source, value.flags] };
  if (value instanceof Error) return takeErrorApart(value);
  const boxed = unbox(value);
  return boxed === undefined ? null : { kind: Kind.BOXED, parts: [boxed] };
}

/** As the "serialize" steps of the HTML standard have it: name, message and cause, with V8's stack. */
function takeErrorApart(error: Error): Parts {
  const message = Object.getOwnPropertyDescriptor(error, "message");
  const cause = Object.getOwnPropertyDescriptor(error, "cause");
  const { name, stack } = error;
  const parts = [
    String(name),
    message && "value" in message ? String(message.value) : undefined,
    typeof stack === "string" ? stack : undefined,
  ];
  if (!cause || !("value" in cause)) return { kind: Kind.ERROR, parts };
  return { kind: Kind.ERROR_WITH_CAUSE, parts, cause: cause.value };
}

function unbox(value: object): unknown {
  if (value instanceof Number) return Number.prototype.valueOf.call(value);
  if (value instanceof String) return String.prototype.valueOf.call(value);
  if (value instanceof Boolean) return Boolean.prototype.valueOf.call(value);
  if (value instanceof BigInt) return BigInt.prototype.valueOf.call(value);
  return undefined;
}

/**
 * The object that {@link takeApart} took apart, still without its cause.
 *
 * @throws {Error} if there is no such kind
 */
export function putTogether(kind: number, parts: readonly unknown[]): object {
  const [first, second, third] = parts as string[];
  switch (kind) {
    case Kind.REGEXP:
      return new RegExp(first!, second);
    case Kind.BOXED:
      return Object(first);
    case Kind.ERROR:
    case Kind.ERROR_WITH_CAUSE: {
      const error = new (ERRORS.get(first!) ?? Error)(second);
      error.stack = third;
      return error;
    }
  }
  throw new Error(`unknown kind of parts ${kind}`);
}

/** Gives an error its cause. */
export function setCause(error: object, cause: unknown): void {
  Object.defineProperty(error, "cause", { value: cause, writable: true, configurable: true });
}
