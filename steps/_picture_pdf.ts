/** Pictures as the pages of one PDF file. @module */
import type { PdfPages } from "ctapipe-flow/draw/pdf";
import type { Json } from "ctapipe-flow/step";
import type { PicturePacket } from "./_picture.ts";
import type { PictureFile } from "./_picture_files.ts";
import { type FileToken, WholeFile } from "./_whole_file.ts";

type Token = { file: FileToken; offsets: number[] };

/** A PDF file that is whole, or `.partial`: then with the pages that it has got, readable as well. */
export class PicturePdf implements PictureFile {
  private constructor(private readonly file: WholeFile, private readonly pages: PdfPages) {}

  /** Begins a file, or goes on with one. @param resume what {@link checkpoint} gave */
  static async create(path: string, resume: Json | undefined): Promise<PicturePdf> {
    const token = resume as Token | undefined;
    const { PdfPages } = await import("ctapipe-flow/draw/pdf");
    const file = await WholeFile.create(path, token?.file);
    const state = token && { bytes: token.file.bytes, offsets: token.offsets };
    return new PicturePdf(file, new PdfPages((bytes) => file.write(bytes), state));
  }

  add({ width, height, bytes }: PicturePacket): void {
    this.pages.add({ width, height, content: bytes });
  }

  async checkpoint(): Promise<Token> {
    return { file: await this.file.checkpoint(), offsets: [...this.pages.state.offsets] };
  }

  async close(complete: boolean): Promise<void> {
    try {
      const { pages } = this.pages;
      this.pages.finish(`${pages} ${pages === 1 ? "picture" : "pictures"}`);
    } finally {
      await this.file.close(complete);
    }
  }
}
