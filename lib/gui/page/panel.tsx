/** The place beside the graphs. @module */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { go } from "./place.ts";

/** What a panel is made of. */
export interface PanelProps {
  readonly title: string;
  readonly sub: string;
  readonly icon?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A panel with a title that can be closed, by its button or by Escape. */
export function Panel({ title, sub, icon, children }: PanelProps) {
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => key === "Escape" && close();
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return (
    <aside class="panel" aria-label={title}>
      <header>
        <div>
          <h2>{icon} {title}</h2>
          <p>{sub}</p>
        </div>
        <button type="button" class="close" onClick={close} aria-label="close">✕</button>
      </header>
      <div class="panel-body">{children}</div>
    </aside>
  );
}

const close = () => go({ focus: null });
