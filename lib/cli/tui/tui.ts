/**
 * The terminal view of `run --progress tui`: one screen that is drawn five times per second.
 *
 * The terminal is left as it was found on every way out: the end of the flow, Ctrl-C (which stays a
 * signal), Ctrl-Z, an exit from wherever, a bug. After a crash of the process its parent does it.
 *
 * @module
 */
import type { ControlOutcome, LogLine } from "../../engine/contract.ts";
import type { Bottleneck } from "../../telemetry/bottleneck.ts";
import { BottleneckFinder } from "../../telemetry/bottleneck_finder.ts";
import type { Report, Snapshot } from "../../telemetry/report.ts";
import { stopBoth } from "../job_control.ts";
import type { Output } from "../output.ts";
import type { Progress, Watched } from "../progress.ts";
import { RateMeter } from "../../telemetry/rates.ts";
import { guardTerminal } from "../terminal_guard.ts";
import { type Key, listenForKeys, setCbreak } from "./keys.ts";
import { RecentLog } from "./log.ts";
import { Screen } from "./screen.ts";
import { Trends } from "./trends.ts";
import { formatView, type View } from "./view.ts";

const DRAW_MS = 200;
/** What is known besides counters is asked for so seldom. */
const REPORT_MS = 1000;

const IS_UNIX = Deno.build.os !== "windows";

/** What `openProgress` is given to show instead, when somebody prefers lines. */
export type OpenLines = () => Progress;

/** Opens the view. @param openLines the view that key `v` changes to */
export function openTui(output: Output, openLines: OpenLines): Progress {
  const log = new RecentLog();
  let shown: Shown | null = null;
  return {
    watch(execution) {
      shown = new Shown(execution, output, log, openLines);
      shown.begin();
    },
    line(text) {
      if (shown) shown.line(text);
      else output.write(`${text}\n`);
    },
    log(line) {
      if (shown) shown.log(line);
      else output.write(log.add(line, output.color).map((text) => `${text}\n`).join(""));
    },
    close() {
      shown?.end();
      shown = null;
    },
  };
}

/** A flow that is shown. */
class Shown {
  readonly #screen: Screen;
  readonly #rates = new RateMeter();
  readonly #trends = new Trends();
  readonly #finder: BottleneckFinder;
  readonly #ends = new DisposableStack();
  #report: Report;
  #reportedAt = 0;
  #snapshot: Snapshot;
  #rate: readonly number[] = [];
  #bottleneck: Bottleneck | null = null;
  #selected = 0;
  #isOpen = false;
  #notice: string | null = null;
  /** Why what the last key asked for was not done. */
  #refusal: string | null = null;
  /** What is shown instead of the screen. */
  #lines: Progress | null = null;

  constructor(
    readonly execution: Watched,
    readonly output: Output,
    readonly recent: RecentLog,
    readonly openLines: OpenLines,
  ) {
    this.#screen = new Screen(output);
    this.#report = execution.unfinished();
    this.#snapshot = execution.snapshot();
    this.#finder = new BottleneckFinder(this.#report.edges, this.#report.mode);
    recent.takeUnseen(); // they were written already
  }

  /** Takes the terminal. */
  begin(): void {
    this.#ends.use(guardTerminal(() => this.#giveBack()));
    this.#ends.use(listenForKeys((key) => this.#press(key)));
    if (IS_UNIX) {
      const resized = () => this.#draw();
      const paused = () => this.#suspend();
      Deno.addSignalListener("SIGWINCH", resized);
      Deno.addSignalListener("SIGTSTP", paused);
      this.#ends.defer(() => Deno.removeSignalListener("SIGWINCH", resized));
      this.#ends.defer(() => Deno.removeSignalListener("SIGTSTP", paused));
    }
    this.#screen.enter();
    const timer = setInterval(() => this.#look(), DRAW_MS);
    this.#ends.defer(() => clearInterval(timer));
    this.#look();
  }

  /** Gives the terminal back; what was logged meanwhile follows. */
  end(): void {
    this.#lines?.close();
    this.#lines = null;
    this.#ends.dispose();
    this.#leave();
  }

  /** Something that users must see. */
  line(text: string): void {
    this.#notice = text;
    this.recent.addText([text]);
    if (this.#lines) {
      this.recent.takeUnseen();
      this.#lines.line(text);
    } else this.#draw();
  }

  /** What a step or the engine wrote. */
  log(line: LogLine): void {
    this.recent.add(line, this.output.color);
    if (!this.#lines) return;
    this.recent.takeUnseen();
    this.#lines.log(line);
  }

  #look(): void {
    this.#snapshot = this.execution.snapshot();
    this.#rate = this.#rates.update(this.#snapshot);
    this.#trends.note(this.#snapshot);
    this.#bottleneck = this.#finder.update(this.#snapshot);
    if (this.#snapshot.elapsedMs - this.#reportedAt >= REPORT_MS) {
      this.#report = this.execution.unfinished();
      this.#reportedAt = this.#snapshot.elapsedMs;
    }
    this.#draw();
  }

  #draw(): void {
    if (!this.#screen.isOpen) return;
    const { columns, rows } = this.output.size();
    this.#screen.draw(formatView(this.#view(), { columns, rows, color: this.output.color }));
  }

  #view(): View {
    return {
      snapshot: this.#snapshot,
      report: this.#report,
      rows: this.#snapshot.nodes.map((node, at) => ({
        node,
        rate: this.#rate[at] ?? 0,
        trend: this.#trends.of(node.id),
        isSelected: at === this.#selected,
        isBottleneck: node.id === this.#bottleneck?.node,
      })),
      bottleneck: this.#bottleneck,
      log: this.recent.lines,
      isOpen: this.#isOpen,
      notice: this.#refusal ?? this.#notice,
      keys: [
        ["↑↓", "select"],
        ["enter", this.#isOpen ? "log" : "node"],
        ...this.#controls(),
        ["v", "lines"],
        ["q", "end"],
      ],
    };
  }

  /** Keys that tell the execution what to do, as far as it can be told. */
  #controls(): View["keys"] {
    const { pause, scale } = this.execution;
    const node = this.#snapshot.nodes[this.#selected];
    return [
      ...(pause ? [["p", this.#snapshot.paused ? "go on" : "pause"] as const] : []),
      ...(scale && (node?.maxReplicas ?? 1) > 1 ? [["+ -", "replicas"] as const] : []),
    ];
  }

  /** Tells the execution what to do; whoever has its terminal may. */
  #control(key: Key): ControlOutcome | undefined {
    const { execution } = this;
    if (key === "p") return this.#snapshot.paused ? execution.resume?.() : execution.pause?.();
    const node = this.#snapshot.nodes[this.#selected];
    return node && execution.scale?.(node.id, node.replicas + (key === "+" ? 1 : -1));
  }

  #press(key: Key): void {
    const last = this.#snapshot.nodes.length - 1;
    this.#refusal = null;
    if (key === "v") return this.#toggle();
    if (key === "q") return void Deno.kill(Deno.pid, "SIGINT"); // counted as Ctrl-C is
    if (key === "up" || key === "k") this.#selected = Math.max(0, this.#selected - 1);
    else if (key === "down" || key === "j") this.#selected = Math.min(last, this.#selected + 1);
    else if (key === "first") this.#selected = 0;
    else if (key === "last") this.#selected = last;
    else if (key === "enter") this.#isOpen = !this.#isOpen;
    else if (key === "escape") this.#isOpen = false;
    else if (["p", "+", "-"].includes(key)) {
      const outcome = this.#control(key);
      if (outcome?.ok === false) this.#refusal = `that was not done: ${outcome.reason}`;
      return this.#look();
    } else return;
    this.#draw();
  }

  /** From the screen to lines, and back. */
  #toggle(): void {
    if (this.#lines) {
      this.#lines.close();
      this.#lines = null;
      this.#screen.enter();
      return this.#draw();
    }
    this.#leave();
    this.#lines = this.openLines();
    this.#lines.watch(this.execution);
  }

  /** Ctrl-Z: the shell gets its terminal, and gives it back when the user comes back. */
  #suspend(): void {
    const wasOpen = this.#screen.isOpen;
    this.#giveBack();
    stopBoth();
    setCbreak(true);
    if (wasOpen) this.#screen.enter();
    this.#draw();
  }

  #giveBack(): void {
    this.#screen.leave();
    setCbreak(false);
  }

  /** Leaves the screen; what was logged on it is written where it stays. */
  #leave(): void {
    this.#screen.leave();
    const { lines, lost } = this.recent.takeUnseen();
    const before = lost > 0 ? [`… ${lost} earlier lines are not kept`] : [];
    this.output.write([...before, ...lines].map((text) => `${text}\n`).join(""));
  }
}
