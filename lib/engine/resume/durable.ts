/** Files that are there after a crash of the machine. @module */

/** Writes a file whole or not at all; when it returns it is on the disk. Throws if it cannot. */
export function writeDurably(folder: string, name: string, text: string): void {
  const draft = `${folder}/${name}.partial`;
  {
    using file = Deno.openSync(draft, { write: true, create: true, truncate: true });
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
    file.syncSync();
  }
  Deno.renameSync(draft, `${folder}/${name}`);
  syncFolder(folder);
}

/** Puts the names in a folder on the disk, where the system can do that for folders. */
export function syncFolder(folder: string): void {
  if (Deno.build.os === "windows") return;
  using entry = Deno.openSync(folder, { read: true });
  entry.syncSync();
}
