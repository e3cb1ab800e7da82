/** The entry of a Worker that plays several. @module */
import { type Modules, serve as serveHost } from "../host/serve.ts";
import { PlayedHosts } from "./played_hosts.ts";

/** Waits to be set up, then does as the supervisor says. */
export function serve(modules: Modules): void {
  serveHost(modules, (plan, ...rest) => new PlayedHosts(plan, plan.interleaving!, ...rest));
}
