import { randomFillSync } from "node:crypto";
import type { Random } from "../core/random.ts";

/** The operating system's random generator. */
export const systemRandom: Random = {
  octets: (count) => randomFillSync(new Uint8Array(count)),
  fraction: () => Math.random(),
};
