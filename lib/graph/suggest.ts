/** "Did you mean": the nearest known name to one that is not known. @module */
import { distance } from "fastest-levenshtein";

/** Longer names are taken for text in the wrong place, not for slips of the keys. */
const LONGEST = 100;

/** So many known names are listed. */
const MOST_NAMED = 16;

/**
 * The known name that was probably meant: one that differs only in case, `_` and `-`; else the one
 * within a third of the name's length in edits (letters in another order are one edit); else the only one that the name begins.
 *
 * @returns null if none is near enough
 */
export function nearest(name: string, known: Iterable<string>): string | null {
  const wanted = folded(name);
  if (wanted === "" || name.length > LONGEST) return null;
  let best: string | null = null;
  let least = Math.floor((wanted.length + 1) / 3) + 1;
  const longer: string[] = [];
  for (const candidate of known) {
    const far = slips(wanted, folded(candidate));
    if (far < least) [best, least] = [candidate, far];
    if (wanted.length >= 3 && folded(candidate).startsWith(wanted)) longer.push(candidate);
  }
  return best ?? (longer.length === 1 ? longer[0]! : null);
}

/** A hint for a name that is not known: the nearest one, else all of them if they are few. */
export function didYouMean(name: string, known: Iterable<string>): string | null {
  const names = [...known];
  const near = nearest(name, names);
  if (near !== null) return `did you mean "${near}"?`;
  return names.length > 0 && names.length <= MOST_NAMED ? `known are ${names.join(", ")}` : null;
}

/** A name from a document as it may be printed: quoted, control characters escaped, not too long. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 57)}...` : name);
}

function slips(a: string, b: string): number {
  const letters = (word: string) => [...word].sort().join("");
  return a !== b && a.length === b.length && letters(a) === letters(b) ? 1 : distance(a, b);
}

const folded = (name: string) => name.toLowerCase().replace(/[_-]/g, "");
