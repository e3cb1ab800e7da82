/** What was asked of the simulation, as ctapipe's `SimulationConfigContainer` has it. @module */
import type { McRunHeader, SimtelHeader } from "ctapipe-flow/simtel";
import type { Column, TableFile } from "ctapipe-flow/table";
import { column, EVENT } from "./_dl1_columns.ts";

type Field = readonly [column: Column, value: (header: McRunHeader) => number];

const field = (
  name: string,
  description: string,
  value: Field[1],
  unit?: string,
): Field => [column(name, description, unit), value];

const integer = (name: string, description: string, value: Field[1]): Field => [
  column(name, description, undefined, { type: "int64" }),
  value,
];

const FIELDS: readonly Field[] = [
  field("corsika_version", "CORSIKA version * 1000", (mc) => mc.showerProgVers),
  field("simtel_version", "sim_telarray version * 1000", (mc) => mc.detectorProgVers),
  field("energy_range_min", "Lowest energy of primaries", (mc) => mc.eRange[0], "TeV"),
  field("energy_range_max", "Highest energy of primaries", (mc) => mc.eRange[1], "TeV"),
  field("prod_site_B_total", "Geomagnetic field", (mc) => mc.bTotal, "uT"),
  field("prod_site_B_declination", "Magnetic declination", (mc) => mc.bDeclination, "rad"),
  field("prod_site_B_inclination", "Magnetic inclination", (mc) => mc.bInclination, "rad"),
  field("prod_site_alt", "Height of the observation level", (mc) => mc.obsheight, "m"),
  field("spectral_index", "Power-law index of the spectrum", (mc) => mc.spectralIndex),
  field("shower_prog_start", "When the shower simulation started", (mc) => mc.showerProgStart),
  integer("shower_prog_id", "CORSIKA=1, ALTAI=2, KASCADE=3, MOCCA=4", (mc) => mc.showerProgId),
  field("detector_prog_start", "When the detector simulation began", (mc) => mc.detectorProgStart),
  integer("detector_prog_id", "sim_telarray=1", (mc) => mc.detectorProgId),
  integer("n_showers", "Number of showers simulated", (mc) => mc.nShowers),
  integer("shower_reuse", "How often each shower was used", (mc) => mc.nUse),
  field("max_alt", "Highest shower altitude", (mc) => mc.altRange[1], "rad"),
  field("min_alt", "Lowest shower altitude", (mc) => mc.altRange[0], "rad"),
  field("max_az", "Highest shower azimuth", (mc) => mc.azRange[1], "rad"),
  field("min_az", "Lowest shower azimuth", (mc) => mc.azRange[0], "rad"),
  integer("diffuse", "Diffuse mode on (1) or off (0)", (mc) => mc.diffuse),
  field("max_viewcone_radius", "Largest radius of the view cone", (mc) => mc.viewcone[1], "deg"),
  field("min_viewcone_radius", "Smallest radius of the view cone", (mc) => mc.viewcone[0], "deg"),
  field("max_scatter_range", "Largest scatter range", (mc) => mc.coreRange[1], "m"),
  field("min_scatter_range", "Smallest scatter range", (mc) => mc.coreRange[0], "m"),
  integer("core_pos_mode", "Core positions: 0 circular, 1 rectangular", (mc) => mc.corePosMode),
  integer("atmosphere", "Number of the atmospheric model", (mc) => mc.atmosphere),
  integer("corsika_iact_options", "CORSIKA's options for IACTs", (mc) => mc.corsikaIactOptions),
  integer("corsika_low_E_model", "Model of low energies", (mc) => mc.corsikaLowEModel),
  integer("corsika_high_E_model", "Model of high energies", (mc) => mc.corsikaHighEModel),
  field("corsika_bunchsize", "Cherenkov photons per bunch", (mc) => mc.corsikaBunchsize),
  field("corsika_wlen_min", "Shortest wavelength of the light", (mc) => mc.corsikaWlenMin, "nm"),
  field("corsika_wlen_max", "Longest wavelength of the light", (mc) => mc.corsikaWlenMax, "nm"),
  integer("corsika_low_E_detail", "More on the low-energy model", (mc) => mc.corsikaLowEDetail),
  integer("corsika_high_E_detail", "More on the high-energy model", (mc) => mc.corsikaHighEDetail),
];

const COLUMNS: readonly Column[] = [
  EVENT[0]!,
  column("run_number", "Run number of sim_telarray", undefined, { type: "int32" }),
  ...FIELDS.map(([column]) => column),
];

/** Adds a row for each simulation whose showers a file has; merged files have several. */
export function addSimulations(file: TableFile, header: SimtelHeader): void {
  const { run } = header.runHeader;
  const table = file.open({
    path: "/configuration/simulation/run",
    title: "Settings of simulations",
    columns: COLUMNS,
  });
  for (const mc of header.mcRunHeaders) {
    table.append([run, run, ...FIELDS.map(([, value]) => value(mc))]);
  }
}
