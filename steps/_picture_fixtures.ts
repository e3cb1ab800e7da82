/** Images of simulated cameras for the tests of what draws them. @module */
import { openSimtel, type TelescopeDescription, type TelescopeEvent } from "ctapipe-flow/simtel";
import { simulateFile } from "ctapipe-flow/simtel/simulate";
import { SMALL } from "./_fixtures.ts";
import { type CameraImagePacket, labelOf } from "./_messages.ts";

/** What the cameras of {@link SMALL} saw: full sums, a mask, and made-up parameters. */
export async function cameraImages(): Promise<CameraImagePacket[]> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  await simulateFile((chunk) => void chunks.push(chunk), SMALL, { compression: "none" });
  await using file = await openSimtel(new Blob(chunks).stream());
  const packets: CameraImagePacket[] = [];
  for await (const event of file) {
    for (const data of event.telescopes) {
      const telescope = file.header.telescopes.find(({ telId }) => telId === data.telId)!;
      packets.push({
        kind: "camera_image",
        file: "small.simtel",
        run: 1,
        eventId: event.eventId,
        eventType: event.type,
        nTelescopes: event.telescopes.length,
        trigger: null,
        nTriggerPixels: null,
        telescope: labelOf(telescope),
        place: { position: telescope.position, pointing: null },
        truth: { ...event.mc!, coreX: 0, coreY: 0 },
        ...seenBy(telescope, data, file.calibrations.get(data.telId)!.pedestal!),
      });
    }
  }
  return packets;
}

function seenBy(
  { camera: settings }: TelescopeDescription,
  { adc }: TelescopeEvent,
  pedestal: Float32Array,
): Pick<CameraImagePacket, "camera" | "image" | "parameters"> {
  const { nPixels, nSamples, values } = adc!;
  const charge = Float64Array.from({ length: nPixels }, (_, pixel) => {
    let sum = 0;
    for (let i = 0; i < nSamples; i++) sum += values[pixel * nSamples + i]!;
    return (sum - pedestal[pixel]!) / 30;
  });
  const brightest = Math.max(...charge);
  return {
    camera: {
      id: settings.pixelX.length.toString(),
      geometry: {
        x: settings.pixelX,
        y: settings.pixelY,
        area: settings.pixelArea,
        shape: settings.pixelShape[0]!,
        rotation: settings.camRot ?? 0,
        focalLength: settings.focalLength,
      },
      readout: {
        timeSlice: 1,
        refPulses: null,
        refLength: 0,
        refStep: 0,
        disabled: Int32Array.of(3),
      },
      calibration: null,
    },
    image: {
      charge,
      peakTime: charge.map((_, i) => 10 + i % 5),
      gain: new Uint8Array(nPixels),
      mask: Uint8Array.from(charge, (q) => q > brightest / 4 ? 1 : 0),
    },
    parameters: {
      nPixels: 12,
      nIslands: 1,
      hillas: {
        intensity: 1234.5,
        x: 0.1,
        y: -0.2,
        r: 0.22,
        phi: -1.1,
        length: 0.213,
        width: 0.0712,
        psi: 0.5,
        skewness: 0,
        kurtosis: 3,
      },
      leakage: null,
      concentration: null,
      timing: null,
    },
  };
}
