/** A telescope event (2200 …): its header (2011), raw data and pixel lists (2027). */

import type { PixelList, TelescopeEvent, TelescopeEventHeader } from "../records.ts";
import { writeAdc } from "./adc.ts";
import type { ByteWriter } from "./bytes.ts";
import { nested, nestedContainer } from "./framing.ts";
import { telescopeType } from "./ids.ts";
import { writeImageParameters, writePixelTiming } from "./image_parameters.ts";
import { writeTime } from "./run_header.ts";

const HAS_SECTORS = 0x100;
const HAS_ADDRESSES = 0x200;
const HAS_SECTOR_TIMES = 0x400;

/** Writes everything one telescope recorded of an event. */
export function writeTelescopeEvent(w: ByteWriter, eventId: number, event: TelescopeEvent): void {
  const type = telescopeType(2200, event.telId);
  nestedContainer(w, { type, version: 1, ident: eventId }, () => {
    writeHeader(w, event.telId, event.header);
    if (event.adc) writeAdc(w, event.telId, event.adc);
    if (event.pixelTiming) writePixelTiming(w, event.telId, event.pixelTiming);
    if (event.imageParameters) writeImageParameters(w, event.telId, event.imageParameters);
    for (const list of event.pixelLists) writePixelList(w, event.telId, list);
  });
}

function headerVersion(header: TelescopeEventHeader): number {
  if (header.startReadout !== null) return 4;
  return header.readoutTime !== null ? 3 : 2;
}

function writeHeader(w: ByteWriter, telId: number, header: TelescopeEventHeader): void {
  const { listTrgsect, timeTrgsect, physAddr } = header;
  const version = headerVersion(header);
  const sectorTimes = listTrgsect && timeTrgsect;
  nested(w, { type: 2011, version, ident: telId }, () => {
    w.i32s([header.locCount, header.globCount]);
    writeTime(w, header.cpuTime);
    writeTime(w, header.gpsTime);
    w.i16(
      header.trgSource & 0xff | (listTrgsect ? HAS_SECTORS : 0) |
        (physAddr ? HAS_ADDRESSES : 0) | (sectorTimes ? HAS_SECTOR_TIMES : 0),
    );
    if (listTrgsect) {
      w.scnt(listTrgsect.length);
      w.scnts(listTrgsect);
    }
    if (sectorTimes) w.f32s(sectorTimes);
    if (physAddr) {
      w.scnt(physAddr.length);
      w.scnts(physAddr);
    }
    if (version >= 3) w.f32s([header.readoutTime ?? 0, header.relativeTriggerTime ?? 0]);
    if (version >= 4) w.i32(header.startReadout ?? 0);
  });
}

function writePixelList(w: ByteWriter, telId: number, list: PixelList): void {
  nested(w, { type: 2027, version: 1, ident: list.code * 1_000_000 + telId }, () => {
    w.scnt(list.pixels.length);
    w.scnts(list.pixels);
  });
}
