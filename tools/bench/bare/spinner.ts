/** One of two bare Workers. @module */
/// <reference lib="deno.worker" />
import { spin } from "../kernels.mjs";

self.onmessage = ({ data: { i } }: MessageEvent<{ i: number }>) => {
  self.postMessage({ i: spin(i) });
};
self.postMessage("ready");
