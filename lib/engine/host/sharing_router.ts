/** Routing in a Worker that several replicas may share. @module */
import { OrderedOutlet } from "../order/ordered_outlet.ts";
import type { Position } from "../order/position.ts";
import { legMark } from "../packet.ts";
import type { AnyStep } from "../../step/define_step.ts";
import type { Outlet } from "../outlet.ts";
import { type Lent, type RoutedPort, Router, type Shows } from "../router.ts";
import type { LinkPlan, ReplicaPlan } from "../wire.ts";

/** What holds back what others may wait for. */
export type Holding = Pick<Outlet, "flush">;

/**
 * The router of a replica whose neighbours live in the same thread: while one of them waits, so do
 * all that wait for it. What any of them holds back must not be missed meanwhile: neither by who
 * waits for it downstream, nor, since packets held back keep places, by who waits for a place.
 */
export class SharingRouter extends Router {
  /** @param holding all in the thread that hold something back, outlets first; it may still grow */
  constructor(
    ports: readonly RoutedPort[],
    outlets: readonly Outlet[],
    readonly holding: readonly Holding[],
    sampler: Shows,
  ) {
    super(ports, outlets, sampler);
  }

  /** Sends what waits to form batches, whoever's it is. */
  override flush(): void {
    for (const one of this.holding) one.flush();
  }
}

/**
 * The router of a replica, as the flow connects it.
 *
 * @param open makes the outlet of a link @param lentOf what is lent through a port
 * @param holding see {@link SharingRouter} @param sampler the thread's
 * @param position the thread's, where the order counts
 */
export function makeRouter(
  plan: ReplicaPlan,
  step: AnyStep,
  open: (link: LinkPlan) => Outlet,
  lentOf: (port: number) => Lent | null,
  holding: readonly Holding[],
  sampler: Shows,
  position: Position | null,
): SharingRouter {
  const outlets = plan.links.map(open);
  const ports = plan.ports.map(({ name, legs }, port): RoutedPort => ({
    name,
    legs: legs.map(({ link, edge }, leg) => ({
      outlet: position === null
        ? outlets[link]!
        : new OrderedOutlet(outlets[link]!, position, legs.length > 1 ? legMark(leg) : ""),
      edge,
    })),
    moves: (step.dynamic ?? step.outputs?.[name])?.moves ?? null,
    lent: lentOf(port),
  }));
  return new SharingRouter(ports, outlets, holding, sampler);
}
