import { join } from "node:path";
import type { DnsLoad, DnsLoadResult } from "../load/dns-load.ts";
import { Program } from "./program.ts";
import { WrongAnswer } from "./question.ts";

/** DNS load whose every answer is looked into, from a process of its own. */

/** A load that runs. */
export interface RunningDnsLoad {
  /** Resolves when the first query leaves. */
  readonly hasBegun: Promise<void>;
  /** Ends it early, if it has not ended, and tells what it found. @throws WrongAnswer for any flaw. */
  finish(): Promise<DnsLoadResult>;
  /** Waits for its own end. @throws WrongAnswer for any flaw. */
  result(): Promise<DnsLoadResult>;
}

/** @param isUrgent lets it run before everything else on its processor, as far as we may ask for that. */
export function startDnsLoad(load: DnsLoad, processors: string | undefined, isUrgent = false): RunningDnsLoad {
  const niceness = isUrgent && process.getuid?.() === 0 ? ["nice", "-n", "-19"] : [];
  const file = join(import.meta.dir, "../load/dns-load.ts");
  const program = Program.start([...niceness, process.execPath, file, JSON.stringify(load)], processors);
  const result = async (): Promise<DnsLoadResult> => {
    const found = JSON.parse((await program.finish()).split("\n").at(-1) ?? "") as DnsLoadResult;
    if (found.wrong === 0) return found;
    throw new WrongAnswer(`${found.wrong} of ${found.answered} answers are wrong; the first: ${found.firstFlaw}`);
  };
  return {
    hasBegun: program.until(() => program.output.startsWith("asking")),
    result,
    finish: () => {
      process.kill(program.pid, "SIGTERM");
      return result();
    },
  };
}
