import assert from "node:assert/strict";
import fc from "fast-check";
import { nodeReport } from "../../cli/_fixtures.ts";
import { NO_GRANTS } from "../../graph/model.ts";
import type { NodeReport, Report } from "../../telemetry/report.ts";
import { areaCurve, busyStrip, HEIGHT, ratesOf, WIDTH } from "./curves.ts";
import { escapeHtml, html } from "./html.ts";
import { renderReportPage } from "./mod.ts";

const nodeOf = (role: NodeReport["role"], part: Partial<NodeReport> = {}): NodeReport =>
  nodeReport({ role, ...part });

/** A report in which every text is `text`. */
function reportOf(text: string, part: Partial<Report> = {}): Report {
  const failure = { code: text, phase: "run", message: text, hint: text } as const;
  return {
    schema: "ctapipe-flow/report/1",
    flow: text,
    graphHash: text,
    mode: "multiprocess",
    status: "failed",
    exitCode: 1,
    startedAt: text,
    wallMs: 2000,
    versions: { ctapipeFlow: text, [text]: text },
    nodes: {
      reader: nodeOf("producer", { emitted: 1234567 }),
      [`n${text}`]: nodeOf("consumer", {
        step: text,
        done: 7,
        busyMs: 1500,
        params: { [text]: text },
        permissions: { ...NO_GRANTS, read: [text] },
        skipped: 1,
        durationsMs: { p50: 0.5, p99: 12, max: 250 },
        slowest: [{ packet: text, replica: 0, ms: 250 }],
        figures: { [text]: 1234 },
        setAside: [{ ...failure, packet: text, replica: 0, entry: text, attempts: 2 }],
      }),
    },
    edges: [{ from: "reader", port: text, to: `n${text}`, sent: 9, received: 7 }],
    ledger: { balanced: false, imbalances: [text] },
    inputs: [{ path: text, bytes: 12, sha256: text }],
    outputs: [{ path: text, bytes: 12, sha256: text }],
    errors: [{
      ...failure,
      node: text,
      replica: 0,
      packet: text,
      denial: null,
      stack: text,
      attempts: 3,
    }],
    warnings: [text],
    advice: [text],
    quarantine: text,
    controls: [{ at: 100, action: text, ok: false, reason: text }],
    resumed: { emissions: { [text]: 3 } },
    series: {
      atMs: [0, 1000, 2000],
      nodes: {
        [`n${text}`]: {
          done: [0, 3, 7],
          queued: [0, 5, 0],
          busyMs: [0, 900, 1500],
          beganMs: 10,
          endedMs: 1990,
        },
      },
    },
    ...part,
  };
}

const tagsOf = (page: string) =>
  new Set([...page.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, tag]) => tag!.toLowerCase()));

Deno.test("no text becomes markup, wherever it is from", () => {
  const harmless = tagsOf(renderReportPage(reportOf("x"), "<svg></svg>"));
  assert.ok(!harmless.has("script"));
  const hostile = `"><script>alert(1)</script><img src=x onerror='alert(1)'>\`<!--</style>]]>`;
  const page = renderReportPage(reportOf(hostile), "<svg></svg>");
  assert.deepEqual(tagsOf(page), harmless);
  assert.doesNotMatch(page.replaceAll(/>[^<]*/g, ">"), /onerror/, "nor an attribute");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), (text) => {
      assert.deepEqual(tagsOf(renderReportPage(reportOf(text), "<svg></svg>")), harmless);
    }),
    { numRuns: 50 },
  );
});

Deno.test("text is shown as it was, control characters by their signs", () => {
  assert.equal(escapeHtml("a & b\n<c>\x1b[0m"), "a &#38; b\n&#60;c&#62;␛[0m");
  assert.equal(html`<p>${["<", 1, null, html`<b>`]}</p>`.text, "<p>&#60;1<b></p>");
});

Deno.test("a page tells of all that is in a report, and needs nothing else", () => {
  const page = renderReportPage(reportOf("told"), '<svg id="picture"></svg>');
  for (
    const part of [
      'id="picture"',
      "✗ failed",
      "1\u202f234\u202f567",
      "UNBALANCED",
      "off by 2",
      "busy 75 % of the time",
      "half within",
      "250 ms",
      "The slowest packets",
      "after 0.10 s: <b>told</b>, which was not done: told",
      "1\u202f234",
      "after 3 attempts",
      "calls that led to it",
      "SHA-256",
      "read told",
      "told: &#34;told&#34;",
      "resumed after",
      "default-src &#39;none&#39;".replaceAll("&#39;", "'"),
    ]
  ) assert.ok(page.includes(part), part);
  assert.doesNotMatch(page, /<script|<link|<img|https?:|url\(/);
});

Deno.test("a report without a series, or with nothing wrong, has a page", () => {
  const { series: _none, ...rest } = reportOf("x", { errors: [], warnings: [], nodes: {} });
  const page = renderReportPage({ ...rest, status: "done", edges: [] }, "<svg></svg>");
  assert.match(page, /has no series/);
  assert.match(page, /<p>Nothing\.<\/p>/);
});

Deno.test("curves stay inside of their picture, whatever the values", () => {
  const values = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { maxLength: 30 });
  fc.assert(fc.property(values, (values) => {
    const atMs = values.map((_, at) => 100 * at);
    const span = { fromMs: 0, toMs: 3000 };
    const { text } = areaCurve(atMs, values, Math.max(0, ...values), span, "a curve");
    for (const [, x, y] of text.matchAll(/([\d.]+),([\d.]+)/g)) {
      assert.ok(Number(x) <= WIDTH && Number(y) <= HEIGHT, `${x},${y}`);
    }
    const strip = busyStrip(atMs, values.toSorted((a, b) => a - b), 1, null, span, "a strip");
    assert.doesNotMatch(strip.text, /NaN|Infinity|undefined/);
  }));
  assert.deepEqual(ratesOf([0, 500, 1500], [0, 10, 20]), [20, 10]);
});
