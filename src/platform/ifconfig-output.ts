import { Address } from "../core/address.ts";
import { scopeOf } from "../core/address-scope.ts";
import { Duration } from "../core/duration.ts";
import type { AddressTableFailure, InterfaceAddress } from "../core/interface-address.ts";
import { failure, ok, type Result } from "../core/result.ts";

/** What `ifconfig -a -L` of macOS and FreeBSD prints, as a table of addresses. Lines that say nothing to us are left out. */

interface Link {
  readonly name: string;
  readonly flags: readonly string[];
  /** The lines below its first. */
  readonly lines: string[];
}

export function parseIfconfig(text: string): Result<readonly InterfaceAddress[], AddressTableFailure> {
  const links: Link[] = [];
  for (const line of text.split(/\r?\n/)) {
    const head = /^([^\s:]+): flags=[0-9a-f]+<([A-Z0-9_,a-z]*)>/.exec(line);
    if (head !== null) links.push({ name: head[1] ?? "", flags: head[2]?.split(",") ?? [], lines: [] });
    else if (/^\s/.test(line)) links.at(-1)?.lines.push(line.trim());
  }
  if (links.length === 0) {
    return failure({ code: "address-table-unreadable", detail: "ifconfig printed no interfaces" });
  }
  return ok(links.flatMap(addressesOf));
}

function addressesOf({ name, flags, lines }: Link): readonly InterfaceAddress[] {
  const status = lines.find((line) => line.startsWith("status: "));
  const hasNoCarrier = status === "status: inactive" || status === "status: no carrier";
  // The zone of a link-local address is its interface. RFC 4007 §6
  const zone = lines
    .map((line) => /^inet6 .* scopeid 0x([0-9a-f]+)/.exec(line)?.[1])
    .find((found) => found !== undefined);
  const link = {
    interfaceName: name,
    interfaceIndex: zone === undefined ? undefined : Number.parseInt(zone, 16),
    isLoopback: flags.includes("LOOPBACK"),
    isUp: flags.includes("UP") && !hasNoCarrier,
    linkKind: kindOf(name),
  };
  return lines.flatMap((line) => {
    const words = line.split(/ +/);
    const own = words[0] === "inet" || words[0] === "inet6" ? addressOf(words) : undefined;
    return own === undefined ? [] : [{ ...link, ...own }];
  });
}

type OfAddress = Omit<InterfaceAddress, "interfaceName" | "interfaceIndex" | "isLoopback" | "isUp" | "linkKind">;

function addressOf(words: readonly string[]): OfAddress | undefined {
  const [text = "", length] = (words[1] ?? "").split("/");
  const parsed = Address.parse(text.replace(/%.*$/, ""));
  const after = (name: string): string | undefined => {
    const index = words.indexOf(name);
    return index === -1 ? undefined : words[index + 1];
  };
  if (!parsed.ok) return undefined;
  const address = parsed.value;
  const isIpv4 = address.family === "ipv4";
  const whole = isIpv4 ? 32 : 128;
  const told = length ?? (isIpv4 ? bitsOf(after("netmask")) : after("prefixlen"));
  // With another end, the length is of the other end's network.
  const prefixLength = after("-->") === undefined ? Number(told) : whole;
  if (!(Number.isInteger(prefixLength) && prefixLength >= 0 && prefixLength <= whole)) return undefined;
  const lifetimes = { preferredLifetime: lifetimeOf(after("pltime")), validLifetime: lifetimeOf(after("vltime")) };
  if (isIpv4) {
    // Nothing is told of these; what is not told is not denied.
    const unknown = { isTentative: undefined, isDuplicate: undefined, isDeprecated: undefined, isTemporary: undefined };
    return { address, prefixLength, ...unknown, origin: undefined, ...lifetimes };
  }
  return {
    address,
    prefixLength,
    isTentative: words.includes("tentative") || words.includes("detached"),
    isDuplicate: words.includes("duplicated"),
    isDeprecated: words.includes("deprecated"),
    isTemporary: words.includes("temporary"),
    origin: originOf(address, words, lifetimes.validLifetime),
    ...lifetimes,
  };
}

function originOf(
  address: Address,
  words: readonly string[],
  validLifetime: InterfaceAddress["validLifetime"],
): InterfaceAddress["origin"] {
  const scope = scopeOf(address);
  if (scope === "link-local" || scope === "loopback") return undefined;
  if (words.includes("autoconf")) return "slaac";
  // macOS marks addresses by DHCPv6; on FreeBSD its clients set them as a person would, but not for ever.
  const ends = validLifetime !== undefined && validLifetime !== "forever";
  return words.includes("dynamic") || ends ? "dhcp" : "static";
}

/** FreeBSD tells no lifetime where there is no end. */
function lifetimeOf(text: string | undefined): InterfaceAddress["preferredLifetime"] {
  if (text === undefined || text === "infty") return "forever";
  return /^\d{1,10}$/.test(text) ? Duration.seconds(Number(text)) : undefined;
}

/** How many bits a mask has, in hexadecimal or as an address. */
function bitsOf(mask: string | undefined): number {
  const octets = mask?.startsWith("0x") === true ? (mask.slice(2).match(/../g) ?? []) : [];
  const numbers =
    mask?.includes(".") === true ? mask.split(".").map(Number) : octets.map((two) => Number.parseInt(two, 16));
  const bits = numbers.map((octet) => octet.toString(2).padStart(8, "0")).join("");
  return /^(?=.{32}$)1*0*$/.test(bits) ? bits.replaceAll("0", "").length : Number.NaN;
}

/** Drivers name their interfaces; one that somebody renamed is of no kind we know. */
function kindOf(name: string): InterfaceAddress["linkKind"] {
  const driver = /^([a-z]+)\d+$/.exec(name)?.[1];
  return driver === undefined ? undefined : kinds.get(driver);
}

/** Tunnels by the words that `InterfaceAddress` has for them. */
const kinds: ReadonlyMap<string, string> = new Map([
  ["utun", "tun"],
  ["tun", "tun"],
  ["wg", "wireguard"],
  ["gif", "ipip"],
  ["gre", "gre"],
  ["ipsec", "xfrm"],
  ["ppp", "ppp"],
  ["bridge", "bridge"],
]);
