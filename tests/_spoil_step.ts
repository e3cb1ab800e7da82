/** A step that spoils data as files may do it; for tests of what becomes of them. @module */
import type { Camera } from "ctapipe-flow/image";
import { defineStep } from "ctapipe-flow/step";
import { arrayEvent, telescopeEvent, telescopeEventsOf } from "../steps/_messages.ts";
import type { TelescopeEventPacket } from "../steps/_messages.ts";

type Packet = TelescopeEventPacket;

function withCamera(packet: Packet, change: (camera: Camera) => Partial<Camera>): Packet {
  return { ...packet, camera: { ...packet.camera, ...change(packet.camera) } };
}

function withPedestal(packet: Packet, change: (pedestal: Float32Array) => Float32Array): Packet {
  return withCamera(packet, ({ calibration }) => ({
    calibration: { ...calibration!, pedestal: change(calibration!.pedestal.slice()) },
  }));
}

/** What may be wrong, by the place of a packet among all. */
export const SPOILED: readonly ((packet: Packet) => Packet)[] = [
  (packet) => packet,
  (packet) => withPedestal(packet, (pedestal) => pedestal.fill(NaN)),
  (packet) => withPedestal(packet, (pedestal) => pedestal.fill(NaN, 100, 101)),
  (packet) => withPedestal(packet, (pedestal) => pedestal.slice(1)),
  (packet) => withCamera(packet, () => ({ calibration: null })),
  (packet) => {
    const { adc } = packet.data;
    const values = new Uint16Array(adc!.values.length);
    return { ...packet, data: { ...packet.data, adc: { ...adc!, values } as typeof adc } };
  },
  (packet) =>
    withCamera(packet, ({ readout, geometry }) => ({
      readout: { ...readout, disabled: Int32Array.from(geometry.x.keys()) },
    })),
  (packet) =>
    withCamera(packet, ({ readout }) => ({ readout: { ...readout, disabled: Int32Array.of(-1) } })),
  (packet) => ({ ...packet, data: { ...packet.data, adc: null } }),
];

export default defineStep({
  name: "spoil",
  kind: "stager",
  summary: "Spoil telescope events, in every way there is",
  replicable: false,
  input: arrayEvent,
  outputs: { out: telescopeEvent },
  init: () => ({ seen: 0 }),
  *run(packet, { state }) {
    for (const each of telescopeEventsOf(packet)) {
      yield SPOILED[state.seen++ % SPOILED.length]!(each);
    }
  },
});
