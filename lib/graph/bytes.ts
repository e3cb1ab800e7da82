/** Numbers of bytes as people write them. @module */

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  k: 1000,
  kb: 1000,
  kib: 1024,
  m: 1000 ** 2,
  mb: 1000 ** 2,
  mib: 1024 ** 2,
  g: 1000 ** 3,
  gb: 1000 ** 3,
  gib: 1024 ** 3,
};

/** Bytes such as `64MB`, `1.5GiB`, `200 kB` or `4096`; null if it is none of them, or less than 1. */
export function parseBytes(text: string): number | null {
  const found = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text);
  const unit = found && UNITS[found[2]!.toLowerCase()];
  if (!found || unit === undefined) return null;
  const bytes = Math.floor(Number(found[1]) * unit!);
  return Number.isSafeInteger(bytes) && bytes >= 1 ? bytes : null;
}
