import { Address } from "../core/address.ts";
import type { Family } from "../core/family.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { SourceFailure } from "../core/verdict.ts";

/** Reads what a witness wrote. Strict: a text either is one address of the right family, or it is none. */

/** Longest part of a foreign text that a failure repeats, in characters. */
const excerptLength = 48;

/**
 * The address that a text consists of, blanks around it aside.
 *
 * An IPv4-mapped IPv6 address is taken as the IPv4 address: dual-stack servers print their peers that way.
 */
export function readAddress(text: string, family: Family): Result<Address, SourceFailure> {
  const parsed = Address.parse(text.trim());
  if (!parsed.ok) return failure({ code: "not-an-address", detail: `not an address: ${excerpt(text)}` });
  const address = family === "ipv4" ? parsed.value.unmapped() : parsed.value;
  if (address.family === family) return ok(address);
  return failure({ code: "wrong-family", detail: `asked for ${family}, got ${address}` });
}

/** The beginning of a foreign text as one quoted line, for the detail of a failure. */
export function excerpt(text: string): string {
  const line = text.trim();
  return JSON.stringify(line.length > excerptLength ? `${line.slice(0, excerptLength)}…` : line);
}
