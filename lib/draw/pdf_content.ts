/** What a page of a PDF file draws, in the operators of the format. @module */
import type { StandardFontEmbedder } from "pdf-lib";
import { rgbOf } from "./color_map.ts";
import { type Label, type Lines, type Mark, MINUS, type Picture, type Tiles } from "./picture.ts";
import { byColor } from "./tiles.ts";

/** The fonts of a page: `R` and `B` among its resources. */
export interface PdfFonts {
  readonly regular: StandardFontEmbedder;
  readonly bold: StandardFontEmbedder;
}

/**
 * The content stream of a page: y downwards, as pictures have it. The unit is a hundredth of a point,
 * finer than any print, so that all figures are whole: short, and quickly written.
 */
export function contentOf({ height, marks }: Picture, fonts: PdfFonts): string {
  const head = `.01 0 0 -.01 0 ${height} cm 1 J 1 j\n`;
  return head + marks.map((mark) => operatorsOf(mark, fonts)).join("");
}

function operatorsOf(mark: Mark, fonts: PdfFonts): string {
  if (mark.kind === "tiles") return tilesOperators(mark);
  return mark.kind === "lines" ? linesOperators(mark) : labelOperators(mark, fonts);
}

function tilesOperators(tiles: Tiles): string {
  const { outline, x, y, size } = tiles;
  return byColor(tiles).map(([color, indices]) => {
    const paths = indices.map((i) => {
      let path = "";
      for (let c = 0; c < outline.length; c += 2) {
        const corner = `${n(x[i]! + outline[c]! * size[i]!)} ${
          n(y[i]! + outline[c + 1]! * size[i]!)
        }`;
        path += `${corner} ${c === 0 ? "m" : "l"} `;
      }
      return `${path}h`;
    });
    return `${colorOf(color)} rg\n${paths.join("\n")}\nf\n`;
  }).join("");
}

function linesOperators({ parts, closed, stroke, width = 1, dash, fill }: Lines): string {
  const paths = parts.map((part) => {
    let path = "";
    for (let i = 0; i < part.length; i += 2) {
      path += `${n(part[i]!)} ${n(part[i + 1]!)} ${i === 0 ? "m" : "l"} `;
    }
    return closed ? `${path}h\n` : `${path}\n`;
  }).join("");
  const inside = fill === undefined ? "" : `${colorOf(fill)} rg\n`;
  if (stroke === undefined) return `${inside}${paths}${fill === undefined ? "n" : "f"}\n`;
  const line = `${colorOf(stroke)} RG ${n(width)} w [${dash?.map(n).join(" ") ?? ""}] 0 d\n`;
  return `${inside}${line}${paths}${fill === undefined ? "S" : "B"}\n`;
}

function labelOperators(label: Label, { regular, bold }: PdfFonts): string {
  const { x, y, size, color = "#000000", anchor = "start", upwards } = label;
  const font = label.bold ? bold : regular;
  const text = inAlphabet(label.text, font);
  const width = font.widthOfTextAtSize(text, size);
  const before = anchor === "start" ? 0 : anchor === "middle" ? width / 2 : width;
  const matrix = upwards
    ? `0 -1 -1 0 ${n(x)} ${n(y + before)}`
    : `1 0 0 -1 ${n(x - before)} ${n(y)}`;
  return `${colorOf(color)} rg BT /${label.bold ? "B" : "R"} ${n(size)} Tf ${matrix} Tm ` +
    `${font.encodeText(text)} Tj ET\n`;
}

/** A text in the characters of Windows-1252, which the standard fonts have. */
function inAlphabet(text: string, { encoding }: StandardFontEmbedder): string {
  const characters = [...text.replaceAll(MINUS, "\u2013").replaceAll("\u03bc", "\u00b5")];
  return characters.map((character) =>
    encoding.canEncodeUnicodeCodePoint(character.codePointAt(0)!) ? character : "?"
  ).join("");
}

const colorOf = (color: string) =>
  rgbOf(color).map((c) => String(Math.round(c / 0.255) / 1000)).join(" ");
const n = (value: number) => Math.round(value * 100);
