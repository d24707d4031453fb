/** Chance as a parameter: the operating system's generator lives in `platform/`, tests pass a seeded one. */
export interface Random {
  /** Octets fit for keys, message identifiers and source-port entropy. */
  octets(count: number): Uint8Array;
  /** Evenly spread over 0 (included) to 1 (excluded); for jitter only, never for secrets. */
  fraction(): number;
}

/** A message identifier or nonce of 16 bits. */
export function random16(random: Random): number {
  const [high = 0, low = 0] = random.octets(2);
  return (high << 8) | low;
}

const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * Text of `length` letters and digits, each evenly distributed (5.95 bits).
 *
 * Letters and digits only: routers send credentials unescaped, so any other character reaches the server broken.
 */
export function randomAlphanumeric(random: Random, length: number): string {
  let text = "";
  while (text.length < length) {
    for (const octet of random.octets(length - text.length)) {
      // 248 is the largest multiple of 62 that fits an octet; taking more would favour the first letters.
      if (octet < 248) text += alphanumeric.charAt(octet % 62);
    }
  }
  return text;
}
