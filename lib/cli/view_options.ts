/** Options that show an execution in a browser. @module */
import { message } from "@optique/core/message";
import { optional, withDefault } from "@optique/core/modifiers";
import { flag, option } from "@optique/core/primitives";
import { integer } from "@optique/core/valueparser";
import type { Asker } from "../gui/collector_board.ts";
import type { View } from "./view.ts";

/** Parsers of the options, to be spread into an object of options. */
export const viewOptions = {
  view: withDefault(
    flag("--view", {
      description:
        message`Show it in a browser, at an address that is printed, as long as it goes on.`,
    }),
    false,
  ),
  keepView: withDefault(
    flag("--keep-view", {
      description: message`Like --view, but the page is served until Ctrl-C.`,
    }),
    false,
  ),
  viewPort: optional(
    option("--view-port", integer({ min: 0, max: 65535, metavar: "PORT" }), {
      description: message`Where the page is served, instead of 5566 or any free port.`,
    }),
  ),
};

/** What the options gave. */
export interface ViewChoices {
  readonly view: boolean;
  readonly keepView: boolean;
  readonly viewPort: number | undefined;
}

/**
 * Opens the view that the options ask for; null if they ask for none. It is only for this machine.
 *
 * @param asker hands requests on; without it none are taken
 * @throws {UserError} if nothing can be served there
 */
export async function viewOf(
  { view, keepView, viewPort }: ViewChoices,
  asker?: Asker,
): Promise<View | null> {
  if (!view && !keepView && viewPort === undefined) return null;
  const { openView } = await import("./view.ts");
  const { GUI_HOST: host, GUI_PORT } = await import("../gui/serve.ts");
  const open = (port: number) => openView({ host, port, asker });
  if (viewPort !== undefined) return open(viewPort);
  try {
    return open(GUI_PORT);
  } catch {
    return open(0); // another view is there
  }
}
