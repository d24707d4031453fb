import { networkInterfaces } from "node:os";
import { Address } from "../core/address.ts";
import { Duration } from "../core/duration.ts";
import type { AddressTable, AddressTableFailure, InterfaceAddress } from "../core/interface-address.ts";
import type { CommandRunner } from "../core/process.ts";
import { failure, ok, type Result } from "../core/result.ts";

/**
 * The host's address table where netlink is not to be had: from iproute2's `ip`, which tells as much, or from the
 * portable interface of `node:os`, which knows neither flags nor lifetimes.
 */

/** A host with ten thousand addresses prints about 2 MB. */
const largestOutputOctets = 4 * 1_024 * 1_024;

const commandTimeout = Duration.seconds(2);

/** Asks `ip` on Linux and `node:os` elsewhere, and there too where `ip` is missing or too old for JSON. */
export function portableAddressTable(ports: { readonly commands: CommandRunner }): AddressTable {
  const byCommand = ipAddressTable(ports);
  return {
    read: async () => {
      if (process.platform !== "linux") return osAddressTable.read();
      const table = await byCommand.read();
      return table.ok ? table : osAddressTable.read();
    },
  };
}

/** Reads the output of `ip -json addr`. */
export function ipAddressTable(ports: { readonly commands: CommandRunner }): AddressTable {
  return {
    read: async () => {
      const limits = { timeout: commandTimeout, largestOutputOctets };
      const output = await ports.commands.run(["ip", "-json", "addr"], limits);
      if (!output.ok) return unreadable(output.detail);
      if (output.value.status !== 0) return unreadable(`ip ended with exit status ${output.value.status}`);
      return parseIpAddresses(Buffer.from(output.value.stdout).toString("utf8"));
    },
  };
}

/** What iproute2 5.0 to 6.x prints; entries with a type of address we do not know are left out. */
export function parseIpAddresses(text: string): Result<readonly InterfaceAddress[], AddressTableFailure> {
  let links: unknown;
  try {
    links = JSON.parse(text);
  } catch {
    return unreadable("ip printed no JSON");
  }
  if (!Array.isArray(links)) return unreadable("ip printed no list");
  return ok(
    links.filter(isMap).flatMap((link) => {
      const addresses: readonly unknown[] = Array.isArray(link["addr_info"]) ? link["addr_info"] : [];
      return addresses.filter(isMap).flatMap((address) => entryOf(link, address) ?? []);
    }),
  );
}

type JsonMap = Readonly<Record<string, unknown>>;

function isMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function entryOf(link: JsonMap, entry: JsonMap): InterfaceAddress | undefined {
  const { ifname, ifindex, flags } = link;
  const { local, prefixlen } = entry;
  if (typeof ifname !== "string" || typeof local !== "string" || typeof prefixlen !== "number") return undefined;
  const address = Address.parse(local);
  if (!address.ok) return undefined;
  const { family } = address.value;
  const linkFlags: readonly unknown[] = Array.isArray(flags) ? flags : [];
  // With another end, the length is of the other end's network.
  const isPointToPoint = typeof entry["address"] === "string";
  return {
    interfaceName: ifname,
    interfaceIndex: typeof ifindex === "number" ? ifindex : undefined,
    address: address.value,
    prefixLength: isPointToPoint ? (family === "ipv4" ? 32 : 128) : prefixlen,
    isTentative: entry["tentative"] === true,
    isDuplicate: entry["dadfailed"] === true,
    isDeprecated: entry["deprecated"] === true,
    isTemporary: entry["temporary"] === true,
    origin: originOf(entry),
    preferredLifetime: lifetimeOf(entry["preferred_life_time"]),
    validLifetime: lifetimeOf(entry["valid_life_time"]),
    isLoopback: linkFlags.includes("LOOPBACK"),
    isUp: linkFlags.includes("UP") && !linkFlags.includes("NO-CARRIER"),
  };
}

/** Only what the printed marks prove; see `originOf` of the netlink table for the reasons. */
function originOf(entry: JsonMap): InterfaceAddress["origin"] {
  if (entry["protocol"] === "kernel_ra") return "slaac";
  if (entry["protocol"] === "kernel_lo" || entry["protocol"] === "kernel_ll") return "kernel";
  if (entry["scope"] === "link" || entry["scope"] === "host") return undefined;
  const isIpv4 = entry["family"] === "inet";
  if (entry["dynamic"] !== true) return isIpv4 ? undefined : "static";
  if (isIpv4) return "dhcp";
  const marks = ["mngtmpaddr", "temporary", "stable-privacy"];
  if (marks.some((mark) => entry[mark] === true)) return "slaac";
  return entry["prefixlen"] === 128 ? "dhcp" : undefined;
}

function lifetimeOf(seconds: unknown): InterfaceAddress["preferredLifetime"] {
  if (typeof seconds !== "number") return undefined;
  return seconds === 0xffff_ffff ? "forever" : Duration.seconds(seconds);
}

/** What every system tells: addresses of interfaces that are up. */
export const osAddressTable: AddressTable = {
  read: () => {
    const entries = Object.entries(networkInterfaces());
    return Promise.resolve(
      ok(
        entries.flatMap(([interfaceName, infos]) =>
          (infos ?? []).flatMap((info): InterfaceAddress[] => {
            const address = Address.parse(info.address.replace(/%.*$/, ""));
            const length = Number(info.cidr?.split("/")[1] ?? Number.NaN);
            if (!address.ok || !Number.isInteger(length)) return [];
            return [
              {
                interfaceName,
                interfaceIndex: undefined,
                address: address.value,
                prefixLength: length,
                isTentative: undefined,
                isDuplicate: undefined,
                isDeprecated: undefined,
                isTemporary: undefined,
                origin: undefined,
                preferredLifetime: undefined,
                validLifetime: undefined,
                isLoopback: info.internal,
                isUp: true,
              },
            ];
          }),
        ),
      ),
    );
  },
};

function unreadable(detail: string): { readonly ok: false } & AddressTableFailure {
  return failure({ code: "address-table-unreadable", detail });
}
