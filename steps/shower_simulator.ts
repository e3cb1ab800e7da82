import { defineStep, z } from "ctapipe-flow/step";
import {
  simulateCalibrations,
  simulateHeader,
  simulateShowers,
} from "ctapipe-flow/simtel/simulate";
import { Telescopes } from "./_cameras.ts";
import { simtelOutputs } from "./_simtel_packets.ts";

/** Makes up showers; see `lib/simtel/simulate` for what is modelled and what is not. */
export default defineStep({
  name: "shower_simulator",
  module: import.meta.url,
  kind: "producer",
  summary: "Simulate gamma-ray showers over an array with LST-like and MST-like telescopes",
  params: z.object({
    seed: z.int().min(0).default(1).describe("Equal seeds give equal events"),
    showers: z.int().min(0).max(20_000_000).default(10).describe("Number of showers"),
    reuse: z.int().min(1).max(100).default(1).describe("Core positions per shower"),
    nLst: z.int().min(0).max(50).default(4).describe("Number of LST-like telescopes"),
    nMst: z.int().min(0).max(100).default(8).describe("Number of MST-like telescopes"),
    energyMin: z.number().min(0.001).max(1000).default(0.03)
      .describe("Lowest energy of the power law").meta({ unit: "TeV" }),
    energyMax: z.number().min(0.001).max(1000).default(20)
      .describe("Highest energy of the power law").meta({ unit: "TeV" }),
    spectralIndex: z.number().min(-5).max(0).default(-2).describe("Exponent of the spectrum"),
    coreRadius: z.number().min(0).max(2000).default(350)
      .describe("Radius of the disc of core positions").meta({ unit: "m" }),
  }),
  outputs: simtelOutputs,
  optional: ["records"],
  *run(_, { params, to, connected }) {
    const header = simulateHeader(params);
    const calibrations = simulateCalibrations(params);
    const byId = new Map(calibrations.map((calibration) => [calibration.telId, calibration]));
    const telescopes = new Telescopes(() => header, byId);
    const file = `simulated_${params.seed}`;
    const run = header.runHeader.run;
    const records = connected.includes("records");
    if (records) {
      yield to.records({ kind: "header", header });
      for (const calibration of calibrations) {
        yield to.records({ kind: "calibration", calibration });
      }
    }
    for (const event of simulateShowers(params)) {
      if (event.type !== "untriggered") {
        yield to.events({ kind: "event", file, run, event, ...telescopes.of(event) });
      } else if (records) yield to.records({ kind: "untriggered", event });
    }
  },
});
