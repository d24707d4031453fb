import { readFileSync, statSync } from "node:fs";
import { Address } from "../core/address.ts";
import type { Endpoint } from "../core/net.ts";

/** Reads the recursive resolvers out of resolv.conf(5). */

/** Where resolvers listen. RFC 1035 §4.2 */
export const domainPort = 53;

/**
 * The `nameserver` lines in their order. Resolvers with a zone (`fe80::1%eth0`) are left out, since an `Address` has none.
 */
export function parseResolverFile(text: string): readonly Endpoint[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim().split(/\s+/));
  return lines.flatMap(([keyword, value]) => {
    const address = Address.parse(keyword === "nameserver" ? (value ?? "") : "");
    return address.ok ? [{ address: address.value, port: domainPort }] : [];
  });
}

/** A file of resolvers that is read again only when it has changed. */
export class ResolverFile {
  readonly #path: string;
  #seen = "";
  #resolvers: readonly Endpoint[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  /** What the file says now; undefined when there is no such file. */
  read(): readonly Endpoint[] | undefined {
    try {
      const { ino, size, mtimeNs } = statSync(this.#path, { bigint: true });
      const version = `${ino} ${size} ${mtimeNs}`;
      if (version !== this.#seen) this.#resolvers = parseResolverFile(readFileSync(this.#path, "utf8"));
      this.#seen = version;
      return this.#resolvers;
    } catch {
      return undefined;
    }
  }
}
