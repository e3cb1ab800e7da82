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
