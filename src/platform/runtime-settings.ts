import { replaceProcess } from "./replace-process.ts";

/**
 * Settings of the runtime that it reads once, before it runs a line of ours: a program has them by starting itself again
 * in its own place. See docs/decisions/0014.
 */

/** A process that waits for days and wakes for milliseconds, or one that works all the time. */
export type Pace = "waiting" | "working";

/** Working has what the runtime would choose by itself, in so many words. */
const settings: Readonly<Record<string, Readonly<Record<Pace, string>>>> = {
  // Else garbage is collected every second for half a minute after each waking, which makes a little.
  BUN_GC_TIMER_DISABLE: { waiting: "1", working: "0" },
  // Else pages are searched for free room each time the process falls asleep, by a thread of its own too. Milliseconds.
  MIMALLOC_PURGE_HOLES_MIN_INTERVAL: { waiting: "60000", working: "100" },
  // Else code is compiled, and compiled again after memory was given back, that runs a few hundred times a day.
  BUN_JSC_useBaselineJIT: { waiting: "0", working: "1" },
  BUN_JSC_useDFGJIT: { waiting: "0", working: "1" },
};

/**
 * Starts this process anew where it has not the settings of its pace; returns where it has, or where that cannot be.
 * What somebody else has set stays as it is.
 *
 * @param environment of this process. Ours are taken out of it: what it starts may be of the same runtime.
 */
export function keepPace(pace: Pace, environment: Record<string, string | undefined>): void {
  const inForce = paceInForce ?? takeOut(environment);
  paceInForce = inForce;
  // A process begins with none, then waits until it is known to have work, and never turns back: no start follows a third.
  const isNext = pace === "waiting" ? inForce === undefined : inForce === "waiting";
  if (isNext) replaceProcess(Object.entries(settings).map(([name, values]) => [name, values[pace]]));
}

/** Undefined before the first look, and while nothing was set; `others` where somebody else has set one of them. */
let paceInForce: Pace | "others" | undefined;

function takeOut(environment: Record<string, string | undefined>): Pace | "others" | undefined {
  const names = Object.keys(settings);
  if (names.every((name) => environment[name] === undefined)) return undefined;
  const isOf = (pace: Pace): boolean => names.every((name) => environment[name] === settings[name]?.[pace]);
  const found = isOf("waiting") ? "waiting" : isOf("working") ? "working" : "others";
  if (found !== "others") for (const name of names) delete environment[name];
  return found;
}
