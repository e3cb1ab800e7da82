/** Where pictures are written to: one file of all, or a file of each. @module */
import { join } from "node:path";
import type { Json } from "ctapipe-flow/step";
import type { PicturePacket } from "./_picture.ts";
import { WholeFile } from "./_whole_file.ts";

/** What takes pictures, one after the other. */
export interface PictureFile {
  /** Writes one. */
  add(picture: PicturePacket): void | Promise<void>;
  /** Puts all on the disk. @returns what the next execution goes on from */
  checkpoint(): Promise<Json>;
  /** Ends it. */
  close(complete: boolean): Promise<void>;
}

/** Names that {@link PictureFolder} gives. */
const OURS = /^\d{5,}_run\d+_(calibration_)?event\d+_tel\d{3,}\.(svg|png)(\.partial)?$/;

/**
 * A file per picture, each whole: `00001_NAME.svg`, `00002_NAME.svg`, …, counted as they come, so
 * that none takes the name of another.
 */
export class PictureFolder implements PictureFile {
  #count: number;
  /** So many are known to be on the disk. */
  #synced: number;

  private constructor(private readonly folder: string, count: number) {
    this.#count = this.#synced = count;
  }

  /**
   * Begins with the first number, or goes on: what was written after a checkpoint is removed, since
   * it comes again, maybe in another order.
   *
   * @param resume what {@link checkpoint} gave
   */
  static async create(folder: string, resume: Json | undefined): Promise<PictureFolder> {
    if (resume === undefined) return new PictureFolder(folder, 0);
    const { count } = resume as { count: number };
    for await (const { name } of Deno.readDir(folder)) {
      if (OURS.test(name) && parseInt(name) > count) await Deno.remove(join(folder, name));
    }
    return new PictureFolder(folder, count);
  }

  async add({ name, format, bytes }: PicturePacket): Promise<void> {
    const number = String(this.#count + 1).padStart(5, "0");
    const path = join(this.folder, `${number}_${name}.${format}`);
    const file = await WholeFile.create(path);
    let complete = false;
    try {
      file.write(bytes);
      complete = true;
    } finally {
      await file.close(complete);
    }
    this.#count++;
  }

  async checkpoint(): Promise<Json> {
    for await (const { name } of Deno.readDir(this.folder)) {
      if (parseInt(name) > this.#synced) await sync(join(this.folder, name));
    }
    await sync(this.folder);
    this.#synced = this.#count;
    return { count: this.#count };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

async function sync(path: string): Promise<void> {
  using file = await Deno.open(path);
  await file.sync();
}
