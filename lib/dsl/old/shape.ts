/** The shape of a file of the old framework, version 1. @module */
import { z } from "zod";

const text = (what: string) => z.string({ error: `${what} is expected here` });
const word = (what: string) => text(what).regex(/\S/, { error: `${what} is expected here` });
const names = (error: string) => z.string({ error });

const NEXT = "the names of the next steps, with commas between them, are expected here";

/** An entry of `producer_conf`, `stagers_conf` or `consumer_conf`. Numbers are checked elsewhere. */
export const oldEntry = z.strictObject({
  name: word("the name of the step"),
  module: word("the module of the class, or a TypeScript file such as `./my_step.ts`,"),
  class: word("the class of the step"),
  next_steps: z.union([names(NEXT), z.record(z.string(), names(NEXT))], { error: NEXT })
    .optional(),
  nb_process: z.number({ error: "nb_process is a whole number" }).optional(),
  queue_limit: z.number({ error: "queue_limit is a whole number" }).optional(),
}, { error: "a step is a map with `name`, `module` and `class`" });

const one = (role: string) =>
  z.record(z.string(), z.unknown(), {
    error: `${role}_conf is one step: a map with \`name\`, \`module\` and \`class\``,
  });

/** `Flow`; its entries are read one by one with {@link oldEntry}. `name` and `description` are ours. */
export const oldFlow = z.strictObject({
  producer_conf: one("producer"),
  stagers_conf: z.array(z.unknown(), { error: "stagers_conf is a list of steps" }),
  consumer_conf: one("consumer"),
  mode: text('"sequential" or "multiprocess"').optional(),
  gui: z.boolean({ error: "true or false is expected here" }).optional(),
  gui_address: text("host:port").optional(),
  zmq_ports: z.array(z.number({ error: "a port is a number" }), {
    error: "a list of ports is expected here",
  }).optional(),
  name: text("the name of the flow").optional(),
  description: text("text").optional(),
}, { error: "Flow is a map with `producer_conf`, `stagers_conf` and `consumer_conf`" });
