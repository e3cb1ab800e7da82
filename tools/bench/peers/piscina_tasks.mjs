/** What the pool's Workers do with a task. @module */
import { ROLES } from "../roles.mjs";

/** Answers, so that the main thread knows that a Worker is there. */
export const ready = () => true;

export const W1 = (messages) => messages.map(ROLES.W1.stages[0]);
export const W3 = (messages) => messages.map(ROLES.W3.stages[0]);
export const W4_0 = (messages) => messages.map(ROLES.W4.stages[0]);
export const W4_1 = (messages) => messages.map(ROLES.W4.stages[1]);
export const W5_0 = ROLES.W5.stages[0];
export const W5_1 = ROLES.W5.stages[1];

/** The sums are a fortieth of the images: they go back as a list, cloned. */
export const W2 = (images) => images.map(ROLES.W2.stages[0]);
