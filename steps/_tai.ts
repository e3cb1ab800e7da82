/** From Unix time to atomic time. @module */
import type { Timestamp } from "ctapipe-flow/simtel";

/** Days in which TAI - UTC became a second more (IERS, Bulletin C); 10 s with the first of them. */
const LEAPS = [
  "1972-01-01",
  "1972-07-01",
  "1973-01-01",
  "1974-01-01",
  "1975-01-01",
  "1976-01-01",
  "1977-01-01",
  "1978-01-01",
  "1979-01-01",
  "1980-01-01",
  "1981-07-01",
  "1982-07-01",
  "1983-07-01",
  "1985-07-01",
  "1988-01-01",
  "1990-01-01",
  "1991-01-01",
  "1992-07-01",
  "1993-07-01",
  "1994-07-01",
  "1996-01-01",
  "1997-07-01",
  "1999-01-01",
  "2006-01-01",
  "2009-01-01",
  "2012-07-01",
  "2015-07-01",
  "2017-01-01",
].map((day) => Date.parse(day) / 1000);

/** The Unix epoch. */
const EPOCH_MJD = 40_587;
const DAY = 86_400;

/**
 * The Modified Julian Date in TAI, which has half a microsecond's precision in our days.
 *
 * @param delay in nanoseconds
 */
export function mjdOf([seconds, nanoseconds]: Timestamp, delay = 0): number {
  const leap = LEAPS.findLastIndex((since) => seconds >= since);
  const offset = leap < 0 ? before1972(seconds) : 10 + leap;
  const day = Math.floor(seconds / DAY);
  return EPOCH_MJD + day + (seconds - day * DAY + offset + (nanoseconds + delay) / 1e9) / DAY;
}

/** UTC was steered by its rate: as of 1968, which is for clocks that stand near the epoch. */
const before1972 = (seconds: number) => 4.213_17 + (seconds / DAY + EPOCH_MJD - 39_126) * 0.002_592;
