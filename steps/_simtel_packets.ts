/** Turns an open file into packets; shared by the steps that read files. @module */
import { basename } from "node:path";
import { z } from "ctapipe-flow/step";
import type { Emission, RunContext } from "ctapipe-flow/step";
import { openSimtel, SimtelError, type SimtelFile } from "ctapipe-flow/simtel";
import type { TelescopeCalibration } from "ctapipe-flow/simtel";
import { Telescopes } from "./_cameras.ts";
import { arrayEvent, simtelRecord } from "./_messages.ts";

/** Params of every step that reads simtel files. */
export const readParams = {
  calibrationEvents: z.boolean().default(false)
    .describe("Also give calibration events (pedestals, flat-field), which are skipped otherwise"),
  trueImages: z.boolean().default(true)
    .describe("Also give the simulated photo-electrons; few steps look at them"),
  pixelTiming: z.boolean().default(true)
    .describe("Also give the pulse times that sim_telarray found; few steps look at them"),
  untriggered: z.boolean().default(true).describe(
    "Also give showers that triggered nothing, on `records`; only simtel_writer looks at them",
  ),
  onTruncated: z.enum(["fail", "warn"]).default("fail")
    .describe("What to do when a file is cut off, once all its complete events are sent"),
  onDamaged: z.enum(["fail", "warn"]).default("fail").describe(
    "What to do with a file that is damaged, or is none of sim_telarray, once the events before " +
      "the damage are sent",
  ),
};

/** Ports of every step that gives the content of simtel files. */
export const simtelOutputs = { events: arrayEvent, records: simtelRecord };

interface ReadParams {
  readonly calibrationEvents: boolean;
  readonly trueImages: boolean;
  readonly pixelTiming: boolean;
  readonly untriggered: boolean;
  readonly onTruncated: "fail" | "warn";
  readonly onDamaged: "fail" | "warn";
}

/**
 * Everything in a file, in order. Header, calibrations and untriggered events go to `records`, and
 * are not even made where the flow leaves that port unconnected.
 *
 * @throws {SimtelError} if the file is damaged and `onDamaged` is `fail`, or cut off and
 * `onTruncated` is
 */
export async function* packetsOf(
  path: string,
  context: RunContext<ReadParams, unknown, typeof simtelOutputs, never>,
): AsyncGenerator<Emission> {
  try {
    yield* readPackets(path, context);
  } catch (error) {
    if (!(error instanceof SimtelError)) throw error;
    error.message = `${basename(path)}: ${error.message}`;
    if (context.params.onDamaged === "fail" || error.code === "truncated") throw error;
    context.log.warning(error.message);
    context.count("damaged files");
  }
}

async function* readPackets(
  path: string,
  { params, to, connected, log, alloc, count }: RunContext<
    ReadParams,
    unknown,
    typeof simtelOutputs,
    never
  >,
): AsyncGenerator<Emission> {
  const records = connected.includes("records");
  await using file = await openSimtel<boolean>(path, {
    ...params,
    untriggered: records && params.untriggered,
    makeSamples: (length) => alloc(Uint16Array, length, "events"),
  });
  const name = basename(path);
  const telescopes = new Telescopes(() => file.header, file.calibrations);
  if (records) yield to.records({ kind: "header", header: file.header });
  const written = new Map<number, TelescopeCalibration>();
  for await (const event of file) {
    if (records) yield* newCalibrations(file, written, to);
    if (event.type === "untriggered") {
      yield to.records({ kind: "untriggered", event });
      continue;
    }
    const { run } = file.header.runHeader;
    yield to.events({ kind: "event", file: name, run, event, ...telescopes.of(event) });
  }
  if (file.truncation) {
    const { offset, objectPath } = file.truncation;
    log.warning(`${name} is cut off at byte ${offset} (decompressed), inside ${objectPath}`);
    count("files that are cut off");
  }
}

function* newCalibrations(
  file: SimtelFile<boolean>,
  written: Map<number, TelescopeCalibration>,
  to: RunContext<unknown, unknown, typeof simtelOutputs, never>["to"],
): Generator<Emission> {
  for (const [telId, calibration] of file.calibrations) {
    if (written.get(telId) === calibration) continue;
    written.set(telId, calibration);
    yield to.records({ kind: "calibration", calibration });
  }
}
