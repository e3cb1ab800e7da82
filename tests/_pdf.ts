/** What is written in PDF files. @module */
import { decodePDFRawStream, PDFDocument, PDFName, type PDFRawStream } from "pdf-lib";

/** The texts of each page, in the order in which they are drawn. Throws if the file is damaged. */
export async function pagesOf(path: string): Promise<string[][]> {
  const bytes = await Deno.readFile(path);
  const document = await PDFDocument.load(bytes, { throwOnInvalidObject: true });
  return document.getPages().map(({ node }) => {
    const stream = document.context.lookup(node.get(PDFName.of("Contents"))) as PDFRawStream;
    const content = new TextDecoder().decode(decodePDFRawStream(stream).decode());
    return [...content.matchAll(/<([0-9A-F]*)> Tj/g)].map(([, hex]) => textOf(hex!));
  });
}

/** Windows-1252, two digits each. */
function textOf(hex: string): string {
  return new TextDecoder("windows-1252").decode(Uint8Array.fromHex(hex));
}
