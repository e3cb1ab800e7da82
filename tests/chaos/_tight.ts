/** Folders in which there is little room, or none: disks that are full. @module */

/** Makes a folder a file system of its own with so much room; undone by {@link loosen}. */
export async function tighten(folder: string, kib: number): Promise<void> {
  const args = ["-t", "tmpfs", "-o", `size=${kib}k`, "tmpfs", folder];
  const { success, stderr } = await new Deno.Command("mount", { args }).output();
  if (!success) throw new Error(`mount: ${new TextDecoder().decode(stderr)}`);
}

/** Undoes {@link tighten}. */
export async function loosen(folder: string): Promise<void> {
  await new Deno.Command("umount", { args: ["-l", folder], stderr: "null" }).output();
}

let able: boolean | null = null;

/** Whether this process may mount: root may, outside of most containers. */
export async function canTighten(): Promise<boolean> {
  if (able !== null) return able;
  const folder = await Deno.makeTempDir();
  try {
    await tighten(folder, 4);
    await loosen(folder);
    able = true;
  } catch {
    able = false;
  }
  await Deno.remove(folder, { recursive: true });
  return able;
}
