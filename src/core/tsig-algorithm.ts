/** How messages are signed with a shared key. MD5 must not be used. RFC 8945 §6 */

/** The best choice first, for lists people choose from; hmac-sha1 is for old servers that know nothing else. */
export const tsigAlgorithms = ["hmac-sha256", "hmac-sha384", "hmac-sha512", "hmac-sha224", "hmac-sha1"] as const;

export type TsigAlgorithm = (typeof tsigAlgorithms)[number];

/** Reads an algorithm's name in any case, with or without the final dot. */
export function parseTsigAlgorithm(text: string): TsigAlgorithm | undefined {
  const bare = text.toLowerCase().replace(/\.$/, "");
  return tsigAlgorithms.find((algorithm) => algorithm === bare);
}
