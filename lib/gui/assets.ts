/** The page, as `tools/build_page.ts` has bundled it, in the module graph: nothing is read to serve it. @module */
import css from "./built/page.css" with { type: "text" };
import js from "./built/page.js" with { type: "text" };
import legal from "./built/page.js.LEGAL.txt" with { type: "text" };

/** A file of the page. */
export interface Asset {
  /** With its character set. */
  readonly type: string;
  readonly body: string;
}

const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ctapipe-flow</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
</head>
<body><div id="page"></div><noscript>This view needs JavaScript.</noscript></body>
</html>
`;

const ICON =
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 26 26" fill="none" stroke="#0a6ebd" ` +
  `stroke-width="2.4" stroke-linecap="round"><path d="M2 13h7m8 0h7M9 13l4-7h5M9 13l4 7h5"/>` +
  `<circle cx="9" cy="13" r="3" fill="#0a6ebd"/></svg>`;

/** Every file by its path; what is not here is not found. */
export const ASSETS: ReadonlyMap<string, Asset> = new Map([
  ["/", { type: "text/html; charset=utf-8", body: HTML }],
  ["/page.js", { type: "text/javascript; charset=utf-8", body: js }],
  ["/page.js.LEGAL.txt", { type: "text/plain; charset=utf-8", body: legal }],
  ["/page.css", { type: "text/css; charset=utf-8", body: css }],
  ["/icon.svg", { type: "image/svg+xml", body: ICON }],
]);
