/** Numbers as people read them, as in the browser. @module */
export * from "../telemetry/format.ts";
