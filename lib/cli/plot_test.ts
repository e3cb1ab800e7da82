import assert from "node:assert/strict";
import { join } from "node:path";
import { decode } from "fast-png";
import { PDFDocument } from "pdf-lib";
import { Memory } from "../table/_fixtures.ts";
import { type Column, createTableFile, type Format, FORMATS } from "../table/mod.ts";
import { hasPython, PYTHON, testNeeding } from "../testing/programs.ts";
import { runCli } from "./_spawn.ts";

const N = 5000;
const id = Array.from({ length: N }, (_, i) => i);
const width = id.map((i) => 0.125 * (1 + i % 40));
const bright = id.map((i) => i % 3 === 0);

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const CSV = `# made by a test\nid,width,bright,"a, ""name"""\n${
  id.map((i) => `${i},${width[i]},${bright[i]},"x, ${i}\ny"`).join("\n")
}\n`;
const JSONL = id.map((i) =>
  JSON.stringify({ id: i, width: width[i], bright: bright[i], name: "x" })
)
  .join("\n");

/** The same table as others write it. */
const WRITE: Readonly<Record<string, (path: string) => Promise<void>>> = {
  csv: (path) => Deno.writeTextFile(path, CSV),
  jsonl: (path) => Deno.writeTextFile(path, JSONL),
};

const LIST = `column  count    min   max  unit
id       5000      0  4999
width    5000  0.125     5
bright   5000      0     1
`;

for (const [format, write] of Object.entries(WRITE)) {
  Deno.test(`plot: ${format} is listed, and its histogram drawn`, () =>
    withFolder(async (folder) => {
      const [table, picture] = [join(folder, `a.${format}`), join(folder, "out", "a.svg")];
      await write(table);
      const listed = await runCli(["plot", table]);
      assert.equal(listed.stdout, LIST, listed.stderr);
      const drawn = await runCli([
        "plot",
        table,
        "--column",
        "width",
        "--bins",
        "40",
        "-o",
        picture,
      ]);
      assert.equal(drawn.code, 0, drawn.stderr);
      const svg = await Deno.readTextFile(picture);
      for (const text of [`a.${format}`, "5000 values", "mean 2.563", "std. dev. 1.443", "width"]) {
        assert.ok(svg.includes(`>${text}<`), text);
      }
    }));
}

/** A table that `table_writer` could have written: every type, a list, and texts with commas. */
async function writeTables(path: string, format: Format): Promise<void> {
  const target = new Memory();
  const file = await createTableFile(format, target);
  const columns: Column[] = [
    { name: "tel_id", type: "int16" },
    { name: "event_id", type: "int64" },
    { name: "width", type: "float64", unit: "m" },
    { name: "bright", type: "bool" },
    { name: "name", type: "string" },
    { name: "many", type: "float32", length: 3 },
    { name: "time", type: "float32", unit: "ns" },
  ];
  const ofTelescope = (tel: number) => format === "hdf5" ? `/dl1/tel_00${tel}` : "/dl1/all";
  for (let i = 0; i < N; i++) {
    const tel = 1 + i % 2;
    file.open({ path: ofTelescope(tel), columns }).append(
      [tel, BigInt(i), i % 3 === 0 ? null : width[i], bright[i], `x, "${i}"\ny`, [1, 2, 3], 0.5],
    );
  }
  if (format === "hdf5") {
    file.open({ path: "/sim/shower", columns: columns.slice(0, 2) }).append([9, 100n]);
  }
  file.finish();
  await Deno.writeFile(path, target.bytes);
}

const UNITS = ["hdf5", "parquet", "arrow", "ecsv"];

for (const format of FORMATS) {
  Deno.test(`plot: what table_writer writes as ${format} is read, with its units`, () =>
    withFolder(async (folder) => {
      const path = join(folder, `a.${format}`);
      await writeTables(path, format);
      const { code, stdout, stderr } = await runCli(["plot", path]);
      assert.equal(code, 0, stderr);
      const [m, ns] = UNITS.includes(format) ? ["  m", "  ns"] : ["", ""];
      const list = `column    count    min   max  unit
tel_id     5000      1     2
event_id   5000      0  4999
width      3333  0.125     5${m}
bright     5000      0     1
time       5000    0.5   0.5${ns}
`;
      const others = `
sim/shower
column    count  min  max  unit
tel_id        1    9    9
event_id      1  100  100
`;
      assert.equal(stdout, format === "hdf5" ? `dl1/tel_*\n${list}${others}` : list);
      const args = ["plot", path, "--column", "width", "--bins", "1"];
      const drawn = await runCli(args);
      assert.match(
        drawn.stdout,
        /\n3333 values, mean [\d.]+, std\. dev\. [\d.]+, 1667 left out\n$/,
      );
    }));
}

Deno.test("plot: of an HDF5 file one table is drawn, and only one can be meant", () =>
  withFolder(async (folder) => {
    await writeTables(join(folder, "a.h5"), "hdf5");
    const plot = (...args: string[]) => runCli(["plot", "a.h5", ...args], { cwd: folder });
    const several = await plot("--column", "event_id");
    assert.equal(several.code, 2);
    assert.match(
      several.stderr,
      /"event_id": several tables have this: dl1\/tel_\*, sim\/shower\n/,
    );
    assert.match(several.stderr, /hint: add --table 'dl1\/tel_\*'/);
    const one = await plot("--column", "event_id", "--table", "sim/shower", "--bins", "1");
    assert.match(one.stdout, /\n1 values, mean 100,/, one.stderr);
    const wrong = await plot("--column", "event_id", "--table", "sim/showr");
    assert.match(wrong.stderr, /no table "sim\/showr"\n {2}hint: did you mean "sim\/shower"\?/);
    const both = await plot("--x", "event_id", "--y", "width", "-o", "a.svg");
    assert.equal(both.code, 0, both.stderr);
    const svg = await Deno.readTextFile(join(folder, "a.svg"));
    assert.ok(svg.includes(">width / m<") && svg.includes(">3333 points<"));
  }));

testNeeding(
  hasPython("tables") ? null : "python3-tables",
  "plot: a table of PyTables, compressed, is read",
  () =>
    withFolder(async (folder) => {
      const path = join(folder, "a.h5");
      const script = `
import numpy as np, tables
rows = np.zeros(9000, [("event_id", "<i8"), ("width", "<f4"), ("name", "S8"), ("ok", "?")])
rows["event_id"] = np.arange(9000)
rows["width"] = 0.5
with tables.open_file("${path}", "w", filters=tables.Filters(5, "zlib")) as file:
    table = file.create_table("/dl1", "events", rows, createparents=True)
    table.attrs.CTAFIELD_1_UNIT = "m"
`;
      const { success, stderr } = await new Deno.Command(PYTHON, { args: ["-c", script] }).output();
      assert.ok(success, new TextDecoder().decode(stderr));
      const { stdout } = await runCli(["plot", path]);
      assert.deepEqual(stdout.split("\n"), [
        "dl1/events",
        "column    count  min   max  unit",
        "event_id   9000    0  8999",
        "width      9000  0.5   0.5  m",
        "ok         9000    0     0",
        "",
      ]);
    }),
);

Deno.test("plot: without a file a histogram is text", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "a.csv"), 'a\n1\n2\n2.5\n4\n""\n5\n');
    const args = ["plot", "a.csv", "--column", "a", "--bins", "2"];
    const { code, stdout, stderr } = await runCli(args, { cwd: folder });
    assert.equal(code, 0, stderr);
    assert.equal(
      stdout,
      `a
1 – 3  ${"█".repeat(71)} 3
3 – 5  ${"█".repeat(47)}▍ 2
5 values, mean 2.9, std. dev. 1.428, 1 left out
`,
    );
  }));

Deno.test("plot: PNG and PDF, by the name of the file", () =>
  withFolder(async (folder) => {
    const table = join(folder, "a.csv");
    await Deno.writeTextFile(table, CSV);
    const out = (name: string) => join(folder, name);
    for (const name of ["a.png", "a.pdf"]) {
      const { code, stderr } = await runCli(["plot", table, "--column=id", "-o", out(name)]);
      assert.equal(code, 0, stderr);
    }
    assert.equal(decode(await Deno.readFile(out("a.png"))).width, 1000);
    assert.equal((await PDFDocument.load(await Deno.readFile(out("a.pdf")))).getPageCount(), 1);
  }));

Deno.test("plot: mistakes are told in a line or two, with exit code 2", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "a.csv"), CSV);
    await Deno.writeTextFile(join(folder, "bad.jsonl"), '{"a":1}\nno\n');
    await Deno.writeTextFile(join(folder, "bad.parquet"), "PAR1 this is none");
    await Deno.writeTextFile(join(folder, "bad.h5"), "this is none");
    await Deno.writeTextFile(join(folder, "minus.csv"), "a\n-1\n");
    const cases: [args: string, told: RegExp][] = [
      [
        "a.csv --column widht -o x.svg",
        /no column of numbers "widht"\n {2}hint: did you mean "width"\?/,
      ],
      ["a.csv --x width --y id", /needs a file\n {2}hint: add -o FILE\.svg/],
      ["a.csv --column width -o x.gif", /"x\.gif".*\n {2}hint: use \.svg, \.png or \.pdf/],
      ["a.csv --x id -o x.svg", /needs both --x and --y/],
      ["a.csv --x id --y id --column id -o x.svg", /choose one/],
      ["a.csv -o x.svg", /nothing to draw is named/],
      ["a.csv --column id -o a.csv", /no picture has such a name/],
      ["a.csv --column id --bins 0 -o x.svg", /bins|1/],
      ["b.csv", /table "b\.csv" does not exist\n {2}hint: did you mean "a\.csv"/],
      ["bad.jsonl", /bad\.jsonl:2: this is no line of JSON/],
      ["bad.parquet", /"bad\.parquet" cannot be read: /],
      ["bad.h5", /"bad\.h5" cannot be read: /],
      ["minus.csv --column a --log -o x.svg", /there is no positive number in a/],
      [".", /"\." is a folder/],
    ];
    for (const [args, told] of cases) {
      const { code, stdout, stderr } = await runCli(["plot", ...args.split(" ")], { cwd: folder });
      assert.equal(code, 2, `${args}: ${stderr}`);
      assert.match(stderr, told, args);
      assert.equal(stdout, "", args);
      assert.doesNotMatch(stderr, /^\s+at /m, args);
    }
  }));
