/// <reference lib="dom" />
/** Light or dark: as the system says, unless somebody chose. @module */
import { Cell } from "./state.ts";

/** What the page looks like. */
export type Theme = "light" | "dark";

const dark = matchMedia("(prefers-color-scheme: dark)");
const STORED = "ctapipe-flow.theme";

/** What it looks like now. */
export const theme: Cell<Theme> = new Cell<Theme>(stored() ?? system());

dark.addEventListener("change", () => {
  if (stored() === null) theme.set(system());
});
theme.listen(show);
show();

/** Changes to the other one; what the system says is then asked no more. */
export function toggleTheme(): void {
  const next = theme.value === "dark" ? "light" : "dark";
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // Where nothing can be kept it holds until the page is closed.
  }
  theme.set(next);
}

function show(): void {
  document.documentElement.dataset.theme = theme.value;
}

function system(): Theme {
  return dark.matches ? "dark" : "light";
}

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(STORED);
    return value === "light" || value === "dark" ? value : null;
  } catch {
    return null;
  }
}
