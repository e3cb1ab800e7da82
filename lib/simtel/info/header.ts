import type { TelescopeCalibration } from "../records_event.ts";
import type {
  AtmosphericProfile,
  HistoryLine,
  McRunHeader,
  RunHeader,
  SimtelHeader,
  TelescopeDescription,
} from "../records_header.ts";
import { first, rows, sum } from "./figures.ts";

const NAME_SOURCES = {
  "metadata": "metadata",
  "lookup table": "lookup table",
  "mirror area": "unknown (mirror area)",
} as const;

/** Longest text that is given in full. */
const TEXT = { history: 200, inputCard: 120 };

const utf8 = new TextEncoder();

/** Figures about everything in front of the events. */
export function headerFigures(header: SimtelHeader) {
  return {
    history: historyFigures(header.history),
    global_meta: header.globalMeta && {
      n: header.globalMeta.size,
      // Keys are shown as the byte strings they are.
      sample: Object.fromEntries(
        [...header.globalMeta].slice(0, 12).map(([key, value]) => [`b'${key}'`, value]),
      ),
    },
    run_header: runHeaderFigures(header.runHeader),
    mc_run_headers: header.mcRunHeaders.map(mcRunHeaderFigures),
    input_card_first_lines: header.inputCards.map((lines) =>
      lines.join("\n").slice(0, TEXT.inputCard)
    ),
    atmospheric_profiles: header.atmosphericProfiles.map(profileFigures),
    telescopes: header.telescopes.map(telescopeFigures),
  };
}

function historyFigures(lines: HistoryLine[]) {
  return {
    n_lines: lines.length,
    first: lines.slice(0, 3).map(({ timestamp, text }) => ({
      timestamp,
      text: text.slice(0, TEXT.history),
    })),
    text_bytes_total: sum(lines.map(({ text }) => utf8.encode(text).length)),
  };
}

function runHeaderFigures(run: RunHeader) {
  return {
    run: run.run,
    time: run.time,
    run_type: run.runType,
    tracking_mode: run.trackingMode,
    reverse_flag: run.reverseFlag,
    direction: run.direction,
    offset_fov: run.offsetFov,
    conv_depth: run.convDepth,
    conv_ref_pos: run.convRefPos,
    n_telescopes: run.nTelescopes,
    min_tel_trig: run.minTelTrig,
    duration: run.duration,
    target: run.target,
    observer: run.observer,
    tel_id: run.telId,
  };
}

function mcRunHeaderFigures(mc: McRunHeader) {
  return {
    shower_prog_id: mc.showerProgId,
    shower_prog_vers: mc.showerProgVers,
    shower_prog_start: mc.showerProgStart,
    detector_prog_id: mc.detectorProgId,
    detector_prog_vers: mc.detectorProgVers,
    detector_prog_start: mc.detectorProgStart,
    obsheight: mc.obsheight,
    n_showers: mc.nShowers,
    n_use: mc.nUse,
    core_pos_mode: mc.corePosMode,
    core_range: mc.coreRange,
    alt_range: mc.altRange,
    az_range: mc.azRange,
    diffuse: mc.diffuse,
    viewcone: mc.viewcone,
    E_range: mc.eRange,
    spectral_index: mc.spectralIndex,
    B_total: mc.bTotal,
    B_inclination: mc.bInclination,
    B_declination: mc.bDeclination,
    injection_height: mc.injectionHeight,
    atmosphere: mc.atmosphere,
    corsika_iact_options: mc.corsikaIactOptions,
    corsika_low_E_model: mc.corsikaLowEModel,
    corsika_high_E_model: mc.corsikaHighEModel,
    corsika_bunchsize: mc.corsikaBunchsize,
    corsika_wlen_min: mc.corsikaWlenMin,
    corsika_wlen_max: mc.corsikaWlenMax,
    corsika_low_E_detail: mc.corsikaLowEDetail,
    corsika_high_E_detail: mc.corsikaHighEDetail,
  };
}

function profileFigures(profile: AtmosphericProfile) {
  return {
    id: profile.id,
    name: profile.name,
    obslevel_cm: profile.obslevel,
    n_rows: profile.nRows,
    first_altitude_km: profile.altitude[0] ?? null,
    rho_sum: sum(profile.rho),
  };
}

function telescopeFigures(telescope: TelescopeDescription) {
  const { camera, organisation, pixelSettings, disabled, software } = telescope;
  return {
    tel_id: telescope.telId,
    type: telescope.type,
    optics_name: telescope.opticsName,
    camera_name: telescope.cameraName,
    name_source: NAME_SOURCES[telescope.nameFrom],
    n_pixels: camera.nPixels,
    n_gains: organisation?.nGains ?? null,
    sum_bins: pixelSettings?.sumBins ?? null,
    time_slice_ns: pixelSettings?.timeSlice ?? null,
    ref_step_ns: pixelSettings?.refStep ?? null,
    ref_shape_dims: pixelSettings?.refShapeDims ?? null,
    ref_shape_sum: pixelSettings?.refShape && pixelSettings.refShapeDims
      ? rows(pixelSettings.refShape, pixelSettings.refShapeDims[0]).map(sum)
      : null,
    sum_offset: pixelSettings?.sumOffset ?? null,
    ...cameraFigures(telescope),
    position: telescope.position,
    n_drawers: organisation?.nDrawers ?? null,
    n_sectors: organisation?.nSectors ?? null,
    n_trig_disabled: disabled?.triggerDisabled.length ?? null,
    HV_disabled: disabled && Array.from(disabled.hvDisabled),
    software: software && {
      data_red_mode: software.dataRedMode,
      zero_sup_mode: software.zeroSupMode,
      dyn_trig_mode: software.dynTrigMode,
    },
    n_meta: telescope.meta?.size ?? 0,
  };
}

function cameraFigures({ camera }: TelescopeDescription) {
  const { pixelX, pixelY } = camera;
  const lengths = [
    camera.effectiveFocalLengthX,
    camera.effectiveFocalLengthY,
    camera.effectiveFocalLengthDx,
    camera.effectiveFocalLengthDy,
  ];
  return {
    focal_length: camera.focalLength,
    effective_focal_length: camera.effectiveFocalLength,
    effective_focal_length_xydxdy: lengths.includes(null) ? null : lengths,
    n_mirrors: camera.nMirrors,
    mirror_area: camera.mirrorArea,
    cam_rot: camera.camRot,
    pixel_shape: camera.pixelShape[0] ?? null,
    pixel_area0: camera.pixelArea[0] ?? null,
    pixel_size0: camera.pixelSize?.[0] ?? null,
    curved_surface: camera.curvedSurface,
    pixels_parallel: camera.pixelsParallel,
    pixel_x_first3: first(pixelX, 3),
    pixel_y_first3: first(pixelY, 3),
    pixel_x_sum: sum(pixelX),
    pixel_y_sum: sum(pixelY),
    pixel_r2_sum: sum(Float64Array.from(pixelX, (x, i) => x * x + pixelY[i]! ** 2)),
  };
}

/** Figures about the calibration of one telescope; those per gain are lists. */
export function calibrationFigures(calibration: TelescopeCalibration) {
  const { nGains, nPedSlices, pedestal, noise, dcToPe, tmCalib, flatFielding } = calibration;
  const sums = (values: Float32Array | null) => values && rows(values, nGains).map(sum);
  const first3 = (values: Float32Array | null) =>
    values && rows(values, nGains).map((row) => first(row, 3));
  return {
    n_ped_slices: nPedSlices,
    pedestal_sum_per_gain: sums(pedestal),
    noise_sum_per_gain: sums(noise),
    pedestal_first3_per_gain: first3(pedestal),
    dc_to_pe_sum_per_gain: sums(dcToPe),
    dc_to_pe_first3_per_gain: first3(dcToPe),
    tm_calib_sum_per_gain: sums(tmCalib),
    flat_fielding_sum_per_gain: sums(flatFielding),
  };
}
