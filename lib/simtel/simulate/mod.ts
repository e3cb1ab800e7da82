/**
 * A small seeded simulation of gamma-ray showers seen by an array of Cherenkov telescopes: enough to
 * make files that look right to an analysis, at any size, anywhere, without any other program.
 *
 * What it models, each in the file that is named: a power-law spectrum, an isothermal atmosphere
 * and a point of maximum development (`shower.ts`); a light density that is flat to 120 m and then
 * falls; photo-electrons that come one by one from a Gaussian cloud around the maximum, so that the
 * elliptic image, its place, its orientation and its time gradient follow from geometry
 * (`image.ts`); hexagonal cameras (`camera.ts`), pulses (`pulse.ts`), night-sky background,
 * electronics noise, pixel-to-pixel gains and baselines, two gains and 12-bit clipping for the
 * LST-like ones (`readout.ts`, `telescopes.ts`); a majority trigger and an array coincidence
 * (`trigger.ts`).
 *
 * What it does not: particle cascades, hadrons and muons; the Cherenkov cone, absorption, the
 * wavelength and the refraction of light; mirror facets and the point-spread function;
 * single-photo-electron amplitudes and afterpulses; accidental triggers; the magnetic field. Light
 * yields are of the right order, not calibrated: never take a sensitivity from it.
 */

export { simulateCalibrations, simulateHeader } from "./header.ts";
export { simulateEvents, simulateShowers } from "./events.ts";
export { resolveConfig } from "./config.ts";
export type { SimulationConfig, SimulationOptions } from "./config.ts";
export { simulateFile } from "./file.ts";
export type { SimulatedCounts } from "./file.ts";
