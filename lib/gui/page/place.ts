/// <reference lib="dom" />
/** What is looked at, kept in the address so that a reload loses nothing. @module */
import { type Place, readPlace, writePlace } from "./place_text.ts";
import { Cell } from "./state.ts";

/** Where the page is. */
export const place: Cell<Place> = new Cell<Place>(readPlace(location.hash));

addEventListener("hashchange", () => place.set(readPlace(location.hash)));

/** Goes elsewhere. */
export function go(to: Partial<Place>): void {
  const next = { ...place.value, ...to };
  history.replaceState(null, "", writePlace(next) || location.pathname);
  place.set(next);
}
