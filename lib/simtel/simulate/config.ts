/** What to simulate, with defaults and limits. */

/** Settings of a simulation. */
export interface SimulationConfig {
  /** Equal seeds (and settings) give equal bytes. A safe integer ≥ 0. */
  seed: number;
  /** Number of showers. */
  showers: number;
  /** Uses of each shower with another core position, 1 … 100. */
  reuse: number;
  /** Number of LST-like telescopes; four make a square of 100 m. */
  nLst: number;
  /** Number of MST-like telescopes, in a ring at 150 m and 220 m. */
  nMst: number;
  /** Samples per trace, 1 ns each. */
  nSamples: number;
  /** Lowest energy of the power law, TeV. */
  energyMin: number;
  /** Highest energy of the power law, TeV. */
  energyMax: number;
  /** Exponent of the differential spectrum, e.g. −2. */
  spectralIndex: number;
  /** Radius of the disc of core positions, m. */
  coreRadius: number;
  /** Radius of the disc of directions around the pointing, degree. */
  viewcone: number;
  /** Pointing altitude, degree. */
  altitude: number;
  /** Pointing azimuth from north to east, degree. */
  azimuth: number;
  /** Night-sky background, photo-electrons per pixel and ns. */
  nsbRate: number;
  /** Telescopes that must trigger together. */
  minTelescopes: number;
}

/** Settings to override; `seed` and `showers` have no default. */
export type SimulationOptions =
  & Pick<SimulationConfig, "seed" | "showers">
  & Partial<SimulationConfig>;

const DEFAULTS: Omit<SimulationConfig, "seed" | "showers"> = {
  reuse: 1,
  nLst: 4,
  nMst: 8,
  nSamples: 24,
  energyMin: 0.03,
  energyMax: 20,
  spectralIndex: -2,
  coreRadius: 350,
  viewcone: 0.5,
  altitude: 70,
  azimuth: 0,
  nsbRate: 0.05,
  minTelescopes: 2,
};

/** Smallest and largest value of each setting; `whole` ones must be integers. */
const LIMITS: Record<keyof SimulationConfig, [min: number, max: number, whole?: "whole"]> = {
  seed: [0, Number.MAX_SAFE_INTEGER, "whole"],
  // The event id, shower·100 + use, is a signed 32-bit number in the file.
  showers: [0, 20_000_000, "whole"],
  reuse: [1, 100, "whole"],
  nLst: [0, 50, "whole"],
  nMst: [0, 100, "whole"],
  nSamples: [16, 128, "whole"],
  energyMin: [0.001, 1000],
  energyMax: [0.001, 1000],
  spectralIndex: [-5, 0],
  coreRadius: [0, 2000],
  viewcone: [0, 5],
  altitude: [30, 89],
  azimuth: [0, 360],
  nsbRate: [0, 5],
  minTelescopes: [1, 100, "whole"],
};

/**
 * Fills in the defaults and checks every setting.
 *
 * @throws {RangeError} naming the setting, its value and its limits
 */
export function resolveConfig(options: SimulationOptions): SimulationConfig {
  const config: SimulationConfig = { ...DEFAULTS, ...options };
  for (const name of Object.keys(LIMITS) as (keyof SimulationConfig)[]) {
    const [min, max, whole] = LIMITS[name];
    const value = config[name];
    if (value >= min && value <= max && (!whole || Number.isInteger(value))) continue;
    const kind = whole ? "a whole number" : "a number";
    throw new RangeError(
      `simulation setting ${name} is ${value}: give ${kind} from ${min} to ${max}`,
    );
  }
  if (config.energyMin > config.energyMax) {
    throw new RangeError(
      `simulation setting energyMin (${config.energyMin}) is above energyMax (${config.energyMax})`,
    );
  }
  if (config.nLst + config.nMst === 0) {
    throw new RangeError("the simulated array has no telescope: set nLst or nMst above 0");
  }
  return config;
}
