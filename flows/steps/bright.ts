import type { TelescopeEvent } from "ctapipe-flow/simtel";
import { defineStep, payload, z } from "ctapipe-flow/step";

/** What `shunt_telescope` sends, as far as this step looks at it. */
interface TelescopePacket {
  readonly eventId: number;
  readonly telescope: { readonly telId: number; readonly type: string };
  readonly data: Pick<TelescopeEvent, "truePe">;
}

/** How much light a telescope saw. */
interface Brightness {
  readonly eventId: number;
  readonly telId: number;
  readonly type: string;
  /** True photo-electrons, all pixels together. */
  readonly nPe: number;
}

/** Kinds of values are matched by name: this is the one that `shunt_telescope` sends. */
const telescopeEvent = payload<TelescopePacket>("telescope_event");
const brightness = payload<Brightness>("brightness");

/** Tells bright telescope events from faint ones by the light that the simulation put in. */
export default defineStep({
  name: "bright",
  module: import.meta.url,
  kind: "stager",
  summary: "Send how bright a telescope event is to bright or to faint; drop it if that is unknown",
  params: z.object({
    threshold: z.number().min(0).default(50)
      .describe("Lowest number of photo-electrons still called bright").meta({ unit: "p.e." }),
  }),
  input: telescopeEvent,
  outputs: { bright: brightness, faint: brightness },
  run({ eventId, telescope, data }, { params, to }) {
    if (!data.truePe) return;
    const { telId, type } = telescope;
    const seen = { eventId, telId, type, nPe: data.truePe.nPe };
    return seen.nPe >= params.threshold ? to.bright(seen) : to.faint(seen);
  },
});
