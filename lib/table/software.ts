/** Who has written a file. @module */
import { VERSION } from "../version.ts";

/** Name and version of this program, for the metadata of what it writes. */
export const SOFTWARE: { readonly name: string; readonly version: string } = {
  name: "ctapipe-flow",
  version: VERSION,
};
