/** The columns of tables as a list. @module */
import { drawTable } from "../table.ts";
import type { ColumnFacts } from "./gather.ts";

/** A table of columns per table of the file, below its name if it has one. */
export function listText(
  tables: ReadonlyMap<string, readonly ColumnFacts[]>,
  color: boolean,
): string {
  const right = "right" as const;
  return [...tables].map(([name, facts]) => {
    const list = drawTable(
      [
        { title: "column" },
        { title: "count", align: right },
        { title: "min", align: right },
        { title: "max", align: right },
        { title: "unit" },
      ],
      facts.map((one) => [one.name, `${one.count}`, shown(one.min), shown(one.max), one.unit]),
      { color },
    );
    return name === "" ? list : `${name}\n${list}`;
  }).join("\n");
}

/** Six digits that count tell values apart well enough in a list; whole numbers have all of theirs. */
function shown(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
}
