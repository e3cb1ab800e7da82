import type { SimtelInfo } from "./mod.ts";

type Row = readonly (string | number)[];

/** Most events of which a line is shown. */
const MOST_EVENTS = 20;

/** The figures of {@link simtelInfo} that a reader wants first, as text for a terminal. */
export function formatSimtelInfo(info: SimtelInfo): string {
  const parts = [
    fileLines(info),
    table(["Type", "Optics", "Camera", "Pixels", "Gains", "Samples", "Focal length", "Ids"], [
      ...telescopeRows(info),
    ]),
    countLines(info),
    eventTable(info),
    warningLines(info),
  ];
  return parts.filter((part) => part !== "").join("\n\n") + "\n";
}

function fileLines(info: SimtelInfo): string {
  const { run_header: run, mc_run_headers: [mc] } = info;
  const [azimuth, altitude] = run.direction.map(degrees);
  const lines = [
    `${info.file}: ${size(info.size_bytes)}, ${compressionText(info)}`,
    `sha256 ${info.sha256}`,
    `Run ${run.run} of ${date(run.time)}, ${run.n_telescopes} telescopes, ` +
    `${run.tracking_mode === 0 ? "azimuth" : "right ascension"} ${azimuth}°, ` +
    `${run.tracking_mode === 0 ? "altitude" : "declination"} ${altitude}°`,
  ];
  if (mc !== undefined) {
    lines.push(
      `Simulation of ${mc.n_showers} showers, each used ${mc.n_use} times, ` +
        `${short(mc.E_range[0])} to ${short(mc.E_range[1])} TeV, index ${short(mc.spectral_index)}`,
    );
  }
  if (info.truncation !== null) lines.push(truncationText(info.truncation));
  return lines.join("\n");
}

function compressionText(info: SimtelInfo): string {
  if (info.compression === "none") return "not compressed";
  return `${info.compression}, ${size(info.decompressed_bytes)} decompressed`;
}

function truncationText({ offset, objectPath }: { offset: number; objectPath: string }): string {
  const where = objectPath === "" ? "between two objects" : `inside object ${objectPath}`;
  return `The file is cut off: after ${offset} decompressed bytes, ${where}. ` +
    "What came before is complete.";
}

/** One row per kind of telescope, however many there are. */
function telescopeRows(info: SimtelInfo): Row[] {
  const kinds = new Map<string, { row: Row; ids: number[] }>();
  for (const telescope of info.telescopes) {
    const row = [
      telescope.type,
      telescope.optics_name,
      telescope.camera_name,
      telescope.n_pixels,
      telescope.n_gains ?? "?",
      telescope.sum_bins ?? "?",
      `${telescope.focal_length.toFixed(2)} m`,
    ];
    const kind = kinds.get(row.join("\t"));
    if (kind === undefined) kinds.set(row.join("\t"), { row, ids: [telescope.tel_id] });
    else kind.ids.push(telescope.tel_id);
  }
  return [...kinds.values()].map(({ row, ids }) => [...row, idRanges(ids)]);
}

/** `1, 2, 3, 7` as `1–3, 7`. */
function idRanges(ids: number[]): string {
  const ranges: [number, number][] = [];
  for (const id of ids.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && id === last[1] + 1) last[1] = id;
    else ranges.push([id, id]);
  }
  return ranges.map(([from, to]) => from === to ? `${from}` : `${from}–${to}`).join(", ");
}

function countLines({ counts }: SimtelInfo): string {
  return `${counts.mc_events} simulated events, ${counts.triggered_events} triggered with ` +
    `${counts.telescope_events_in_triggered} telescope events, ` +
    `${counts.calibration_events} calibration events`;
}

function eventTable(info: SimtelInfo): string {
  const shown = info.events.slice(0, MOST_EVENTS);
  if (shown.length === 0) return "";
  const rows = shown.map(({ event_id, type, calibration_type, mc, telescopes }): Row => [
    event_id,
    type === "data" ? "data" : `calibration ${calibration_type ?? ""}`.trim(),
    mc ? short(mc.energy) : "",
    mc ? `${mc.xcore.toFixed(1)}, ${mc.ycore.toFixed(1)}` : "",
    Object.values(telescopes).length,
    idRanges(Object.keys(telescopes).map(Number)),
  ]);
  const left = info.events.length + info.events_left_out - shown.length;
  const rest = left > 0 ? `\n… and ${left} more` : "";
  return table(["Event", "Kind", "E / TeV", "Core x, y / m", "Telescopes", "Ids"], rows) + rest;
}

function warningLines({ warnings }: SimtelInfo): string {
  return Object.entries(warnings).map(([what, n]) => `Warning: ${what} (${n}×)`).join("\n");
}

function table(head: Row, rows: Row[]): string {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  return all
    .map((row) => row.map((cell, i) => cell.padEnd(widths[i]!)).join("  ").trimEnd())
    .join("\n");
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function date(seconds: number): string {
  return new Date(1000 * seconds).toISOString().slice(0, 10);
}

function degrees(radian: number): string {
  return (radian * 180 / Math.PI).toFixed(2);
}

function short(value: number): string {
  return `${Number(value.toPrecision(3))}`;
}
