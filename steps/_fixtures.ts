/** Packets and folders for the tests of the steps. @module */
import { join } from "node:path";
import { testStep } from "../lib/testing/step_context.ts";
import type { ArrayEventPacket, SimtelRecord, TelescopeEventPacket } from "./_messages.ts";
import showerSimulator from "./shower_simulator.ts";
import shuntTelescope from "./shunt_telescope.ts";

/** A small array that triggers in most showers. */
export const SMALL = { seed: 3, showers: 6, nLst: 2, nMst: 2, energyMin: 1, coreRadius: 100 };

/** All that the simulator gives for {@link SMALL}, in order. */
export async function simulated(): Promise<(ArrayEventPacket | SimtelRecord)[]> {
  const { emitted } = await testStep(showerSimulator, { params: SMALL });
  return emitted.map(({ value }) => value as ArrayEventPacket | SimtelRecord);
}

/** The array events among {@link simulated}. */
export async function simulatedEvents(): Promise<ArrayEventPacket[]> {
  const { emitted } = await testStep(showerSimulator, { params: SMALL, connected: ["events"] });
  return emitted.map(({ value }) => value as ArrayEventPacket);
}

/** The telescope events of {@link simulatedEvents}. */
export async function telescopeEvents(): Promise<TelescopeEventPacket[]> {
  const { emitted } = await testStep(shuntTelescope, {}, await simulatedEvents());
  return emitted.map(({ value }) => value as TelescopeEventPacket);
}

/** A folder that is gone when the test ends. */
export class Folder implements AsyncDisposable {
  private constructor(readonly path: string) {}

  static async make(): Promise<Folder> {
    return new Folder(await Deno.makeTempDir());
  }

  /** Path of a file in it. */
  at(name: string): string {
    return join(this.path, name);
  }

  /** Names in it, sorted. */
  names(): string[] {
    return [...Deno.readDirSync(this.path)].map(({ name }) => name).sort();
  }

  /** Text of a file in it. */
  text(name: string): string {
    return Deno.readTextFileSync(this.at(name));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}
