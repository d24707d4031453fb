import type { Memory } from "../core/memory.ts";

/** The memory of this process: docs/decisions/0011. When to give it back is decided elsewhere. */

/** The runtime goes on to sweep and shrink its heap for some twenty seconds, which runs through the executable again. */
const afterShrinkingMs = 20_000;

/**
 * Between two shrinkings. One takes as long as asking all sources, and what it frees is in use again at the next asking:
 * only what start-up and rare work have left behind is worth it.
 */
const shrinkingPauseMs = 3_600_000;

/**
 * Between two droppings of clean pages, for whatever wakes meanwhile without news: a beacon maps 10 MiB, and dropping and
 * mapping them again takes a millisecond.
 */
const droppingPauseMs = 30_000;

let shrunkAtMs = Number.NEGATIVE_INFINITY;
let dropping: ReturnType<typeof setTimeout> | undefined;

export const processMemory: Memory = {
  giveBack: () => {
    const now = performance.now();
    if (now - shrunkAtMs >= shrinkingPauseMs) {
      shrunkAtMs = now;
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
  const pages = findCleanPages();
  if (pages === undefined) return;
  pages.drop();
  clearTimeout(dropping);
  dropping = unheeded(setInterval(pages.drop, droppingPauseMs));
}

/** Nothing waits for it. */
function unheeded<T extends { unref(): unknown }>(timer: T): T {
  timer.unref();
  return timer;
}
