import { Address } from "../core/address.ts";

/** Most texts that are remembered; beyond, all are forgotten at once, which costs less than to choose. */
const mostKnown = 4_096;

/**
 * Turns the runtime's texts of peers into addresses, remembering those of late: few resolvers and routers ask nearly all
 * questions. IPv4-mapped addresses come out as the IPv4 addresses they stand for.
 */
export class KnownAddresses {
  readonly #known = new Map<string, Address>();

  /** Undefined for what is no address. */
  find(text: string): Address | undefined {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    // Link-local peers come with their zone, which answers need and an `Address` has not.
    const parsed = Address.parse(text.replace(/%.*$/, ""));
    if (!parsed.ok) return undefined;
    if (this.#known.size >= mostKnown) this.#known.clear();
    const address = parsed.value.unmapped();
    this.#known.set(text, address);
    return address;
  }
}
