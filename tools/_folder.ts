/** Folders for the tests of the tools. @module */
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";

/** Calls `use` with the URL of a fresh folder that holds `files`, and removes it afterwards. */
export async function inFolder(
  files: Readonly<Record<string, string>>,
  use: (root: URL) => Promise<void>,
): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const [name, content] of Object.entries(files)) {
      await Deno.mkdir(dirname(`${folder}/${name}`), { recursive: true });
      await Deno.writeTextFile(`${folder}/${name}`, content);
    }
    await use(new URL(`${pathToFileURL(folder).href}/`));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
