import { readFileSync } from "node:fs";
import type { Memory } from "../core/memory.ts";

/** The memory of this process: docs/decisions/0011. When to give it back is decided elsewhere. */

/** The runtime goes on to sweep and shrink its heap for some twenty seconds, which runs through the executable again. */
const afterShrinkingMs = 20_000;

/**
 * Between two shrinkings. One takes as long as asking all sources, and what it frees is in use again at the next asking:
 * only what start-up and rare work have left behind is worth it.
 */
const shrinkingPauseMs = 3_600_000;

/** Growth since the last one that is worth another at once, in KiB: a poll leaves less, hundreds of updates more. */
const worthShrinkingKib = 6_144;

/**
 * Between two droppings of clean pages, for whatever wakes meanwhile without news: a beacon maps 10 MiB, and dropping and
 * mapping them again takes a millisecond.
 */
const droppingPauseMs = 30_000;

let shrunkAtMs = Number.NEGATIVE_INFINITY;
/** What belonged to the process alone when it had been shrunk. */
let shrunkToKib: number | undefined;
let dropping: ReturnType<typeof setTimeout> | undefined;

export const processMemory: Memory = {
  giveBack: () => {
    const now = performance.now();
    const owned = ownedKib();
    const hasGrown = owned === undefined || (shrunkToKib !== undefined && owned - shrunkToKib > worthShrinkingKib);
    if (hasGrown || now - shrunkAtMs >= shrinkingPauseMs) {
      shrunkAtMs = now;
      shrunkToKib = undefined;
      Bun.shrink();
    }
    clearTimeout(dropping);
    dropping = unheeded(setTimeout(() => void dropFromNowOn(), afterShrinkingMs));
  },
};

/** Until memory is given back the next time, and then anew: what is clean may be something else by then. */
async function dropFromNowOn(): Promise<void> {
  // Loaded when used: servers never do.
  const { findCleanPages } = await import("./clean-pages.ts");
  shrunkToKib ??= ownedKib();
  const pages = findCleanPages();
  if (pages === undefined) return;
  pages.drop();
  clearTimeout(dropping);
  dropping = unheeded(setInterval(pages.drop, droppingPauseMs));
}

/** Undefined where the system does not tell. proc(5) */
function ownedKib(): number | undefined {
  try {
    const [, kibibytes] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "latin1")) ?? [];
    return kibibytes === undefined ? undefined : Number(kibibytes);
  } catch {
    return undefined;
  }
}

/** Nothing waits for it. */
function unheeded<T extends { unref(): unknown }>(timer: T): T {
  timer.unref();
  return timer;
}
