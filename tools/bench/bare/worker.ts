/** One bare Worker of a pipeline written by hand. @module */
/// <reference lib="deno.worker" />
import { makeWorker } from "../pipeline.mjs";

const act = makeWorker((message: object) => self.postMessage(message));
self.onmessage = ({ data }: MessageEvent) => act(data);
