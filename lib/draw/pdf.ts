/** Pictures as the pages of a PDF file, one after the other. @module */
import { deflateSync } from "node:zlib";
import {
  PDFContext,
  PDFCrossRefSection,
  PDFHeader,
  PDFName,
  type PDFObject,
  PDFRef,
  PDFString,
  PDFTrailer,
  PDFTrailerDict,
  StandardFontEmbedder,
} from "pdf-lib";
import { contentOf, type PdfFonts } from "./pdf_content.ts";
import type { Picture } from "./picture.ts";

/** A page, ready to be put into a file. */
export interface PdfPage {
  /** Points. */
  readonly width: number;
  /** Points. */
  readonly height: number;
  /** Its content stream, deflated. */
  readonly content: Uint8Array<ArrayBuffer>;
}

let fonts: PdfFonts | undefined;

/** Draws a picture as a page of its size. */
export function pdfPage(picture: Picture): PdfPage {
  fonts ??= {
    regular: StandardFontEmbedder.for("Helvetica" as never),
    bold: StandardFontEmbedder.for("Helvetica-Bold" as never),
  };
  const content = deflateSync(new TextEncoder().encode(contentOf(picture, fonts)));
  const { width, height } = picture;
  return { width, height, content: new Uint8Array(content) };
}

/** What {@link PdfPages} goes on from: the place of every object so far, in bytes. */
export interface PdfState {
  /** Bytes written. */
  readonly bytes: number;
  /** Where the objects of the pages begin: content and page, in turn. */
  readonly offsets: readonly number[];
}

/** The objects that come before the pages' own: catalog, page tree, two fonts. */
const [CATALOG, TREE, REGULAR, BOLD] = [1, 2, 3, 4].map((number) => PDFRef.of(number)) as [
  PDFRef,
  PDFRef,
  PDFRef,
  PDFRef, // deno-fmt-ignore-line
];
const FIRST = 5;

/**
 * A PDF file that is written page by page: of a page that is written only its place in the file is
 * kept, so that memory stays flat for any number of pages.
 */
export class PdfPages {
  readonly #write: (bytes: Uint8Array) => void;
  readonly #context = PDFContext.create();
  readonly #offsets: number[];
  #bytes: number;

  /**
   * Begins a file, or goes on with one.
   *
   * @param write takes the bytes of the file, in order
   * @param state what {@link state} was when the file had been written up to where it is now
   */
  constructor(write: (bytes: Uint8Array) => void, state?: PdfState) {
    this.#write = write;
    this.#offsets = [...state?.offsets ?? []];
    this.#bytes = state?.bytes ?? 0;
    if (state === undefined) this.#put(PDFHeader.forVersion(1, 7), "\n\n");
  }

  /** Pages so far. */
  get pages(): number {
    return this.#offsets.length / 2;
  }

  /** What another object of this class goes on from. */
  get state(): PdfState {
    return { bytes: this.#bytes, offsets: [...this.#offsets] };
  }

  /** Adds a page. */
  add({ width, height, content }: PdfPage): void {
    const number = FIRST + this.#offsets.length;
    const stream = this.#context.stream(content, { Filter: "FlateDecode" });
    this.#offsets.push(this.#object(number, stream));
    const page = this.#context.obj({
      Type: "Page",
      Parent: TREE,
      MediaBox: [0, 0, width, height],
      Contents: PDFRef.of(number),
      Resources: { Font: { R: REGULAR, B: BOLD } },
    });
    this.#offsets.push(this.#object(number + 1, page));
  }

  /** Writes what makes the pages a document. Nothing can be added behind it. */
  finish(title: string): void {
    const pages = this.#offsets.flatMap((_, i) => i % 2 ? [PDFRef.of(FIRST + i)] : []);
    const font = (name: string) =>
      this.#context.obj({
        Type: "Font",
        Subtype: "Type1",
        BaseFont: name,
        Encoding: "WinAnsiEncoding",
      });
    const objects = [
      this.#context.obj({ Type: "Catalog", Pages: TREE }),
      this.#context.obj({ Type: "Pages", Kids: pages, Count: pages.length }),
      font("Helvetica"),
      font("Helvetica-Bold"),
    ].map((object, index) => this.#object(index + 1, object));
    const section = PDFCrossRefSection.create();
    [...objects, ...this.#offsets].forEach((offset, index) =>
      section.addEntry(PDFRef.of(index + 1), offset)
    );
    const info = FIRST + this.#offsets.length;
    const dict = this.#context.obj({});
    dict.set(PDFName.of("Title"), PDFString.of(ascii(title)));
    dict.set(PDFName.of("Producer"), PDFString.of("ctapipe-flow"));
    section.addEntry(PDFRef.of(info), this.#object(info, dict));
    const at = this.#bytes;
    this.#put(section, "\n");
    const trailer = this.#context.obj({ Size: info + 1, Root: CATALOG, Info: PDFRef.of(info) });
    this.#put(PDFTrailerDict.of(trailer), "\n\n");
    this.#put(PDFTrailer.forLastCrossRefSectionOffset(at), "\n");
  }

  /** Writes an object; gives its place. */
  #object(number: number, object: PDFObject): number {
    const at = this.#bytes;
    this.#text(`${number} 0 obj\n`);
    this.#put(object, "\nendobj\n\n");
    return at;
  }

  #put(object: Pick<PDFObject, "sizeInBytes" | "copyBytesInto">, end: string): void {
    const bytes = new Uint8Array(object.sizeInBytes());
    object.copyBytesInto(bytes, 0);
    this.#bytes += bytes.length;
    this.#write(bytes);
    this.#text(end);
  }

  #text(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.#bytes += bytes.length;
    this.#write(bytes);
  }
}

/** Text for a string of a PDF file: without what ends it, or is not in its alphabet. */
const ascii = (text: string) => text.replace(/[^\x20-\x7e]|[\\()]/g, "?");

/** A picture as a PDF file of one page. */
export function pdfOf(picture: Picture): Uint8Array<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  const pdf = new PdfPages((bytes) => void chunks.push(bytes));
  pdf.add(pdfPage(picture));
  pdf.finish(picture.title);
  const file = new Uint8Array(pdf.state.bytes);
  let at = 0;
  for (const chunk of chunks) {
    file.set(chunk, at);
    at += chunk.length;
  }
  return file;
}
