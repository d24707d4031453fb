import { networkInterfaces } from "node:os";
import { Address } from "../core/address.ts";
import type { Clock } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { AddressTable, AddressTableFailure, InterfaceAddress } from "../core/interface-address.ts";
import type { CommandRunner } from "../core/process.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { parseIfconfig } from "./ifconfig-output.ts";
import { WindowsAddressTable } from "./windows-addresses.ts";

/**
 * The host's address table where netlink is not to be had: from a program of the system that tells as much, or from the
 * portable interface of `node:os`, which knows neither flags nor lifetimes.
 */

/** A host with ten thousand addresses prints about 2 MB. */
const largestOutputOctets = 4 * 1_024 * 1_024;

const commandTimeout = Duration.seconds(2);

/** Asks the system's own program, and `node:os` where there is none, or it is too old or fails. */
export function portableAddressTable(
  ports: { readonly commands: CommandRunner; readonly clock: Clock },
  platform: NodeJS.Platform = process.platform,
): AddressTable {
  switch (platform) {
    case "linux":
    case "android":
      return orElse(ipAddressTable(ports), osAddressTable);
    case "darwin":
    case "freebsd":
      return orElse(ifconfigAddressTable(ports), osAddressTable);
    case "win32":
      return new WindowsAddressTable(ports, osAddressTable);
    default:
      return osAddressTable;
  }
}

function orElse(first: AddressTable, second: AddressTable): AddressTable {
  return {
    read: async () => {
      const table = await first.read();
      return table.ok ? table : second.read();
    },
  };
}

/** Reads the output of `ip -json addr`. */
export function ipAddressTable(ports: { readonly commands: CommandRunner }): AddressTable {
  return printedTable(ports.commands, ["ip", "-json", "addr"], parseIpAddresses);
}

function ifconfigAddressTable(ports: { readonly commands: CommandRunner }): AddressTable {
  return printedTable(ports.commands, ["ifconfig", "-a", "-L"], parseIfconfig);
}

type Reading = Result<readonly InterfaceAddress[], AddressTableFailure>;

function printedTable(
  commands: CommandRunner,
  argv: readonly [program: string, ...args: string[]],
  parse: (text: string) => Reading,
): AddressTable {
  return {
    read: async () => {
      const output = await commands.run(argv, { timeout: commandTimeout, largestOutputOctets });
      if (!output.ok) return unreadable(output.detail);
      const { status, stdout } = output.value;
      if (status !== 0) return unreadable(`${argv[0]} ended with exit status ${status}`);
      return parse(Buffer.from(stdout).toString("utf8"));
    },
  };
}

/** What iproute2 5.0 to 6.x prints; entries with a type of address we do not know are left out. */
export function parseIpAddresses(text: string): Reading {
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
