import type { Layout } from "./layout.ts";
import { adcSamples, adcSums } from "./objects/adc.ts";
import { cameraOrganisation, cameraSettings } from "./objects/camera.ts";
import { imageParameters, pixelList } from "./objects/image.ts";
import { mcEvent, mcShower, photoelectronSums, truePhotoelectrons } from "./objects/mc.ts";
import { cameraMonitoring, laserCalibration } from "./objects/monitoring.ts";
import { pixelTiming } from "./objects/pixel_timing.ts";
import {
  atmosphericProfile,
  commandLine,
  configurationLine,
  inputCard,
  mcRunHeader,
  metadata,
  runHeader,
} from "./objects/run.ts";
import {
  cameraSoftware,
  disabledPixels,
  pixelSettings,
  pointingCorrection,
  trackingSetup,
} from "./objects/telescope.ts";
import {
  stereoReconstruction,
  telescopeEventHeader,
  trackingPosition,
  triggerInformation,
} from "./objects/trigger.ts";

/** A telescope event: 2200 + (id mod 100) + 1000 · (id div 100). */
export function isTelescopeEvent(type: number): boolean {
  return type >= 2200 && (type - 2200) % 1000 < 100;
}

/** A tracking position: 2100 + (id mod 100) + 1000 · (id div 100). */
export function isTrackingPosition(type: number): boolean {
  return type >= 2100 && (type - 2100) % 1000 < 100;
}

/** The id of the telescope that a telescope event or a tracking position is about. */
export function telescopeOfType(type: number): number {
  return (type % 100) + 100 * Math.floor((type - 2100) / 1000);
}

/** The objects whose content this reader decodes, by type. */
const layouts: ReadonlyMap<number, Layout<unknown>> = new Map<number, Layout<unknown>>([
  [71, commandLine],
  [72, configurationLine],
  [75, metadata],
  [1208, truePhotoelectrons],
  [1212, inputCard],
  [1216, atmosphericProfile],
  [2000, runHeader],
  [2001, mcRunHeader],
  [2002, cameraSettings],
  [2003, cameraOrganisation],
  [2004, pixelSettings],
  [2005, disabledPixels],
  [2006, cameraSoftware],
  [2007, pointingCorrection],
  [2008, trackingSetup],
  [2009, triggerInformation],
  [2011, telescopeEventHeader],
  [2012, adcSums],
  [2013, adcSamples],
  [2014, imageParameters],
  [2015, stereoReconstruction],
  [2016, pixelTiming],
  [2020, mcShower],
  [2021, mcEvent],
  [2022, cameraMonitoring],
  [2023, laserCalibration],
  [2026, photoelectronSums],
  [2027, pixelList],
]);

/** The layout of objects of `type`, or `undefined` for those that are skipped by length. */
export function layoutOf(type: number): Layout<unknown> | undefined {
  return layouts.get(type) ?? (isTrackingPosition(type) ? trackingPosition : undefined);
}
