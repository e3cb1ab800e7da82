import assert from "node:assert/strict";
import { decodePDFRawStream, PDFDocument, PDFName, type PDFRawStream } from "pdf-lib";
import { everything } from "./_pictures.ts";
import { pdfPage, PdfPages, type PdfState } from "./pdf.ts";

/** A file in memory that can be cut off. */
class Sink {
  readonly chunks: Uint8Array[] = [];
  readonly write = (bytes: Uint8Array) => void this.chunks.push(bytes);

  get bytes(): Uint8Array {
    const bytes = new Uint8Array(this.chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of this.chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }
}

/** What a page draws. */
function contentOf(document: PDFDocument, page: number): string {
  const stream = document.context.lookup(document.getPage(page).node.get(PDFName.of("Contents")));
  return new TextDecoder().decode(decodePDFRawStream(stream as PDFRawStream).decode());
}

async function pagesOf(n: number): Promise<{ document: PDFDocument; bytes: Uint8Array }> {
  const sink = new Sink();
  const pdf = new PdfPages(sink.write);
  for (let i = 0; i < n; i++) pdf.add(pdfPage({ ...everything(), width: 300 + i }));
  assert.equal(pdf.pages, n);
  pdf.finish("A (title) \\ γ");
  return { document: await PDFDocument.load(sink.bytes, LOADING), bytes: sink.bytes };
}
const LOADING = { throwOnInvalidObject: true, updateMetadata: false };

Deno.test("a PDF has a page per picture, of its size, and a title", async () => {
  const { document } = await pagesOf(3);
  assert.equal(document.getTitle(), "A ?title? ? ?");
  assert.deepEqual(document.getPages().map((page) => page.getSize()), [
    { width: 300, height: 260 },
    { width: 301, height: 260 },
    { width: 302, height: 260 },
  ]);
  const content = contentOf(document, 1);
  assert.equal(
    content.match(/ rg\n(.*h\n)+f\n/g)!.length,
    40 + 256,
    "a path per colour and stripe",
  );
  assert.match(content, /^\.01 0 0 -\.01 0 260 cm /, "hundredths of a point, downwards");
  assert.match(content, /\[800 600\] 0 d/);
  const hex = (text: string) => [...text].map((c) => c.charCodeAt(0).toString(16)).join("");
  assert.ok(content.includes(`<${hex("x / m").toUpperCase()}> Tj`));
  // Greek is not in the alphabet of the standard fonts.
  assert.ok(content.includes(`<${hex("? <& ").toUpperCase()}93`));
});

Deno.test("a PDF without pages is one all the same", async () => {
  const { document } = await pagesOf(0);
  const tree = document.context.lookup(document.catalog.get(PDFName.of("Pages")));
  assert.match(String(tree), /\/Count 0/);
});

Deno.test("the table at the end tells where each object begins", async () => {
  const { bytes } = await pagesOf(4);
  const text = new TextDecoder("latin1").decode(bytes);
  const start = Number(/startxref\n(\d+)\n%%EOF\s*$/.exec(text)![1]);
  const [, , ...entries] = text.slice(start).split("trailer")[0]!.trim().split("\n");
  assert.match(entries[0]!, /^0000000000 65535 f/);
  assert.equal(entries.length, 1 + 4 + 2 * 4 + 1);
  entries.slice(1).forEach((entry, i) =>
    assert.ok(text.slice(parseInt(entry, 10)).startsWith(`${i + 1} 0 obj\n`), `object ${i + 1}`)
  );
});

Deno.test("a PDF goes on where it was cut off, to the same bytes", () => {
  const [whole, begun] = [new Sink(), new Sink()];
  const [all, first] = [new PdfPages(whole.write), new PdfPages(begun.write)];
  for (const pdf of [all, first]) pdf.add(pdfPage(everything()));
  const state = JSON.parse(JSON.stringify(first.state)) as PdfState;
  assert.equal(state.bytes, begun.bytes.length);
  const second = new PdfPages(begun.write, state);
  for (const pdf of [all, second]) {
    pdf.add(pdfPage({ ...everything(), width: 100 }));
    pdf.finish("t");
  }
  assert.deepEqual(begun.bytes, whole.bytes);
});
