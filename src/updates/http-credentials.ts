import type { Credentials } from "./authenticate.ts";

/** Credentials in an `Authorization` header. */

/** Longest header looked at; ours need about 330 octets. */
const longestHeader = 1_024;

/** HTTP Basic (RFC 7617 §2), Bearer (RFC 6750 §2.1), or deSEC's Token, which is the same; undefined for anything else. */
export function headerCredentials(header: string | null): Credentials | undefined {
  const [, scheme = "", rest = ""] = /^([A-Za-z]+) +(\S+) *$/.exec((header ?? "").slice(0, longestHeader)) ?? [];
  if (/^(?:bearer|token)$/i.test(scheme)) return { user: undefined, secret: rest };
  if (scheme.toLowerCase() !== "basic" || !/^[A-Za-z0-9+/]*={0,2}$/.test(rest)) return undefined;
  const text = Buffer.from(rest, "base64").toString("utf8");
  // Only the first colon separates: passwords may hold more of them. RFC 7617 §2
  const colon = text.indexOf(":");
  return colon < 0 ? undefined : { user: text.slice(0, colon), secret: text.slice(colon + 1) };
}
