/** Steps for the tests of the browser view: they take time without taking the machine's. @module */
import { type AnyStep, anyValue, defineStep, payload, z } from "ctapipe-flow/step";

interface Shot {
  readonly n: number;
  readonly kind: "camera_image";
  readonly eventId: number;
  readonly [key: string]: unknown;
}
const shot = payload<Shot>("shot");

/** Gives camera pictures of made-up showers, so many per second, until it is stopped. */
export const shots: AnyStep = defineStep({
  name: "shots",
  kind: "producer",
  summary: "Give camera pictures",
  params: z.strictObject({
    count: z.int().default(1_000_000).describe("How many"),
    restMs: z.number().default(5).describe("Rest after each").meta({ unit: "ms" }),
  }),
  outputs: { large: shot, small: shot },
  async *run(_, { params, signal, to }) {
    const camera = cameraOf(15);
    for (let n = 0; n < params.count && !signal.aborted; n++) {
      const value = shotOf(n, camera);
      yield n % 3 === 0 ? to.large(value) : to.small(value);
      if (params.restMs > 0) await rest(params.restMs);
    }
  },
});

/** Takes its time with each value, fails at some, and hands the others on. */
export const work: AnyStep = defineStep({
  name: "work",
  kind: "stager",
  summary: "Take time",
  params: z.strictObject({
    ms: z.number().default(1).describe("Time per packet").meta({ unit: "ms" }),
    failEvery: z.int().default(0).describe("Fail at each so many"),
  }),
  input: shot,
  outputs: { out: shot },
  async run(value, { params, log }) {
    await rest(params.ms * (0.6 + 0.8 * Math.random()));
    if (params.failEvery > 0 && value.n % params.failEvery === params.failEvery - 1) {
      throw new Error(`event ${value.eventId}: the pedestal of pixel 17 is missing`);
    }
    if (value.n % 50 === 0) log.info(`event ${value.eventId} looks fine`);
    return value;
  },
});

/** Takes its time with each value. */
export const sink: AnyStep = defineStep({
  name: "sink",
  kind: "consumer",
  summary: "Take values",
  params: z.strictObject({ ms: z.number().default(0).describe("Time per packet") }),
  input: anyValue,
  run: (_, { params }) => params.ms > 0 ? rest(params.ms) : undefined,
});

const rest = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A hexagonal camera with so many rings of pixels, 5 cm apart. */
function cameraOf(rings: number) {
  const [x, y]: [number[], number[]] = [[], []];
  const step = 0.05;
  for (let q = -rings; q <= rings; q++) {
    for (let r = Math.max(-rings, -q - rings); r <= Math.min(rings, -q + rings); r++) {
      x.push(step * (q + r / 2));
      y.push(step * r * Math.sqrt(3) / 2);
    }
  }
  const area = new Float32Array(x.length).fill(step * step * Math.sqrt(3) / 2);
  const geometry = {
    x: Float32Array.from(x),
    y: Float32Array.from(y),
    area,
    shape: 1,
    rotation: 0,
    focalLength: 28,
  };
  return { id: `rings${rings}`, geometry };
}

function shotOf(n: number, camera: ReturnType<typeof cameraOf>): Shot {
  const { x, y } = camera.geometry;
  const hillas = { x: 0.25 * Math.sin(n), y: 0.2 * Math.cos(2 * n), psi: (n % 7) / 3 - 1 };
  const [length, width] = [0.14, 0.05];
  const [cos, sin] = [Math.cos(hillas.psi), Math.sin(hillas.psi)];
  const charge = new Float64Array(x.length);
  const peakTime = new Float64Array(x.length);
  charge.forEach((_, i) => {
    const [dx, dy] = [x[i]! - hillas.x, y[i]! - hillas.y];
    const [along, across] = [dx * cos + dy * sin, dy * cos - dx * sin];
    charge[i] = 60 * Math.exp(-((along / length) ** 2 + (across / width) ** 2) / 2) +
      2 * Math.random();
    peakTime[i] = 20 + 30 * along;
  });
  return {
    n,
    kind: "camera_image",
    file: "gamma_demo.simtel.zst",
    eventId: 100 * n + 3,
    telescope: { telId: 1 + n % 4, type: "LST", opticsName: "LST", cameraName: "HexCam" },
    camera,
    image: { charge, peakTime, gain: null, mask: Uint8Array.from(charge, (q) => q > 8 ? 1 : 0) },
    parameters: { hillas: { ...hillas, length, width, intensity: 1234 } },
    big: 12345678901234567890n,
    seen: new Map([["first", new Date(0)]]),
  };
}
