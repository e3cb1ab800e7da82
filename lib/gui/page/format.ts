/** Numbers as people read them, in widths that do not jump. @module */

const GROUPS = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** Such as `9 999`, `12.3 k`, `1.23 M`. */
export function count(n: number): string {
  if (n < 10_000) return GROUPS.format(n).replace(",", "\u2009");
  return scaled(n);
}

/** Per second, such as `3.2/s`, `870/s`, `12.3 k/s`. */
export function rate(n: number): string {
  if (n === 0) return "0/s";
  if (n < 10) return `${n.toFixed(1)}/s`;
  if (n < 10_000) return `${GROUPS.format(n).replace(",", "\u2009")}/s`;
  return `${scaled(n)}/s`;
}

function scaled(n: number): string {
  const [value, unit] = n < 1e6 ? [n / 1e3, "k"] : n < 1e9 ? [n / 1e6, "M"] : [n / 1e9, "G"];
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)}\u2009${unit}`;
}

/** A duration in ms, such as `12 µs`, `3.4 ms`, `1.2 s`, `4 min`. */
export function duration(ms: number | null): string {
  if (ms === null) return "–";
  if (ms < 1) return `${short(ms * 1000)}\u2009µs`;
  if (ms < 1000) return `${short(ms)}\u2009ms`;
  return `${short(ms / 1000)}\u2009s`;
}

/** For how long something goes on, such as `0:42`, `12:03`, `2:05:11`. */
export function clock(ms: number): string {
  const s = Math.floor(ms / 1000);
  const two = (n: number) => `${n}`.padStart(2, "0");
  const [hours, minutes] = [Math.floor(s / 3600), Math.floor(s / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(s % 60)}` : `${minutes}:${two(s % 60)}`;
}

/** How long ago, such as `12 s ago`, `3 min ago`. */
export function ago(ms: number): string {
  if (ms < 60_000) return `${Math.max(0, Math.round(ms / 1000))}\u2009s ago`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)}\u2009min ago`;
  return ms < 86_400_000
    ? `${Math.round(ms / 3_600_000)}\u2009h ago`
    : `${Math.round(ms / 86_400_000)}\u2009d ago`;
}

/** Three significant digits, without exponents where these can be done without. */
export function short(n: number): string {
  if (n === 0 || !Number.isFinite(n)) return `${n}`;
  const size = Math.abs(n);
  if (size >= 1e6 || size < 1e-3) return n.toExponential(2);
  if (size >= 100) return n.toFixed(0);
  return n.toFixed(size >= 10 ? 1 : 2);
}
