/** Waiting for a free slot, between packets. @module */
import type { SlotWriter } from "../slots/slot_writer.ts";
import type { Words } from "../words.ts";

/**
 * Waits until a step that makes its arrays in slots finds one, or all is aborted.
 *
 * @param row the sender @param beforeWait publishes what it holds back: slots come free when
 * receivers are through with what is in them
 */
export async function freeSlot(
  slots: SlotWriter,
  words: Words,
  row: number,
  beforeWait: () => void,
): Promise<true> {
  const bell = words.bells[row]!;
  beforeWait();
  while (!slots.openOrPrepare()) {
    if (words.aborted) {
      bell.cancel();
      break;
    }
    await bell.wait();
  }
  return true;
}
