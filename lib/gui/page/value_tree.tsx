/** A packet's value as a tree. @module */
import type { SampleSpecial, SampleValue } from "../../telemetry/message.ts";
import { short } from "./format.ts";
import { fieldsOf, type SampleArray, specialOf } from "./sample.ts";

/** Deeper than this, branches are closed at first. */
const OPEN_DEPTH = 2;

/** A value with all that is in it. */
export function ValueTree(
  { name, value, depth = 0 }: { name: string; value: SampleValue; depth?: number },
) {
  const special = specialOf(value);
  if (special?.kind === "array") return <ArrayLine name={name} array={special} />;
  const branches = branchesOf(value, special);
  if (branches === null) return <Leaf name={name} value={value} special={special} />;
  return (
    <details class="branch" open={depth < OPEN_DEPTH && branches.length <= 32}>
      <summary>
        <Name name={name} /> <i>{describe(value, special, branches.length)}</i>
      </summary>
      {branches.map(([key, item]) => (
        <ValueTree key={key} name={key} value={item} depth={depth + 1} />
      ))}
    </details>
  );
}

const Name = ({ name }: { name: string }) => <span class="key">{name}</span>;

function branchesOf(
  value: SampleValue,
  special: SampleSpecial | null,
): [string, SampleValue][] | null {
  if (Array.isArray(value)) return value.map((item, i) => [`${i}`, item]);
  if (special?.kind === "map" || special?.kind === "set") {
    return special.items.map((item, i) => [`${i}`, item]);
  }
  const fields = fieldsOf(value);
  return fields === null ? null : Object.entries(fields);
}

function describe(value: SampleValue, special: SampleSpecial | null, size: number): string {
  if (Array.isArray(value)) return `[${size}]`;
  return special === null ? `{${size}}` : `${special.kind} of ${size}`;
}

function Leaf(
  { name, value, special }: { name: string; value: SampleValue; special: SampleSpecial | null },
) {
  const text = special === null
    ? JSON.stringify(value)
    : special.kind === "cut"
    ? `… ${special.what}`
    : "text" in special
    ? `${special.text}${special.kind === "bigint" ? "n" : ""}`
    : "";
  return (
    <div class={`leaf ${special?.kind ?? typeof value}`}>
      <Name name={name} /> <span class="value">{text}</span>
    </div>
  );
}

function ArrayLine({ name, array }: { name: string; array: SampleArray }) {
  const { type, length, min, max } = array;
  return (
    <div class="leaf array">
      <Name name={name} /> <i>{type}[{length}]</i>
      {min !== null && max !== null && <span class="value">{short(min)} … {short(max)}</span>}
      {array.histogram.length > 0 && <Histogram bins={array.histogram} />}
    </div>
  );
}

const BIN = 5;
const HIGH = 18;

/** Heights go by the square root: few entries beside many are still seen. */
function Histogram({ bins }: { bins: readonly number[] }) {
  const most = Math.max(...bins, 1);
  return (
    <svg
      class="histogram"
      width={bins.length * BIN}
      height={HIGH}
      role="img"
      aria-label="histogram"
    >
      <title>{bins.join(" ")}</title>
      {bins.map((n, i) => {
        const height = n === 0 ? 0 : Math.max(1, HIGH * Math.sqrt(n / most));
        return <rect key={i} x={i * BIN} y={HIGH - height} width={BIN - 1} height={height} />;
      })}
    </svg>
  );
}
