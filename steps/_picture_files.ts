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

/**
 * A file per picture, each whole: `00001_NAME.svg`, `00002_NAME.svg`, …, counted as they come, so
 * that none takes the name of another.
 */
export class PictureFolder implements PictureFile {
  #count: number;
  /** So many are known to be on the disk. */
  #synced: number;

  /** @param resume what {@link checkpoint} gave */
  constructor(private readonly folder: string, resume: Json | undefined) {
    this.#count = this.#synced = ((resume ?? { count: 0 }) as { count: number }).count;
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
