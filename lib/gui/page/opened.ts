/** Reports that somebody opened in the page: they stay in it, the server is told nothing. @module */
import { Collector } from "../../telemetry/collector.ts";
import type { Report } from "../../telemetry/report.ts";
import { CollectorBoard } from "../collector_board.ts";
import type { FlowRow, NodeDetail } from "../protocol.ts";
import { Cell, flowOf } from "./state.ts";

const SCHEMA: Report["schema"] = "ctapipe-flow/report/1";

const collector = new Collector();
const board = new CollectorBoard(collector);

/** The executions that they are about. */
export const opened: Cell<readonly FlowRow[]> = new Cell<readonly FlowRow[]>([]);

/** Shows a report like an execution that has ended; gives its id, or null if it is none. */
export function openReport(name: string, text: string): string | null {
  const report = parse(text);
  if (report?.schema !== SCHEMA) return null;
  const { id } = collector.open(report, name);
  flowOf(id).facts.set(board.facts(id));
  flowOf(id).tick.set(board.tick(id));
  opened.set(board.rows());
  return id;
}

/** Whether a flow is one of them. */
export const isOpened = (id: string): boolean => collector.get(id) !== undefined;

/** What the panel of one of its nodes shows. */
export const openedNode = (id: string, node: string): NodeDetail | null => board.node(id, node);

function parse(text: string): Report | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
