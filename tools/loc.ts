/**
 * Counts lines per room: `deno run -A tools/loc.ts`.
 *
 * A line is code, comment or blank; a line of code with a comment behind it is code. Lines of tests
 * and of what serves only them are counted apart.
 *
 * @module
 */
import { codeFiles } from "./_modules.ts";
import { roomOf } from "./check_imports.ts";

/** Lines of one or more files. */
export interface Lines {
  files: number;
  code: number;
  comment: number;
  test: number;
}

const TEST =
  /^tests\/|_(test|bench)\.ts$|\/(testdata|fuzz)\/|\/_(fixtures|spawn|flows|fake_catalog)\.ts$/;

/** Tells lines of code and of comment apart in TypeScript as `deno fmt` leaves it. */
export function countLines(text: string): { code: number; comment: number } {
  let [code, comment, inside] = [0, 0, false];
  for (const line of text.split("\n").map((line) => line.trim())) {
    if (line === "") continue;
    if (inside || /^(\/\/|\/\*)/.test(line)) {
      comment++;
      inside = inside || line.startsWith("/*") ? !line.includes("*/") : false;
    } else code++;
  }
  return { code, comment };
}

/** Lines per room; a folder below `lib/engine/` and the like counts to its room. */
export function linesByRoom(root: URL): Map<string, Lines> {
  const rooms = new Map<string, Lines>();
  for (const file of codeFiles(root)) {
    const { code, comment } = countLines(Deno.readTextFileSync(new URL(file, root)));
    const room = file.startsWith("lib/") ? `lib/${roomOf(file)}` : roomOf(file);
    const lines = rooms.get(room) ?? { files: 0, code: 0, comment: 0, test: 0 };
    rooms.set(room, lines);
    lines.files++;
    if (TEST.test(file)) lines.test += code;
    else {
      lines.code += code;
      lines.comment += comment;
    }
  }
  return rooms;
}

if (import.meta.main) {
  const rooms = [...linesByRoom(new URL("../", import.meta.url))].sort(([a], [b]) =>
    a < b ? -1 : 1
  );
  const row = (name: string, cells: readonly (string | number)[]) =>
    console.log(name.padEnd(16) + cells.map((cell) => String(cell).padStart(9)).join(""));
  const cellsOf = ({ files, code, comment, test }: Lines) => [files, code, comment, test];
  row("room", ["files", "code", "comment", "test"]);
  for (const [room, lines] of rooms) row(room, cellsOf(lines));
  const all = rooms.map(([, lines]) => cellsOf(lines));
  row("total", [0, 1, 2, 3].map((at) => all.reduce((sum, cells) => sum + cells[at]!, 0)));
}
