/// <reference lib="dom" />
/** A camera picture, with what it shows to choose from. @module */
import { useEffect, useRef, useState } from "preact/hooks";
import type { CameraView } from "./camera.ts";
import { drawCamera, type Shown } from "./draw_camera.ts";
import { useCell } from "./state.ts";
import { theme } from "./theme.ts";

const HEIGHT = 290;
const NAMES: Readonly<Record<Shown, string>> = {
  charge: "charge, p.e.",
  peakTime: "peak time, ns",
};

/** The cameras of a packet, one at a time. */
export function CameraPicture({ views }: { views: readonly CameraView[] }) {
  const [chosen, choose] = useState(0);
  const [shown, show] = useState<Shown>("charge");
  const canvas = useRef<HTMLCanvasElement>(null);
  const look = useCell(theme);
  const at = Math.min(chosen, views.length - 1);
  const view = views[at]!;
  useEffect(() => paint(canvas.current!, view, shown), [view, shown, look]);
  return (
    <section class="camera" data-pixels={view.x.length}>
      <div class="camera-head">
        <b>{view.title}</b>
        {views.length > 1 && (
          <select
            aria-label="telescope"
            value={at}
            onChange={(event) => choose(Number(event.currentTarget.value))}
          >
            {views.map(({ title }, i) => <option key={i} value={i}>{title}</option>)}
          </select>
        )}
      </div>
      <canvas ref={canvas} role="img" aria-label={`${NAMES[shown]} of ${view.title}`} />
      <div class="segments" role="group" aria-label="what is shown">
        {(["charge", "peakTime"] as const).map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={shown === name}
            disabled={name === "peakTime" && view.peakTime === null}
            onClick={() => show(name)}
          >
            {NAMES[name]}
          </button>
        ))}
        <span>{view.x.length} pixels{view.ellipse ? ", Hillas ellipse" : ""}</span>
      </div>
    </section>
  );
}

function paint(canvas: HTMLCanvasElement, view: CameraView, shown: Shown): void {
  const width = canvas.clientWidth;
  const ratio = devicePixelRatio;
  [canvas.width, canvas.height] = [width * ratio, HEIGHT * ratio];
  const context = canvas.getContext("2d")!;
  context.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  context.font = `11px ${style.fontFamily}`;
  const ink = { text: colour("--text"), faint: colour("--line"), mark: "#ff9d5c" };
  drawCamera(context, view, { shown, width, height: HEIGHT, ink });
}
