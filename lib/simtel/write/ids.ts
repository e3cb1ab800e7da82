/** How telescope ids are packed into the headers of EventIO objects. */

/** Object type that belongs to one telescope: `base` 2100 tracking position, 2200 telescope event. */
export function telescopeType(base: 2100 | 2200, telId: number): number {
  return base + telId % 100 + 1000 * Math.floor(telId / 100);
}

/** Telescope id in the bits that monitoring (2022), tracking and image parameters keep for it. */
export function packedTelId(telId: number): number {
  return (telId & 0xff) | (telId & 0x3f00) << 16;
}
