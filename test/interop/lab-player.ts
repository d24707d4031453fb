import { join } from "node:path";
import type { Lab } from "./lab-network.ts";
import { until } from "./until.ts";

/** A script of ours that plays a part in a host of the laboratory: it says `ready`, and repeats every word it is told. */
export interface Player {
  /** Waits until it says so itself. */
  tell(word: string): Promise<void>;
  end(): Promise<void>;
}

/** Waits until it is ready. Who is not ended ends with the laboratory. */
export async function perform(lab: Lab, host: string, script: string, ...words: readonly string[]): Promise<Player> {
  const child = lab.spawn(host, [process.execPath, join(import.meta.dir, script), ...words]);
  let said = "";
  const reading = (async (): Promise<void> => {
    for await (const octets of child.stdout) said += new TextDecoder().decode(octets);
  })();
  const untilSaid = (word: string): Promise<true> =>
    until(`${script} says ${word}`, () => (said.endsWith(`${word}\n`) ? true : undefined));
  await untilSaid("ready");
  return {
    tell: async (word) => {
      child.stdin.write(`${word}\n`);
      child.stdin.flush();
      await untilSaid(word);
    },
    end: async () => {
      child.kill("SIGKILL");
      await Promise.all([child.exited, reading]);
    },
  };
}
