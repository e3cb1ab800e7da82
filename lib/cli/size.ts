/** Arguments that are numbers of bytes. @module */
import { message } from "@optique/core/message";
import type { ValueParser } from "@optique/core/valueparser";
import { parseBytes } from "../graph/bytes.ts";

/** Takes a number of bytes such as `64MB` or `2GiB`. */
export const size: ValueParser<"sync", number> = {
  mode: "sync",
  metavar: "SIZE",
  placeholder: 1_000_000,
  parse(input) {
    const value = parseBytes(input);
    return value === null
      ? { success: false, error: message`Expected a size such as 500MB or 2GiB, but got ${input}.` }
      : { success: true, value };
  },
  format: (bytes) => `${bytes}`,
};
