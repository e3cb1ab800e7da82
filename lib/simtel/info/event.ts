import type {
  ArrayEvent,
  ImageParameters,
  McEvent,
  PixelTiming,
  ShowerProfile,
  StereoReconstruction,
  TelescopeEvent,
  TelescopeEventHeader,
  TrackingPosition,
  TriggerInformation,
  TruePhotoelectrons,
} from "../records_event.ts";
import { adcFigures } from "./adc.ts";
import { finite, rows, sum } from "./figures.ts";

/** Longest list that is given in full. */
const LONGEST_LIST = 40;

/** Figures about one event. Parts that the event does not have are left out. */
export function eventFigures(event: ArrayEvent) {
  return stored({
    type: event.type,
    event_id: event.eventId,
    calibration_type: event.type === "calibration" ? event.calibrationType : undefined,
    mc: event.mc ? mcFigures(event.mc) : undefined,
    trigger: triggerFigures(event.trigger),
    tels_with_data_in_file_order: event.telescopes.map(({ telId }) => telId),
    photoelectron_sums_n_pe: event.photoelectronSums
      ? Array.from(event.photoelectronSums.nPe)
      : undefined,
    stereo_reconstruction: event.stereoReconstruction
      ? stereoFigures(event.stereoReconstruction)
      : undefined,
    telescopes: Object.fromEntries(
      event.telescopes.map((telescope) => [`${telescope.telId}`, telescopeFigures(telescope)]),
    ),
  });
}

function mcFigures(mc: McEvent) {
  return {
    shower: mc.shower,
    primary_id: mc.primaryId,
    energy: mc.energy,
    azimuth: mc.azimuth,
    altitude: mc.altitude,
    depth_start: mc.depthStart,
    h_first_int: mc.hFirstInt,
    xmax: mc.xmax,
    hmax: mc.hmax,
    emax: mc.emax,
    cmax: mc.cmax,
    shower_num: mc.showerNum,
    xcore: mc.xcore,
    ycore: mc.ycore,
    aweight: mc.aweight,
    n_profiles: mc.profiles.length,
    profiles: mc.profiles.map(profileFigures),
  };
}

function profileFigures({ id, start, end, values }: ShowerProfile) {
  return {
    id,
    n_steps: values.length,
    start,
    end,
    sum: finite(sum(values)),
    n_nonfinite: values.filter((value) => !Number.isFinite(value)).length,
  };
}

function triggerFigures(trigger: TriggerInformation) {
  const compensation = trigger.planeWavefrontCompensation;
  return stored({
    cpu_time: trigger.cpuTime,
    gps_time: trigger.gpsTime,
    trigger_pattern: trigger.triggerPattern,
    data_pattern: trigger.dataPattern,
    triggered_telescopes: trigger.triggeredTelescopes,
    trigger_times: trigger.triggerTimes,
    telescopes_with_data: trigger.telescopesWithData,
    teltrg_type_mask: trigger.teltrgTypeMask ?? undefined,
    plane_wavefront_compensation: compensation
      ? { az: compensation.az, alt: compensation.alt, speed_of_light: compensation.speedOfLight }
      : undefined,
  });
}

function stereoFigures(stereo: StereoReconstruction) {
  return stored({
    result_bits: stereo.resultBits,
    n_trg: stereo.nTrg,
    n_read: stereo.nRead,
    n_img: stereo.nImg,
    img_pattern: stereo.imgPattern,
    Az: stereo.az ?? undefined,
    Alt: stereo.alt ?? undefined,
    err_dir1: stereo.errDir1 ?? undefined,
    err_dir2: stereo.errDir2 ?? undefined,
    err_dir3: stereo.errDir3 ?? undefined,
    xc: stereo.xc ?? undefined,
    yc: stereo.yc ?? undefined,
    err_core1: stereo.errCore1 ?? undefined,
    err_core2: stereo.errCore2 ?? undefined,
    err_core3: stereo.errCore3 ?? undefined,
    mscl: stereo.mscl ?? undefined,
    mscw: stereo.mscw ?? undefined,
    err_mscl: stereo.errMscl ?? undefined,
    err_mscw: stereo.errMscw ?? undefined,
    energy: stereo.energy ?? undefined,
    err_energy: stereo.errEnergy ?? undefined,
    xmax: stereo.xmax ?? undefined,
    err_xmax: stereo.errXmax ?? undefined,
  });
}

function telescopeFigures(telescope: TelescopeEvent) {
  const { header, adc, tracking, imageParameters, pixelTiming, pixelLists, truePe } = telescope;
  return stored({
    header: eventHeaderFigures(header),
    adc: adc ? adcFigures(adc) : undefined,
    tracking: tracking ? trackingFigures(tracking) : undefined,
    image_parameters: imageParameters ? imageFigures(imageParameters) : undefined,
    pixel_timing: pixelTiming ? timingFigures(pixelTiming) : undefined,
    pixel_lists: Object.fromEntries(pixelLists.map(({ code, pixels }) => [
      `${code}`,
      { n: pixels.length, first10: pixels.slice(0, 10), sum: sum(pixels) },
    ])),
    true_pe: truePe ? truePeFigures(truePe) : undefined,
  });
}

function eventHeaderFigures(header: TelescopeEventHeader) {
  const { listTrgsect, timeTrgsect } = header;
  const long = (listTrgsect?.length ?? 0) > LONGEST_LIST;
  return stored({
    loc_count: header.locCount,
    glob_count: header.globCount,
    cpu_time: header.cpuTime,
    gps_time: header.gpsTime,
    trg_source: header.trgSource,
    list_trgsect: listTrgsect && long
      ? { n: listTrgsect.length, sum: sum(listTrgsect) }
      : listTrgsect ?? undefined,
    time_trgsect: timeTrgsect && long ? { sum: sum(timeTrgsect) } : timeTrgsect ?? undefined,
    readout_time: header.readoutTime ?? undefined,
    relative_trigger_time: header.relativeTriggerTime ?? undefined,
    start_readout: header.startReadout ?? undefined,
  });
}

function trackingFigures(tracking: TrackingPosition) {
  return stored({
    azimuth_raw: tracking.azimuthRaw ?? undefined,
    altitude_raw: tracking.altitudeRaw ?? undefined,
    azimuth_cor: tracking.azimuthCor ?? undefined,
    altitude_cor: tracking.altitudeCor ?? undefined,
    telescope_id: tracking.telescopeId,
  });
}

function imageFigures(image: ImageParameters) {
  return stored({
    flags: image.flags,
    flags_hex: `0x${image.flags.toString(16)}`,
    telescope_id: image.telescopeId,
    cut_id: image.cutId,
    pixels: image.pixels,
    n_sat: image.nSat,
    clip_amp: image.clipAmp ?? undefined,
    amplitude: image.amplitude,
    x: image.x,
    y: image.y,
    phi: image.phi,
    l: image.l,
    w: image.w,
    n_conc: image.nConc,
    concentration: image.concentration,
    x_err: image.xErr ?? undefined,
    y_err: image.yErr ?? undefined,
    phi_err: image.phiErr ?? undefined,
    l_err: image.lErr ?? undefined,
    w_err: image.wErr ?? undefined,
    skewness: image.skewness ?? undefined,
    skewness_err: image.skewnessErr ?? undefined,
    kurtosis: image.kurtosis ?? undefined,
    kurtosis_err: image.kurtosisErr ?? undefined,
    n_hot: image.hotAmp?.length,
    hot_amp: image.hotAmp ? Array.from(image.hotAmp) : undefined,
    hot_pixel: image.hotPixel ? Array.from(image.hotPixel) : undefined,
    tm_slope: image.tmSlope ?? undefined,
    tm_residual: image.tmResidual ?? undefined,
    tm_width1: image.tmWidth1 ?? undefined,
    tm_width2: image.tmWidth2 ?? undefined,
    tm_rise: image.tmRise ?? undefined,
  });
}

function timingFigures(timing: PixelTiming) {
  const { nGains, timeType, timedPixels, time, pulseSumLoc, pulseSumGlob } = timing;
  const nTypes = timeType.length;
  const ofType = (type: number) => time.filter((_, i) => i % nTypes === type);
  const sums = (values: Int32Array | null) =>
    values ? rows(values, nGains).map(sum) : new Array<number>(nGains).fill(0);
  return {
    list_type: timing.listType,
    list_entries: timing.pixelList.length / timing.listType,
    n_types: nTypes,
    time_level: Array.from(timing.timeLevel),
    granularity: timing.granularity,
    peak_global: timing.peakGlobal,
    threshold: timing.threshold,
    with_sum: timing.withSum,
    n_timed_pixels: timedPixels.length,
    time_sum_per_type: Array.from(timeType, (_, type) => sum(ofType(type))),
    pulse_sum_loc: sums(pulseSumLoc),
    pulse_sum_glob: sums(pulseSumGlob),
  };
}

function truePeFigures(pe: TruePhotoelectrons) {
  const max = pe.image.reduce((most, n) => Math.max(most, n), 0);
  return {
    n_pe: pe.nPe,
    n_pixels: pe.nPixels,
    non_empty: pe.nonEmpty,
    image_sum: sum(pe.image),
    image_max: max,
    argmax: pe.image.indexOf(max),
    time_sum: finite(sum(pe.time)),
    has_amplitude: pe.amplitude !== null,
  };
}

/** Drops what is not there, so that it does not appear in JSON. */
function stored<T extends object>(figures: T): T {
  return Object.fromEntries(
    Object.entries(figures).filter(([, value]) => value !== undefined),
  ) as T;
}
