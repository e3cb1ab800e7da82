/** Steps between a split and a join, at which members get lost. @module */
import { anyValue, defineStep, z } from "ctapipe-flow/step";

/** What becomes of a member. */
export type Fate = "stays" | "fails" | "crashes" | "goes";

/** Sends events of so many members as are listed, each with what is to become of its members. */
export const events = defineStep({
  name: "events",
  kind: "producer",
  summary: "Events with members",
  params: z.object({ fates: z.array(z.array(z.string())), file: z.string().default("f") }),
  outputs: { out: anyValue },
  *run(_, { params: { fates, file } }) {
    for (const [event, members] of fates.entries()) yield { file, event, members };
  },
});

/** Does to members what they say, after a time that differs. */
export const suffer = defineStep({
  name: "suffer",
  kind: "stager",
  summary: "Pass on, fail, crash, or drop",
  replicable: true,
  input: anyValue,
  outputs: { out: anyValue },
  async run(value: { event: number; members: Fate[]; group: { index: number; size: number } }) {
    const { event, members: [fate], group: { index, size } } = value;
    if ((7 * event + index) % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    if (fate === "fails") throw new Error("it fails");
    if (fate === "crashes") Deno.exit(1);
    return fate === "goes" ? undefined : { event, index, group: { index, size } };
  },
});

/** Sends members down one of two ways, by number. */
export const fork = defineStep({
  name: "fork",
  kind: "stager",
  summary: "Two ways",
  input: anyValue,
  outputs: { even: anyValue, odd: anyValue },
  run: (value: { group: { index: number } }, { to }) =>
    value.group.index % 2 === 0 ? to.even(value) : to.odd(value),
});

/** Makes members of groups of three out of numbers; the last of each says how many they are. */
export const thirds = defineStep({
  name: "thirds",
  kind: "stager",
  summary: "Members of groups of three",
  input: anyValue,
  outputs: { out: anyValue },
  run: (n: number) => ({ n, third: Math.floor(n / 3), ...(n % 3 === 2 && { group: { size: 3 } }) }),
});
