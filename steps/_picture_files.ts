/** Where pictures are written to: one file of all, or a file of each. @module */
import { join } from "node:path";
import { type Picture, svgOf } from "ctapipe-flow/draw";
import type { Json } from "ctapipe-flow/step";
import { WholeFile } from "./_whole_file.ts";

/** What takes pictures, one after the other. */
export interface PictureFile {
  /** Writes one. @param name fit for the name of a file */
  add(name: string, picture: Picture): void | Promise<void>;
  /** Puts all on the disk. @returns what the next execution goes on from */
  checkpoint(): Promise<Json>;
  /** Ends it. */
  close(complete: boolean): Promise<void>;
}

/** Draws a picture as the bytes of a file. */
type Render = (picture: Picture) => Uint8Array;

/**
 * A file per picture, each whole: `00001_NAME.svg`, `00002_NAME.svg`, …, counted as they come, so
 * that none takes the name of another.
 */
export class PictureFolder implements PictureFile {
  #unsynced: string[] = [];

  private constructor(
    private readonly folder: string,
    private readonly format: "svg" | "png",
    private readonly render: Render,
    private count: number,
  ) {}

  /** @param resume what {@link checkpoint} gave */
  static async create(
    folder: string,
    format: "svg" | "png",
    resume: Json | undefined,
  ): Promise<PictureFolder> {
    const { count } = (resume ?? { count: 0 }) as { count: number };
    return new PictureFolder(folder, format, await renderer(format), count);
  }

  async add(name: string, picture: Picture): Promise<void> {
    const number = String(++this.count).padStart(5, "0");
    const path = join(this.folder, `${number}_${name}.${this.format}`);
    const file = await WholeFile.create(path);
    try {
      file.write(this.render(picture));
    } catch (error) {
      await file.close(false);
      throw error;
    }
    await file.close(true);
    this.#unsynced.push(path);
  }

  async checkpoint(): Promise<Json> {
    for (const path of [...this.#unsynced, this.folder]) {
      using file = await Deno.open(path);
      await file.sync();
    }
    this.#unsynced = [];
    return { count: this.count };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

async function renderer(format: "svg" | "png"): Promise<Render> {
  if (format === "svg") {
    const encoder = new TextEncoder();
    return (picture) => encoder.encode(svgOf(picture));
  }
  const { pngOf } = await import("ctapipe-flow/draw/png");
  return (picture) => pngOf(picture);
}
