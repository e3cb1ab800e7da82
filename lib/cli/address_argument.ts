/** Arguments that are addresses of ZeroMQ. @module */
import { text } from "@optique/core/message";
import type { ValueParser } from "@optique/core/valueparser";
import { addressFault, DEFAULT_ADDRESS } from "../telemetry/zeromq/address.ts";

/** Takes an address such as `tcp://localhost:5565`, to listen at or to connect to. */
export function addressArgument(use: "listen" | "connect"): ValueParser<"sync", string> {
  return {
    mode: "sync",
    metavar: "ADDRESS",
    placeholder: DEFAULT_ADDRESS,
    parse(input) {
      const fault = addressFault(input, use);
      return fault === null
        ? { success: true, value: input }
        : { success: false, error: [text(fault)] };
    },
    format: (value) => value,
  };
}
