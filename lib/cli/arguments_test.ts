import assert from "node:assert/strict";
import { parseArguments, withCommand } from "./arguments.ts";
import { UserError } from "./user_error.ts";

Deno.test("a flow without a subcommand is executed; a mistyped subcommand is not a flow", () => {
  const cases: [string[], string[]][] = [
    [["flow.yaml"], ["run", "flow.yaml"]],
    [["./flow"], ["run", "./flow"]],
    [["--mode", "sequential", "flow.yaml"], ["run", "--mode", "sequential", "flow.yaml"]],
    [["check", "flow.yaml"], ["check", "flow.yaml"]],
    [["chekc", "flow.yaml"], ["chekc", "flow.yaml"]],
    [["--help"], ["--help"]],
    [["--vers"], ["--vers"]],
    [["--help-all"], ["--help-all"]],
    [["--help-all", "flow.yaml"], ["run", "--help-all", "flow.yaml"]],
    [[], []],
  ];
  for (const [given, args] of cases) assert.deepEqual(withCommand(given), args);
});

Deno.test("what makes no sense is told with what was meant", () => {
  const cases: [string, RegExp, RegExp][] = [
    ["", /^neither a flow nor a subcommand/, /--help/],
    ["chekc f.yaml", /^unknown subcommand "chekc"$/, /^did you mean "check"\?$/],
    ["--vers", /^unknown option "--vers"$/, /^did you mean "--version"\?$/],
    ["run f.yaml --mod x", /^unknown option "--mod" of "run"$/, /^did you mean "--mode"\?$/],
    ["f.yaml --reprot=x", /^unknown option "--reprot" of "run"$/, /"--report"\?$/],
    ["check f.yaml --jsn", /^unknown option "--jsn" of "check"$/, /"--json"\?$/],
    ["simtel inf f", /^unknown subcommand "simtel inf"$/, /"info"\?$/],
    ["simtel", /needs a subcommand: info$/, /simtel --help/],
    ["run a.yaml b.yaml", /^unexpected argument "b\.yaml"$/, /run --help/],
    ["run", /^expected a FLOW/, /run --help/],
    ["run a.yaml --mode fast", /^--mode: .*"sequential" and "multiprocess".*"fast"$/, /run --help/],
    ["a.yaml --mode multiproces", /^--mode: .*"multiproces"$/, /^did you mean "multiprocess"\?$/],
    ["a.yaml --mode=multiproces", /^--mode: .*"multiproces"$/, /^did you mean "multiprocess"\?$/],
    ["run a.yaml --progress=plian", /^--progress: /, /^did you mean "plain"\?$/],
    ["completion bsh", /^unsupported shell "bsh"/, /^did you mean "bash"\?$/],
    ["run a.yaml --deadline 90", /^--deadline: .*90s.*"90"/, /run --help/],
    ["run a.yaml --stall-after 0s", /^--stall-after: .*"0s"/, /run --help/],
    ["run a.yaml --max-packets 0", /^--max-packets: .*1.*"0"$/, /run --help/],
    ["run a.yaml --report", /^--report requires FILE$/, /run --help/],
  ];
  for (const [line, message, hint] of cases) {
    const args = line.split(" ").filter((word) => word !== "");
    assert.throws(() => parseArguments(args), (error) => {
      assert.ok(error instanceof UserError, `${line}: ${error}`);
      assert.match(error.message, message, line);
      assert.match(error.hint ?? "", hint, line);
      return true;
    });
  }
});

Deno.test("every subcommand tells mistyped options and those of others", () => {
  const cases: [string, string, string][] = [
    ["steps --hlep", "steps", 'did you mean "--help"?'],
    ["schema f.yaml --outptu=x", "schema", 'did you mean "--output"?'],
    ["simtel info f --jsn", "simtel info", 'did you mean "--json"?'],
    ["simtel info f --jsn=1", "simtel info", 'did you mean "--json"?'],
    ["run f.yaml --help-al", "run", 'did you mean "--help-all"?'],
    ["check f.yaml --report=x", "check", '"--report" is an option of "run"'],
    ["check --report x f.yaml", "check", '"--report" is an option of "run"'],
    ["schema --json", "schema", '"--json" is an option of "check" and "simtel info"'],
    [
      "simtel info --mode f",
      "simtel info",
      '"--mode" is an option of "run", "check" and "quarantine"',
    ],
    ["steps --max-packets=3", "steps", '"--max-packets" is an option of "run"'],
    ["check f.yaml --help-all", "check", '"--help-all" is an option of "run"'],
    ["check --progres plain f", "check", 'did you mean "--progress"? It is an option of "run"'],
    [
      "check --xyzzy f.yaml",
      "check",
      "known are --json, --mode, --together, --share-grants, --apart, --isolation, --max-memory, --explain, --help",
    ],
  ];
  for (const [line, where, hint] of cases) {
    const args = line.split(" ");
    const option = args.find((arg) => arg.startsWith("--"))!.replace(/=.*/, "");
    const message = `unknown option "${option}" of "${where}"`;
    assert.throws(() => parseArguments(args), { message, hint }, line);
  }
  assert.throws(() => parseArguments(["--mode"]), {
    hint: '"--mode" is an option of "run", "check" and "quarantine"',
  });
  assert.throws(() => parseArguments(["schem"]), { hint: 'did you mean "schema"?' });
});
