/// <reference lib="dom" />
/** Where reports are opened: by a button, or dropped anywhere. @module */
import { useEffect, useState } from "preact/hooks";
import { openReport } from "./opened.ts";
import { go } from "./place.ts";

/** The button; takes what is dropped on the page, too. */
export function OpenReport() {
  const [wrong, tell] = useState<string | null>(null);
  const open = async (files: Iterable<File>) => {
    for (const file of files) {
      const id = openReport(file.name, await file.text());
      tell(id === null ? `${file.name} is no report: run --report writes them` : null);
      if (id !== null) go({ follow: [id], focus: null });
    }
  };
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      open(event.dataTransfer?.files ?? []);
    };
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
    };
  }, []);
  return (
    <div class="open-report">
      <label>
        Open a report…
        <input
          type="file"
          accept=".json,application/json"
          multiple
          onChange={(event) => open(event.currentTarget.files ?? [])}
        />
      </label>
      {wrong !== null && <p class="refused" role="alert">{wrong}</p>}
    </div>
  );
}
