import type { Memory } from "../core/memory.ts";

/** The memory of this process: docs/decisions/0011. When to give it back is decided elsewhere. */

/** The runtime goes on to sweep and shrink its heap for some twenty seconds, which runs through the executable again. */
const afterShrinkingMs = 20_000;

export const processMemory: Memory = {
  giveBack: () => {
    Bun.shrink();
    const timer = setTimeout(() => {
      // Loaded when used: servers never do.
      void import("./clean-pages.ts").then(({ dropCleanPages }) => dropCleanPages());
    }, afterShrinkingMs);
    timer.unref();
  },
};
