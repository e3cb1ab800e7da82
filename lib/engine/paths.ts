/** Paths and file URLs. @module */
export { fileURLToPath as fromFileUrl, pathToFileURL as toFileUrl } from "node:url";
