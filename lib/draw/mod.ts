/**
 * Pictures as plain data, and their formats: SVG, PNG and PDF; with axes, ticks and colour maps.
 *
 * @module
 */
export { axes, colorBar, INK } from "./axes.ts";
export { COLOR_MAPS, type ColorMap, paletteOf, rgbOf } from "./color_map.ts";
export type { PdfState } from "./pdf.ts";
export {
  type Label,
  type Lines,
  type Mark,
  MINUS,
  type Picture,
  rectangle,
  regularPolygon,
  type Tiles,
} from "./picture.ts";
export { placeOf, type Scale, scaleOf, shareOf, type Tick, ticksOf } from "./scale.ts";
export { svgOf } from "./svg.ts";
export { type Histogram, histogramOf, histogramPicture, type HistogramTexts } from "./histogram.ts";
export { type ScatterOptions, scatterPicture } from "./scatter.ts";
