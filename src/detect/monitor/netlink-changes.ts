import type { Family } from "../../core/family.ts";
import { type AddressMessage, decodeAddressMessage, deletedAddress, newAddress } from "../netlink/address-message.ts";
import { decodeLinkMessage, deletedLink, newLink } from "../netlink/link-message.ts";
import { decodeMessages, type NetlinkMessage } from "../netlink/message.ts";
import { decodeRouteMessage, deletedRoute, newRoute } from "../netlink/route-message.ts";
import type { HintFacts } from "./monitor.ts";

/** What a batch of kernel messages means for us. */
export interface Changes {
  readonly facts: Partial<HintFacts>;
  readonly families: readonly Family[];
}

/**
 * Tells changes from the kernel's repetitions.
 *
 * Every router advertisement repeats each address it renews, and wireless drivers repeat their link with every scan; a
 * question to the sources for each of them would never end. So the last state of each is remembered, which is as much as
 * the host has addresses and links.
 */
export class NetlinkChanges {
  readonly #flagsByAddress: Map<string, string> = new Map();
  readonly #stateByLink: Map<number, string> = new Map();

  /** Forgets all states, after events were lost. */
  forget(): void {
    this.#flagsByAddress.clear();
    this.#stateByLink.clear();
  }

  /** Undefined when nothing of interest changed. What cannot be read may have been a change. */
  read(octets: Uint8Array): Changes | undefined {
    const messages = decodeMessages(octets);
    if (!messages.ok) return { facts: { eventsLost: true }, families: ["ipv4", "ipv6"] };
    const changes = messages.value.map((message) => this.#change(message)).filter((change) => change !== undefined);
    if (changes.length === 0) return undefined;
    return {
      facts: Object.assign({}, ...changes.map(({ facts }) => facts)),
      families: [...new Set(changes.flatMap(({ families }) => families))],
    };
  }

  #change(message: NetlinkMessage): Changes | undefined {
    switch (message.type) {
      case newAddress:
      case deletedAddress: {
        const address = decodeAddressMessage(message);
        if (!address.ok) return { facts: { addressesChanged: true }, families: ["ipv4", "ipv6"] };
        return address.value === undefined ? undefined : this.#addressChange(address.value, message.type);
      }
      case newLink:
      case deletedLink:
        return this.#linkChange(message);
      case newRoute:
      case deletedRoute: {
        const route = decodeRouteMessage(message);
        if (!route.ok) return { facts: { routesChanged: true }, families: ["ipv4", "ipv6"] };
        const { family, isDefault } = route.value;
        return family === undefined || !isDefault ? undefined : { facts: { routesChanged: true }, families: [family] };
      }
      default:
        return undefined;
    }
  }

  #addressChange(address: AddressMessage, type: number): Changes | undefined {
    const key = `${address.interfaceIndex} ${address.address}`;
    const state = `${address.flags} ${address.prefixLength}`;
    const isRepetition = type === newAddress && this.#flagsByAddress.get(key) === state;
    if (type === newAddress) this.#flagsByAddress.set(key, state);
    else this.#flagsByAddress.delete(key);
    return isRepetition ? undefined : { facts: { addressesChanged: true }, families: [address.address.family] };
  }

  #linkChange(message: NetlinkMessage): Changes | undefined {
    const changed: Changes = { facts: { linksChanged: true }, families: ["ipv4", "ipv6"] };
    const link = decodeLinkMessage(message);
    if (!link.ok) return changed;
    const { index, name, isUp } = link.value;
    const state = `${name} ${isUp}`;
    const isRepetition = message.type === newLink && this.#stateByLink.get(index) === state;
    if (message.type === newLink) this.#stateByLink.set(index, state);
    else this.#stateByLink.delete(index);
    return isRepetition ? undefined : changed;
  }
}
