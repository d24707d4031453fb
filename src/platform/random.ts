import type { Random } from "../core/random.ts";

/** Most octets that one call of `getRandomValues` gives (Web Cryptography API §10.1.1). */
const mostAtOnce = 65_536;

/** The operating system's random generator, through Web Crypto: node:crypto would cost an idle agent 2 MB. */
export const systemRandom: Random = {
  octets: (count) => {
    const octets = new Uint8Array(count);
    for (let offset = 0; offset < count; offset += mostAtOnce) {
      crypto.getRandomValues(octets.subarray(offset, offset + mostAtOnce));
    }
    return octets;
  },
  fraction: () => Math.random(),
};
