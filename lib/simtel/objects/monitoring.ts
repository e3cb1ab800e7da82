/** Calibration and monitoring: 2022 and 2023. */
import type { ByteReader } from "../byte_reader.ts";
import { type Layout, packedTelescopeId } from "../layout.ts";
import type { Timestamp } from "../records_header.ts";

/** Status block of camera monitoring. */
export interface StatusBlock {
  statusTime: Timestamp;
  statusBits: number;
}

/** Trigger block of camera monitoring. */
export interface TriggerBlock {
  trigTime: Timestamp;
  coincCount: number;
  eventCount: number;
  triggerRate: number;
  sectorRate: Float32Array;
  eventRate: number;
  dataRate: number;
  meanSignificant: number;
}

/** Pedestal block of camera monitoring; arrays are C order [gain][pixel]. */
export interface PedestalBlock {
  pedNoiseTime: Timestamp;
  nPedSlices: number;
  /** Sum over `nPedSlices` samples. */
  pedestal: Float32Array;
  noise: Float32Array;
}

/** High voltage and temperature block of camera monitoring. */
export interface HvTemperatureBlock {
  hvTempTime: Timestamp;
  nDrawerTemp: number;
  nCameraTemp: number;
  hvVMon: Int16Array;
  hvIMon: Int16Array;
  hvStat: Uint8Array;
  /** C order [drawer][temperature]. */
  drawerTemp: Int16Array;
  cameraTemp: Int16Array;
}

/** Current block of camera monitoring. */
export interface CurrentBlock {
  dcRateTime: Timestamp;
  current: Uint16Array;
  scaler: Uint16Array;
}

/** Settings block of camera monitoring. */
export interface SettingsBlock {
  hvThrTime: Timestamp;
  hvDac: Uint16Array;
  threshDac: Uint16Array;
  hvSet: Uint8Array;
  trigSet: Uint8Array;
}

/** Readout block of camera monitoring. */
export interface ReadoutBlock {
  setDaqTime: Timestamp;
  daqConf: number;
  daqScalerWin: number;
  daqNd: number;
  daqAcc: number;
  daqNl: number;
}

/** Camera monitoring (2022): a block that the object does not carry is `null`. */
export interface CameraMonitoring {
  telescopeId: number;
  /** One bit per block, in the order of the fields below. */
  what: number;
  known: number;
  newParts: number;
  monitorId: number;
  moniTime: Timestamp;
  nSectors: number;
  nPixels: number;
  nDrawers: number;
  nGains: number;
  status: StatusBlock | null;
  trigger: TriggerBlock | null;
  pedestals: PedestalBlock | null;
  hvTemperature: HvTemperatureBlock | null;
  currents: CurrentBlock | null;
  settings: SettingsBlock | null;
  readout: ReadoutBlock | null;
}

/** Laser calibration (2023); arrays are C order [gain][pixel]. */
export interface LaserCalibration {
  telescopeId: number;
  nPixels: number;
  nGains: number;
  lascalId: number;
  /** Photo-electrons per ADC count. */
  calib: Float32Array;
  maxIntFrac: number[] | null;
  maxPixtmFrac: number[] | null;
  /** Nanosecond. */
  tmCalib: Float32Array | null;
  flatFielding: Float32Array | null;
}

function hvTemperature(r: ByteReader, nPixels: number, nDrawers: number): HvTemperatureBlock {
  const hvTempTime = r.time();
  const nDrawerTemp = r.i16();
  const nCameraTemp = r.i16();
  return {
    hvTempTime,
    nDrawerTemp,
    nCameraTemp,
    hvVMon: r.i16s(nPixels),
    hvIMon: r.i16s(nPixels),
    hvStat: r.u8s(nPixels),
    drawerTemp: r.i16s(nDrawers * nDrawerTemp),
    cameraTemp: r.i16s(nCameraTemp),
  };
}

/** Camera monitoring (2022). */
export const cameraMonitoring: Layout<CameraMonitoring> = {
  name: "camera monitoring",
  versions: [0, 1],
  essential: true,
  parse(r, { version, ident }) {
    const what = (ident >> 8) & 0xffff;
    const integer = version >= 1 ? () => r.scnt32() : () => r.i16();
    const start = {
      telescopeId: packedTelescopeId(ident),
      what,
      known: r.i16(),
      newParts: r.i16(),
      monitorId: r.i32(),
      moniTime: r.time(),
      nSectors: integer(),
      nPixels: integer(),
      nDrawers: integer(),
      nGains: integer(),
    };
    const { nSectors, nPixels, nDrawers, nGains } = start;
    if (nPixels < 0 || nGains < 0) throw r.error(`${nGains} gains of ${nPixels} pixels declared`);
    return {
      ...start,
      status: what & 0x01 ? { statusTime: r.time(), statusBits: r.i32() } : null,
      trigger: what & 0x02
        ? {
          trigTime: r.time(),
          coincCount: r.i32(),
          eventCount: r.i32(),
          triggerRate: r.f32(),
          sectorRate: r.f32s(nSectors),
          eventRate: r.f32(),
          dataRate: r.f32(),
          meanSignificant: r.f32(),
        }
        : null,
      pedestals: what & 0x04
        ? {
          pedNoiseTime: r.time(),
          nPedSlices: r.i16(),
          pedestal: r.f32s(nGains * nPixels),
          noise: r.f32s(nGains * nPixels),
        }
        : null,
      hvTemperature: what & 0x08 ? hvTemperature(r, nPixels, nDrawers) : null,
      currents: what & 0x10
        ? { dcRateTime: r.time(), current: r.u16s(nPixels), scaler: r.u16s(nPixels) }
        : null,
      settings: what & 0x20
        ? {
          hvThrTime: r.time(),
          hvDac: r.u16s(nPixels),
          threshDac: r.u16s(nDrawers),
          hvSet: r.u8s(nPixels),
          trigSet: r.u8s(nPixels),
        }
        : null,
      readout: what & 0x40
        ? {
          setDaqTime: r.time(),
          daqConf: r.i16(),
          daqScalerWin: r.i16(),
          daqNd: r.i16(),
          daqAcc: r.i16(),
          daqNl: r.i16(),
        }
        : null,
    };
  },
};

/** Laser calibration (2023). */
export const laserCalibration: Layout<LaserCalibration> = {
  name: "laser calibration",
  versions: [0, 1, 2, 3],
  essential: true,
  parse(r, { version, ident }) {
    const nPixels = r.u16();
    const nGains = r.i16();
    const lascalId = r.i32();
    const calib = r.f32s(nGains * nPixels);
    const fractions = version >= 1 ? Array.from(r.f32s(2 * nGains)) : null;
    return {
      telescopeId: ident,
      nPixels,
      nGains,
      lascalId,
      calib,
      maxIntFrac: fractions && fractions.filter((_, i) => i % 2 === 0),
      maxPixtmFrac: fractions && fractions.filter((_, i) => i % 2 === 1),
      tmCalib: version >= 2 ? r.f32s(nGains * nPixels) : null,
      flatFielding: version >= 3 ? r.f32s(nGains * nPixels) : null,
    };
  },
};
