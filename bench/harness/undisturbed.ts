import { readFileSync } from "node:fs";
import { processorTime } from "./process-tree.ts";

/** Notices when others had the machine while something was measured, and measures again then. */

/** Share of one processor that others may have, 0 to 1; the kernel's own threads need a tenth while disks are written. */
const tolerance = 0.15;

/** A machine that is never quiet must not keep us for ever. */
const mostAttempts = 4;

/** Whoever takes more than this share works here for minutes, and another attempt would find the same. */
const hopeless = 0.8;

/** Measures until others stayed quiet, or takes the quietest of some attempts. */
export async function undisturbed<T>(
  measure: () => Promise<T>,
): Promise<{ readonly value: T; readonly othersPercent: number }> {
  let best: { value: T; share: number } | undefined;
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const before = othersTime();
    const begun = performance.now();
    const value = await measure();
    const share = Math.max(0, othersTime() - before) / ((performance.now() - begun) * 1_000);
    if (best === undefined || share < best.share) best = { value, share };
    if (share <= tolerance || share > hopeless) break;
  }
  if (best === undefined) throw new Error("nothing was measured");
  return { value: best.value, othersPercent: best.share * 100 };
}

/** Time all processors spent on anything that is not this process or started by it, in microseconds. */
function othersTime(): number {
  const [line = ""] = readFileSync("/proc/stat", "latin1").split("\n", 1);
  const [, user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line.split(/\s+/).map(Number);
  const busy = user + nice + system + irq + softirq + steal;
  return busy * 10_000 - processorTime(process.pid);
}
