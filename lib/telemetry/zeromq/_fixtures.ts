/** Who listens, for tests. @module */
import type { TelemetryMessage } from "../message.ts";
import { listen, type ListenOptions, type Receiver } from "./receiver.ts";

const PATIENCE_MS = 30_000;

/** Someone who listens, and waits for facts. */
export async function gui(address: string, keys?: ListenOptions["keys"]) {
  const messages: TelemetryMessage[] = [];
  const waiting = new Set<() => void>();
  const onMessage = (message: TelemetryMessage) => {
    messages.push(message);
    for (const look of waiting) look();
  };
  const receiver: Receiver = await listenSoon({ address, keys, onMessage });
  const until = (isThere: (messages: TelemetryMessage[]) => boolean) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!isThere(messages)) return;
        waiting.delete(look);
        clearTimeout(patience);
        resolve();
      };
      // A test that waits for what never comes must fail, not hang.
      const patience = setTimeout(() => {
        const types = messages.map(({ type }) => type);
        reject(new Error(`it did not come; what came last was ${types.slice(-20).join(" ")}`));
      }, PATIENCE_MS);
      waiting.add(look);
      look();
    });
  return { receiver, messages, until, address: receiver.address, close: () => receiver.close() };
}

/** The port of who listened before is free soon. */
async function listenSoon(options: ListenOptions): Promise<Receiver> {
  for (;;) {
    try {
      return await listen(options);
    } catch (error) {
      if ((error as { code?: string }).code !== "EADDRINUSE") throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** An address where nobody listens. */
export async function freeAddress(): Promise<string> {
  const { address, close } = await gui("tcp://127.0.0.1:*");
  await close();
  return address;
}

/** Whether one of some messages is of a type. */
export const isA = (type: TelemetryMessage["type"]) => (messages: readonly TelemetryMessage[]) =>
  messages.some((message) => message.type === type);
