/** Random flows, with a catalog of their own, for tests. @module */
import fc from "fast-check";
import { buildGraph } from "../../graph/build.ts";
import type {
  DescribedStep,
  FlowGraph,
  FlowSpec,
  Json,
  JsonObject,
  NextSpec,
  NodeSpec,
} from "../../graph/model.ts";
import { type OnErrorSpec, VERDICTS } from "../../graph/on_error.ts";
import type { StepCatalog } from "../../registry/catalog.ts";
import type { AnyStep } from "../../step/mod.ts";
import { describeStep } from "../../step/signature.ts";
import * as steps from "./_steps.ts";

const STEPS: readonly AnyStep[] = Object.values(steps);

/** Describes the steps of {@link aFlow}; those of files are all `pass`, but for `_steps.ts#name`. */
export const catalog: StepCatalog = {
  names: () => STEPS.map(({ name }) => name).sort(),
  describe: (requests, base) =>
    Promise.resolve(requests.map(({ step, params }) => describe(step, params, base))),
};

function describe(step: string, params: JsonObject, base: string): DescribedStep {
  const [file = "", name = "default"] = step.split("#");
  const isFile = file.endsWith(".ts");
  const meant = file.endsWith("/_steps.ts") ? name : isFile ? "pass" : step;
  const module = isFile ? new URL(file, base).href : step;
  const found = STEPS.find(({ name }) => name === meant)!;
  return describeStep(found, { module, export: name, builtin: !isFile }, params);
}

/** The graph of a flow, which must have no mistakes. */
export function graphOf(spec: FlowSpec, base = "file:///flows/x.yaml"): FlowGraph {
  const described = spec.nodes.map(({ step, params }) => describe(step, params, base));
  const { graph, issues } = buildGraph(spec, described);
  if (graph === null) throw new Error(JSON.stringify(issues, null, 1));
  return graph;
}

/** Text that notations have trouble with. */
export const aText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ..."1e3|null|yes|No|- x|x |  x|#|a #b|a: b|a:|:a|~|'q'|\"q\"|it's|{a}|[|a, b|*a|&a|!t|%x|@x|`x|?"
      .split("|"),
    ..."---|...|0x1f|0o7|1_000|.5|.inf|-.INF|.nan|12:30|2024-01-02|<<|=|+1|-0|| |>|true|é|日本|🔭"
      .split("|"),
    ..."<!-- */ -->|// x|/* x */|\\|\\n|a\tb|data/*.zst|./x.ts#y|__proto__|constructor|$schema"
      .split("|"),
    "",
    "\n",
    "a\nb",
    "a\nb\n",
    "a\n\n  b\n\n",
    " a\nb",
    "a \nb",
    "#a\nb",
    "a\r\nb",
    "a\u2028b",
    "\u0085",
    "\u00a0x\u00a0",
    "\ufeff",
    "\ud800",
    "\u0000\u001b\u007f",
    "x".repeat(120),
    "long words ".repeat(12) + "end",
  ),
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 8 }),
);

const aNumber = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    0.1,
    1e21,
    -1e21,
    1e-7,
    2 ** 60,
    -(2 ** 53),
    5e-324,
    1.7976931348623157e308,
  ),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const aJson = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.oneof(aText, aNumber, fc.boolean(), fc.constant(null)),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(aText, tie("json"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).json;

const aPath = fc.constantFrom(
  "in.txt",
  "./in.txt",
  "data/x y.zst",
  "../up.txt",
  "/abs/x",
  "a/../b",
);

const someParams = fc.record({
  free: fc.dictionary(aText, aJson, { maxKeys: 4, noNullPrototype: true }),
  file: aPath,
  files: fc.array(aPath, { maxLength: 8 }),
  deep: fc.record({ list: fc.array(fc.record({ file: aPath }), { maxLength: 2 }) }),
}, { requiredKeys: [], noNullPrototype: true });

const somePermissions = fc.record({
  read: fc.array(fc.constantFrom("data", "a b", "/etc/x", "#x", "yes"), { maxLength: 3 }),
  write: fc.array(fc.constantFrom("out/", "on"), { maxLength: 2 }),
  net: fc.array(fc.constantFrom("example.org:443", "[::1]:80", "1.2.3.4"), { maxLength: 2 }),
  env: fc.array(fc.constantFrom("HOME", "NO"), { maxLength: 2 }),
}, { requiredKeys: [] });

const IDS = [
  ..."a,b-c,ShuntTelescope,yes,null,no,_x,class,steps,node,edge,drop,name,nodes,on,default,await"
    .split(","),
  ..."x_-1,b_c,constructor,toString,__proto__,undefined,True,NaN,e3,A".split(","),
];

const STAGERS = ["pass", "maybe", "split", "deal", "./own.ts", "./steps/own.ts#name", "../own.ts"];
const PORTS: Readonly<Record<string, readonly string[]>> = {
  make: ["out"],
  make_two: ["a", "odd-name"],
  maybe: ["out", "rest"],
  split: ["bright", "faint", "1"],
};

/** One node before it is wired: numbers decide which of the nodes behind it it feeds. */
interface Seed {
  readonly step: string;
  readonly settings: Omit<NodeSpec, "id" | "step" | "next" | "path">;
  readonly targets: readonly (readonly number[])[];
  /** Whether single names stand in lists, and ports in reverse. */
  readonly wordy: boolean;
  readonly reverse: boolean;
}

/** Every way to say what becomes of a packet that fails. */
const anOnError: fc.Arbitrary<OnErrorSpec> = fc.oneof(
  fc.constantFrom(...VERDICTS),
  fc.record({
    retry: fc.record({
      times: fc.integer({ min: 1, max: 1000 }),
      backoffMs: fc.constantFrom(0, 0.5, 100, 20_000),
      maxBackoffMs: fc.constantFrom(null, 20_000, 1e6),
      jitter: fc.constantFrom(0, 0.2, 1),
    }, { requiredKeys: [] }),
    then: fc.constantFrom(...VERDICTS),
  }, { requiredKeys: ["retry"] }),
);

/** Settings of nodes that take packets. */
const someOptions = {
  key: fc.constantFrom("id", "telescope.id"),
  ordered: fc.boolean(),
  queueBytes: fc.constantFrom<number | string>(1, 4096, "64MB", "1.5 GiB"),
  maxAttempts: fc.constantFrom(1, 3, 1000),
};

const aSeed = (steps: readonly string[], isFed = true): fc.Arbitrary<Seed> =>
  fc.record({
    step: fc.constantFrom(...steps),
    settings: fc.record({
      params: someParams as fc.Arbitrary<JsonObject>,
      replicas: fc.constant(1),
      queueLimit: fc.oneof(fc.constant(100), fc.integer({ min: 1, max: 1_000_000 })),
      permissions: somePermissions,
      trusted: fc.boolean(),
      ...(isFed && { onError: anOnError, timeoutMs: fc.constantFrom(0.5, 500), ...someOptions }),
      isolation: fc.constantFrom("worker" as const, "process" as const),
    }, { requiredKeys: ["params", "replicas", "queueLimit", "permissions", "trusted"] }),
    targets: fc.array(fc.uniqueArray(fc.nat(9), { maxLength: 3 }), { minLength: 3, maxLength: 3 }),
    wordy: fc.boolean(),
    reverse: fc.boolean(),
  });

/** A flow without mistakes for {@link catalog}, in any order of nodes, with all that can be said. */
export const aFlow: fc.Arbitrary<FlowSpec> = fc.record({
  name: fc.oneof(
    fc.constantFrom("x", "1e3", "yes", "# x", "a: b", "- x", "🔭", 'it\'s "q"'),
    aText.filter((text) => /^[^\p{Cc}]*[^\p{Cc}\s][^\p{Cc}]*$/u.test(text)),
  ),
  description: fc.option(aText, { nil: undefined }),
  producers: fc.array(aSeed(["make", "make_two"], false), { minLength: 1, maxLength: 2 }),
  stagers: fc.array(aSeed(STAGERS), { maxLength: 4 }),
  consumers: fc.array(aSeed(["sink"]), { minLength: 1, maxLength: 3 }),
  replicas: fc.array(fc.integer({ min: 1, max: 256 }), { minLength: 4, maxLength: 4 }),
  ids: fc.shuffledSubarray(IDS, { minLength: 9, maxLength: 9 }),
  order: fc.array(fc.double({ noNaN: true }), { minLength: 9, maxLength: 9 }),
}).map(({ name, description, producers, stagers, consumers, replicas, ids, order }) => {
  const seeds = [
    ...producers,
    ...stagers.map((seed, index) => ({
      ...seed,
      settings: {
        ...seed.settings,
        replicas: replicas[index]!,
        ...(replicas[index]! % 2 === 0 && { maxReplicas: 256 }),
      },
    })),
    ...consumers,
  ];
  const nodes = wired(seeds, producers.length, ids)
    .map((node, index) => ({ node, rank: order[index]! }))
    .sort((a, b) => a.rank - b.rank).map(({ node }) => node);
  return { name, ...(description !== undefined && { description }), nodes };
});

function wired(seeds: readonly Seed[], producers: number, ids: readonly string[]): NodeSpec[] {
  const feeds = seeds.map(({ step, targets }, at) => {
    const behind = seeds.map((_, index) => index).filter((index) =>
      index > at && index >= producers
    );
    const picked = (numbers: readonly number[]) => [
      ...new Set(numbers.map((n) => behind[n % behind.length]).filter((n) => n !== undefined)),
    ];
    const ports = step === "sink" ? [] : PORTS[step] ?? ["out"];
    return new Map(ports.map((port, index) => [port, picked(targets[index]!)]));
  });
  for (let at = producers; at < seeds.length; at++) {
    if (feeds.some((ports) => [...ports.values()].flat().includes(at))) continue;
    feeds[0]!.values().next().value!.push(at);
  }
  return seeds.map((seed, at) => {
    const { step, settings } = seed;
    const id = ids[at]!;
    const ports = feeds[at]!;
    if (step === "deal" && ports.get("out")!.length === 0) ports.set("out", [seeds.length - 1]);
    return { id, step, ...settings, next: nextOf(seed, ports, ids), path: ["nodes", id] };
  });
}

function nextOf(seed: Seed, feeds: Map<string, number[]>, ids: readonly string[]): NextSpec | null {
  if (seed.step === "sink") return null;
  const named = [...feeds].map(([port, targets]) => {
    const names = targets.map((target) => ids[target]!);
    return [port, names.length === 1 && !seed.wordy ? names[0]! : names] as const;
  });
  const [first] = named;
  const isSingle = named.length === 1 && !seed.wordy && typeof first![1] === "string";
  if (seed.step === "deal" || isSingle) return first![1];
  const kept = seed.step === "maybe"
    ? named.filter(([, names]) => names.length > 0 || seed.wordy)
    : named;
  return Object.fromEntries(seed.reverse ? kept.toReversed() : kept);
}
