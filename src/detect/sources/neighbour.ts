import type { Address } from "../../core/address.ts";
import { isGlobalUnicast } from "../../core/address-scope.ts";
import type { Clock } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import type { Family } from "../../core/family.ts";
import type { AddressTable, InterfaceAddress } from "../../core/interface-address.ts";
import { formatMac, interfaceIdOf, interfaceIdOfMac, type MacAddress } from "../../core/interface-id.ts";
import type { NeighbourTable } from "../../core/neighbour-table.ts";
import { equalOctets } from "../../core/octets.ts";
import { Prefix } from "../../core/prefix.ts";
import { failure, ok } from "../../core/result.ts";
import type { Observation } from "../../core/verdict.ts";
import { localOperator, type Sighting, type Source, sourceOf } from "../source.ts";

/**
 * Reports the addresses of another device of the LAN that this host has talked with, by its MAC address.
 *
 * Most devices use a temporary IPv6 address towards others, and nothing in an address says that it is one. It counts as
 * lasting when its interface id is made of the MAC address, or is short as those set by hand and by DHCPv6 are, or once
 * it has been met for longer than a temporary address may live.
 */

/** TEMP_VALID_LIFETIME: two days, after which no temporary address is used any more. RFC 8981 §3.8 */
const temporaryLifetime = Duration.days(2);

export function neighbourSource(
  family: Family,
  mac: MacAddress,
  ports: {
    readonly neighbours?: NeighbourTable | undefined;
    readonly addressTable: AddressTable;
    readonly clock: Clock;
  },
): Source {
  const text = formatMac(mac);
  /** By address: when it was first met, in milliseconds. A device that sleeps is forgotten by the kernel, not by us. */
  const firstMet = new Map<string, number>();
  return sourceOf(
    {
      id: `neighbour:${text}`,
      family,
      operator: localOperator,
      strength: "direct",
      ask: async () => {
        if (ports.neighbours === undefined) {
          return failure({ code: "neighbour-table-unreadable", detail: "this system tells no neighbours" });
        }
        const table = await ports.neighbours.read();
        if (!table.ok) return table;
        const own = await ports.addressTable.read();
        if (!own.ok) return own;
        const met = table.value.filter((one) => one.address.family === family && equalOctets(one.mac, mac));
        if (met.length === 0) return failure({ code: "no-address", detail: `${text} has not been heard of lately` });
        const now = ports.clock.monotonic();
        return ok(
          met.map(({ address, interfaceName }): Sighting => {
            const since = firstMet.get(address.toString()) ?? now;
            firstMet.set(address.toString(), since);
            const isLasting = family === "ipv4" || hasLastingId(address, mac) || now - since > temporaryLifetime;
            const network = networkEvidence(address, own.value);
            return { address, evidence: { mac: text, interface: interfaceName, lasting: isLasting, ...network } };
          }),
        );
      },
    },
    ports.clock,
  );
}

function hasLastingId(address: Address, mac: MacAddress): boolean {
  const id = interfaceIdOf(address);
  if (id === undefined) return false;
  const isShort = id.octets.subarray(8, 12).every((octet) => octet === 0);
  return isShort || id.equals(interfaceIdOfMac(mac));
}

/**
 * What this host knows of the network that the address is in. Entries outlive a change of the prefix, so a network in
 * which this host has no preferred address any more counts as deprecated.
 */
function networkEvidence(address: Address, own: readonly InterfaceAddress[]): Observation["evidence"] {
  const network = Prefix.around(address, 64);
  if (address.family === "ipv4" || !isGlobalUnicast(address)) return {};
  const here = own.filter((entry) => network?.contains(entry.address) === true);
  const alive = here.filter(({ isDeprecated, preferredLifetime }) => isDeprecated !== true && preferredLifetime !== 0);
  if (alive.length === 0) return { deprecated: own.some((entry) => isGlobalUnicast(entry.address)) };
  const lifetimes = alive.map(({ preferredLifetime }) =>
    typeof preferredLifetime === "number" ? preferredLifetime : Number.POSITIVE_INFINITY,
  );
  const longest = Math.max(...lifetimes);
  return Number.isFinite(longest) ? { "preferred-lifetime": Math.floor(longest / 1_000) } : {};
}
