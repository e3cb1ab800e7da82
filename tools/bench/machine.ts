/** What the figures were measured on. @module */
import { cpus, totalmem } from "node:os";
import { PACKAGES } from "./peers.ts";

/** Facts on the machine and on what executed the contenders. */
export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGiB: number;
  readonly os: string;
  /** By name; those that are not there are left out. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Looks around. @param python the Python that the peers use */
export async function machineFacts(python: string): Promise<Machine> {
  const found = await Promise.all([
    version("node", ["--version"]),
    version(python, ["--version"]),
    version(python, ["-c", "import numpy; print(numpy.__version__)"]),
    version(python, ["-c", "import zmq; print(zmq.__version__)"]),
  ]);
  const versions = ["node", "python", "numpy", "pyzmq"].flatMap((name, at) => {
    const text = found[at];
    return text ? [[name, text.replace(/^(v|Python )/, "")]] : [];
  });
  return {
    cores: navigator.hardwareConcurrency,
    cpu: cpus()[0]?.model ?? "unknown",
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    os: `${Deno.build.os} ${Deno.osRelease()}`,
    versions: {
      deno: Deno.version.deno,
      v8: Deno.version.v8,
      ...Object.fromEntries(versions),
      ...PACKAGES,
    },
  };
}

async function version(executable: string, args: string[]): Promise<string | null> {
  try {
    const { success, stdout } = await new Deno.Command(executable, { args }).output();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch {
    return null;
  }
}

/** One line. */
export function machineLine({ cores, cpu, memoryGiB, os, versions }: Machine): string {
  const programs = Object.entries(versions).map(([name, text]) => `${name} ${text}`).join(", ");
  return `${cores} × ${cpu}, ${memoryGiB} GiB, ${os}; ${programs}`;
}
