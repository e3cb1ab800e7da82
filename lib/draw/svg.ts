/** Pictures as SVG. @module */
import type { Label, Lines, Mark, Picture, Tiles } from "./picture.ts";
import { byColor } from "./tiles.ts";

/** Writes a picture as an SVG document of its own. */
export function svgOf({ width, height, title, marks }: Picture): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${n(width)} ${n(height)}" ` +
    `width="${n(width)}pt" height="${n(height)}pt" role="img" ` +
    `font-family="Helvetica, Arial, 'Liberation Sans', sans-serif">\n` +
    `<title>${escaped(title)}</title>\n<path fill="#ffffff" d="M0 0H${n(width)}V${
      n(height)
    }H0z"/>\n` +
    `${marks.map(markText).join("")}</svg>\n`;
}

function markText(mark: Mark): string {
  if (mark.kind === "tiles") return tilesText(mark);
  return mark.kind === "lines" ? linesText(mark) : labelText(mark);
}

/** One path per colour: a corner and the way around it, which is the same for equal sizes. */
function tilesText(tiles: Tiles): string {
  const ways = new Map<number, string>();
  const wayOf = (size: number) => {
    const known = ways.get(size);
    if (known !== undefined) return known;
    const way = wayAround(tiles.outline, size);
    ways.set(size, way);
    return way;
  };
  const [x0, y0] = tiles.outline as unknown as [number, number];
  return byColor(tiles).map(([color, indices]) => {
    const d = indices.map((i) => {
      const size = tiles.size[i]!;
      return `M${n(tiles.x[i]! + x0 * size)} ${n(tiles.y[i]! + y0 * size)}${wayOf(size)}`;
    });
    return `<path fill="${color}" d="${d.join("")}"/>\n`;
  }).join("");
}

/** Steps from corner to corner, each from where the rounded one before has led. */
function wayAround(outline: Float64Array, size: number): string {
  let way = "";
  let [x, y] = [outline[0]! * size, outline[1]! * size];
  for (let i = 2; i < outline.length; i += 2) {
    const [dx, dy] = [round(outline[i]! * size - x), round(outline[i + 1]! * size - y)];
    way += i === 2 || dx < 0 ? `${dx}` : ` ${dx}`;
    way += dy < 0 ? `${dy}` : ` ${dy}`;
    x += dx;
    y += dy;
  }
  return `l${way}z`;
}

function linesText({ parts, closed, stroke, width, dash, fill }: Lines): string {
  const d = parts.map((part) => {
    const corners: string[] = [];
    for (let i = 0; i < part.length; i += 2) corners.push(`${n(part[i]!)} ${n(part[i + 1]!)}`);
    return `M${corners.join("L")}${closed ? "z" : ""}`;
  }).join("");
  const line = stroke === undefined
    ? ""
    : ` stroke="${stroke}" stroke-width="${n(width ?? 1)}" stroke-linejoin="round"` +
      ` stroke-linecap="round"${dash ? ` stroke-dasharray="${dash.map(n).join(" ")}"` : ""}`;
  return `<path fill="${fill ?? "none"}"${line} d="${d}"/>\n`;
}

function labelText({ text, x, y, size, color, anchor, bold, upwards }: Label): string {
  const place = upwards
    ? `transform="translate(${n(x)} ${n(y)}) rotate(-90)"`
    : `x="${n(x)}" y="${n(y)}"`;
  return `<text ${place} font-size="${n(size)}" fill="${color ?? "#000000"}"` +
    `${anchor && anchor !== "start" ? ` text-anchor="${anchor}"` : ""}` +
    `${bold ? ' font-weight="bold"' : ""}>${escaped(text)}</text>\n`;
}

/** A hundredth of a point is finer than any print. */
const round = (value: number) => Math.round(value * 100) / 100;
const n = (value: number) => String(round(value));

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text for XML: marked up, and without the characters that XML has none for. */
function escaped(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, "\ufffd")
    .replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}
