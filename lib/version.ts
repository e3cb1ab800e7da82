/** The version of this program. @module */

/** As in `deno.json`; a test keeps them equal. */
export const VERSION = "0.1.0";
