/** Numbers as people read them. @module */

/** A time span in ms as `0.42 s`, `12.3 s`, `3 min 05 s` or `2 h 07 min`. */
export function formatDuration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

/** A size as `512 B`, `1.5 KB`, `2.0 MB` or `3.1 GB`, in powers of 1000. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let value = bytes / 1000;
  const units = ["KB", "MB", "GB", "TB"];
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(1)} ${units[unit]}`;
}

/** A rate per second as `0/s`, `0.4/s`, `25/s`, `1.2k/s` or `3.4M/s`. */
export function formatRate(perSecond: number): string {
  if (perSecond < 0.05) return "0/s";
  if (perSecond < 9.95) return `${perSecond.toFixed(1)}/s`;
  if (perSecond < 999.5) return `${Math.round(perSecond)}/s`;
  if (perSecond < 999_950) return `${(perSecond / 1000).toFixed(1)}k/s`;
  return `${(perSecond / 1e6).toFixed(1)}M/s`;
}

/** `1 file`, `2 files`. */
export function plural(n: number, one: string, many: string = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** The time that a packet takes, in ms, as `0.4 µs`, `12 µs`, `3.4 ms`, `250 ms` or `1.2 s`. */
export function formatLatency(ms: number): string {
  const short = (value: number) => value < 9.95 ? value.toFixed(1) : `${Math.round(value)}`;
  if (ms < 0.9995) return `${short(ms * 1000)} µs`;
  return ms < 999.5 ? `${short(ms)} ms` : `${short(ms / 1000)} s`;
}
