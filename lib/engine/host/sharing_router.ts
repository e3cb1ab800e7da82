/** Routing in a Worker that several replicas may share. @module */
import type { Outlet } from "../outlet.ts";
import { type RoutedPort, Router } from "../router.ts";

/**
 * The router of a replica whose neighbours live in the same thread: while one of them waits, so do
 * all that wait for it. What any of them holds back must not be missed meanwhile: neither by who
 * waits for it downstream, nor, since packets held back keep places, by who waits for a place.
 */
export class SharingRouter extends Router {
  /** @param holding the outlets of the thread that hold packets back; it may still grow */
  constructor(
    ports: readonly RoutedPort[],
    outlets: readonly Outlet[],
    readonly holding: readonly Outlet[],
  ) {
    super(ports, outlets);
  }

  /** Sends what waits to form batches, whoever's it is. */
  override flush(): void {
    for (const outlet of this.holding) outlet.flush();
  }
}
