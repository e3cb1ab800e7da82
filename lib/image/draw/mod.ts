/**
 * Pictures of cameras, as plain data; `ctapipe-flow/draw` makes SVG, PNG and PDF of them.
 *
 * @module
 */
export { cameraPicture, type CameraPictureOptions, type Drawn } from "./camera_picture.ts";
export { maskOutline } from "./mask_outline.ts";
export { type PixelShapes, pixelShapes } from "./pixel_shape.ts";
