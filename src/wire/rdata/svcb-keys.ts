/** Numbers and names of service parameters. RFC 9460 §14.3.2, RFC 9461 §5, RFC 9540 §4 */

const keys = ["mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint", "dohpath", "ohttp"];

/** The number of a name or of `keyNNNNN`; names are lower case. RFC 9460 §2.1 */
export function codeOfKey(text: string): number | undefined {
  const known = keys.indexOf(text);
  if (known >= 0) return known;
  const digits = /^key(0|[1-9]\d{0,4})$/.exec(text)?.[1];
  // 65535 is reserved as invalid. RFC 9460 §14.3.2
  return digits === undefined || Number(digits) >= 0xffff ? undefined : Number(digits);
}

export function keyOfCode(code: number): string {
  return keys[code] ?? `key${code}`;
}
