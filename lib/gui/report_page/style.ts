/** The style of report pages: light or dark as the reader has it, and on paper. @module */

/** Style sheet, to be put into the page. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --quiet: #59636e; --line: #d1d9e0; --page: #fff;
  --card: #f6f8fa; --mark: #0b6bcb; --good: #1a7f37; --bad: #b3261e; --warn: #8a5a00;
  --curve: #7fb2e6; --busy: #e8710a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --quiet: #9198a1; --line: #3d444d;
  --page: #0d1117; --card: #151b23; --mark: #6cb6ff; --good: #57c274; --bad: #ff8a80; --warn: #e3b341;
  --curve: #31689f; --busy: #ff9d4d; } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 1160px; padding: 28px 24px 60px; background: var(--page);
  color: var(--ink); font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; }
h1 { font-size: 26px; margin: 0; overflow-wrap: anywhere }
h2 { font-size: 18px; margin: 36px 0 10px; border-bottom: 1px solid var(--line); padding-bottom: 4px }
h3 { font-size: 15px; margin: 18px 0 6px }
p { margin: 6px 0 }
.quiet { color: var(--quiet) } .small { font-size: 13px }
header { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: center }
.status { font-weight: 600; padding: 2px 12px; border-radius: 99px; border: 2px solid }
.done { color: var(--good) } .failed { color: var(--bad) } .interrupted { color: var(--warn) }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px;
  margin: 18px 0 }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px }
.tile b { display: block; font-size: 21px; font-variant-numeric: tabular-nums }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: 13.5px }
th { text-align: left; font-weight: 600; color: var(--quiet); white-space: nowrap }
th, td { padding: 4px 16px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
td.path { overflow-wrap: anywhere }
code, pre, .mono { font: 12.5px/1.45 ui-monospace, "DejaVu Sans Mono", monospace }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 10px 12px;
  overflow-x: auto; margin: 6px 0 }
.hash { overflow-wrap: anywhere; color: var(--quiet) }
.graph { background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 6px;
  overflow-x: auto; text-align: center }
.graph svg { max-width: 100%; height: auto; }
.over td { vertical-align: middle; padding-bottom: 6px; padding-top: 6px }
.over svg { display: block; width: 100%; min-width: 150px; height: 30px; background: var(--card);
  border-radius: 3px }
.strip rect { fill: var(--busy) } .over polygon { fill: var(--curve) } .strip .life { fill: var(--quiet) }
.over td.value { font-size: 12px; color: var(--quiet); white-space: nowrap;
  font-variant-numeric: tabular-nums }
.axis { display: flex; justify-content: space-between; font-size: 12px; color: var(--quiet) }
.problem { border-left: 4px solid var(--bad); padding: 4px 12px; margin: 12px 0;
  background: var(--card); border-radius: 0 6px 6px 0; overflow-wrap: anywhere }
.problem.mild { border-color: var(--warn) }
.problem pre { border: 0; padding: 4px 0; white-space: pre-wrap }
details > summary { cursor: pointer; color: var(--mark) }
ul { padding-left: 20px; margin: 6px 0 }
footer { margin-top: 40px; color: var(--quiet); font-size: 13px }
@media print { body { max-width: none; padding: 0 } h2 { break-after: avoid } tr { break-inside: avoid } }
`;
