import { networkInterfaces } from "node:os";
import type { Address } from "../core/address.ts";

/** Which link a link-local address is on, as this system writes it behind the address. RFC 4007 §11 */

/** `%eth0`; on Windows, which knows its links by number there, `%17`. */
export function zoneOf(interfaceName: string): string {
  if (process.platform !== "win32") return `%${interfaceName}`;
  const entries = networkInterfaces()[interfaceName] ?? [];
  return `%${entries.find((entry) => entry.family === "IPv6" && entry.scopeid > 0)?.scopeid ?? interfaceName}`;
}

/** The interface that has an address of ours; undefined when none has it. */
export function interfaceWith(localAddress: Address): string | undefined {
  const text = localAddress.toString();
  return Object.entries(networkInterfaces()).find(([, entries]) =>
    entries?.some(({ address }) => address.replace(/%.*$/, "") === text),
  )?.[0];
}
