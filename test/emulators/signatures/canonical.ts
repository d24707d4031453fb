import { createHash, createHmac } from "node:crypto";
import type { ReceivedRequest } from "../http-emulator.ts";

/**
 * The receiving side of canonical requests, from the vendors' descriptions: what a service makes of a request that came
 * in. Shares no code with the side that signs.
 */

export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

export function hmac256(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text, "utf8").digest();
}

const unreserved = /^[A-Za-z0-9._~-]$/;

/** RFC 3986 §2.3, octet by octet. */
export function percentEncode(text: string): string {
  return [...Buffer.from(text, "utf8")]
    .map((octet) => {
      const character = String.fromCharCode(octet);
      return unreserved.test(character) ? character : `%${octet.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}

export function queryPairs(request: ReceivedRequest): readonly (readonly [name: string, value: string])[] {
  return [...request.query.entries()].map(([name, value]) => [percentEncode(name), percentEncode(value)] as const);
}

/** Names in order, then values. */
export function sortedQuery(request: ReceivedRequest): string {
  const pairs = [...queryPairs(request)];
  pairs.sort((a, b) => Buffer.compare(Buffer.from(a.join("\0")), Buffer.from(b.join("\0"))));
  return pairs.map((pair) => pair.join("=")).join("&");
}

/** The values of signed fields; the host is the one the emulator stands for. Undefined when one is not there. */
export function fieldLines(request: ReceivedRequest, host: string, names: readonly string[]): string | undefined {
  let lines = "";
  for (const name of names) {
    const value = name === "host" ? host : request.headers[name];
    if (value === undefined) return undefined;
    lines += `${name}:${value.trim()}\n`;
  }
  return lines;
}

/** Members of an `Authorization` field written as `Scheme name=value, name=value`. */
export function members(field: string, scheme: string): Readonly<Record<string, string>> | undefined {
  if (!field.startsWith(`${scheme} `)) return undefined;
  const parts = field
    .slice(scheme.length + 1)
    .split(",")
    .map((part) => part.trim());
  return Object.fromEntries(parts.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
}
