import { Address } from "../core/address.ts";
import type { AddressScope } from "../core/address-scope.ts";
import { type Family, families } from "../core/family.ts";
import { inSubnet, interfaceIdOfMac, parseMac } from "../core/interface-id.ts";
import { OwnerName } from "../core/name.ts";
import { Prefix } from "../core/prefix.ts";
import type { ProviderDeclaration } from "../core/provider.ts";
import type { Ttl } from "../core/ttl.ts";
import type {
  AddressRule,
  NameConfig,
  ProviderConfig,
  SourceChoice,
  SourceSpecParser,
  UplinkConfig,
} from "./config.ts";
import type { Cursor } from "./cursor.ts";
import { nearest } from "./nearest.ts";
import type { SecretPorts } from "./secret-reference.ts";
import { settleOptions } from "./settle-provider.ts";
import { settleHostName, settleTtl, wrong } from "./settle-value.ts";

/** One name to keep: where it is kept, which addresses it gets, and with which options. */

/** What names refer to. */
export interface NameContext<S> {
  /** Every instance that is written; undefined for one that has problems of its own. */
  readonly providers: ReadonlyMap<string, ProviderConfig | undefined>;
  readonly parseSource: BoundSourceParser<S>;
  readonly ports: SecretPorts;
  /** Every uplink that is written; undefined for one that has problems of its own. */
  readonly uplinks?: ReadonlyMap<string, UplinkConfig | undefined>;
}

/** A parser of sources that knows the providers. */
export type BoundSourceParser<S> = (given: unknown, family: Family) => ReturnType<SourceSpecParser<S>>;

/** None, with problems, when a part that is needed is missing or wrong; several for a name with one per uplink. */
export async function settleName<S>(name: Cursor, context: NameContext<S>): Promise<readonly NameConfig<S>[]> {
  const owner = settleHostName(name.at("name"));
  const provider = settleReference(name.at("provider"), context.providers);
  const declaration = provider?.declaration;
  const ipv4 = settleRule(name.at("ipv4"), "ipv4", declaration, context.parseSource);
  const ipv6 = settleRule(name.at("ipv6"), "ipv6", declaration, context.parseSource);
  const ttl = settleTtl(name.at("ttl"));
  if (declaration !== undefined && ttl !== undefined) checkTtl(name.at("ttl"), ttl, declaration);
  const options = declaration === undefined ? {} : await settleOptions(name.at("options"), declaration, context.ports);
  if (owner === undefined || provider === undefined || ipv4 === undefined || ipv6 === undefined) return [];
  const uplinks = settleUplinkReferences(name.at("uplinks"), context.uplinks ?? new Map());
  if (uplinks === undefined) return [];
  const use = name.at("use").choice(["first", "all", "each"]) ?? "first";
  const common: NameConfig<S> = {
    owner,
    provider,
    addresses: { ipv4, ipv6 },
    uplinks,
    use: use === "each" ? "first" : use,
    ttl,
    scopes: settleScopes(name.at("scopes")),
    ownership: name.at("ownership").choice(["rrset", "values"]) ?? "rrset",
    options,
  };
  if (use !== "each" || uplinks.length === 0) return [common];
  return uplinks.flatMap((uplink) => {
    const own = OwnerName.parse(`${uplink.name}.${owner.hostname}`);
    if (own.ok) return [{ ...common, owner: own.value, uplinks: [uplink] }];
    name.at("uplinks").report("wrong-name", { found: name.at("uplinks").found(true), reason: own.code });
    return [];
  });
}

/** Undefined when one of them is not there, so that no name loses a line unnoticed. */
function settleUplinkReferences(
  list: Cursor,
  uplinks: ReadonlyMap<string, UplinkConfig | undefined>,
): readonly UplinkConfig[] | undefined {
  const known = [...uplinks.keys()];
  const settled = list.items.map((item) => {
    const key = item.text ?? "";
    if (uplinks.has(key)) return uplinks.get(key);
    item.report("unknown-uplink", { found: item.found(true), nearest: nearest(key, known), known });
    return undefined;
  });
  return settled.every((one) => one !== undefined) ? settled : undefined;
}

function settleReference(
  reference: Cursor,
  providers: ReadonlyMap<string, ProviderConfig | undefined>,
): ProviderConfig | undefined {
  const key = reference.text;
  if (key === undefined || providers.has(key)) return key === undefined ? undefined : providers.get(key);
  const known = [...providers.keys()];
  // Without any provider at all there is one problem, and `checkNames` reports it once.
  if (known.length > 0) {
    reference.report("unknown-provider", { found: reference.found(true), nearest: nearest(key, known), known });
  }
  return undefined;
}

/** A family that nobody wrote about is kept when the provider can. */
function settleRule<S>(
  rule: Cursor,
  family: Family,
  declaration: ProviderDeclaration | undefined,
  parseSource: BoundSourceParser<S>,
): AddressRule<S> | undefined {
  const isSupported = declaration === undefined || declaration.families.includes(family);
  if (!rule.isWritten) return { kind: isSupported ? "auto" : "off" };
  if (rule.text === "off") return { kind: "off" };
  if (!isSupported) {
    rule.reportKey("family-not-supported", { family, label: declaration.label });
    return undefined;
  }
  const { keys } = rule;
  if (keys.includes("prefix-of")) return settleNeighbour(rule, parseSource);
  const isPin = rule.isMap && !keys.includes("type");
  return isPin ? settlePin(rule, family) : settleSources(rule, family, parseSource);
}

/** `auto`, one source, or several. */
function settleSources<S>(
  choice: Cursor,
  family: Family,
  parseSource: BoundSourceParser<S>,
): SourceChoice<S> | undefined {
  if (choice.text === "auto") return { kind: "auto" };
  const sources = settleSourceList(choice.items.length > 0 ? choice.items : [choice], family, parseSource);
  return sources === undefined ? undefined : { kind: "sources", sources };
}

/** Undefined when any of them is wrong, so that no quorum is reached with fewer voices than were asked for. */
export function settleSourceList<S>(
  items: readonly Cursor[],
  family: Family,
  parseSource: BoundSourceParser<S>,
): readonly S[] | undefined {
  const sources = items.map((item) => {
    const parsed = parseSource(sourceOf(item), family);
    if (parsed.ok) return { source: parsed.value };
    // The detail may quote the value.
    const mayShow = item.text === undefined || item.found(true).shown !== undefined;
    item.report("wrong-source", { detail: mayShow ? parsed.detail : undefined });
    return undefined;
  });
  return sources.every((one) => one !== undefined) ? sources.map((one) => one.source) : undefined;
}

/** A source as it is written; the path of a file is relative to the configuration's, as everywhere. */
function sourceOf(item: Cursor): unknown {
  const isFile = item.text?.startsWith("file:") === true && item.text !== "file:";
  return isFile ? `file:${item.pathAfter("file:")}` : item.plain;
}

/** Networks of hosts have 64 bits. RFC 4291 §2.5.4 */
const hostPrefixLength = 64;

function settlePin<S>(rule: Cursor, family: Family): AddressRule<S> | undefined {
  const prefix = rule.at("prefix");
  const network = prefix.text === undefined ? undefined : Prefix.parse(prefix.text);
  if (network !== undefined && (!network.ok || network.value.address.family !== family)) return wrong(prefix, "prefix");
  const id = rule.at("interface-id");
  const interfaceId = id.text === undefined ? undefined : settleInterfaceId(id, hostPrefixLength);
  if (id.text !== undefined && interfaceId === undefined) return undefined;
  const interfaceName = rule.at("interface").text;
  return { kind: "pinned", interfaceName, prefix: network?.ok === true ? network.value : undefined, interfaceId };
}

function settleInterfaceId(id: Cursor, prefixLength: number): Address | undefined {
  const parsed = Address.parse(id.text ?? "");
  if (!parsed.ok || parsed.value.family !== "ipv6") return wrong(id, "interface-id");
  const fits = Prefix.parse(`::/${prefixLength}`);
  if (fits.ok && fits.value.withInterfaceId(parsed.value) !== undefined) return parsed.value;
  id.report("interface-id-inside-prefix", { prefixLength });
  return undefined;
}

/** The neighbour's own part: as given, or made of its MAC address, which always is behind 64 bits. */
function settleHostPart(rule: Cursor, prefixLength: number): Address | undefined {
  const mac = rule.at("mac");
  if (mac.text === undefined)
    return rule.at("interface-id").text === undefined
      ? undefined
      : settleInterfaceId(rule.at("interface-id"), prefixLength);
  const parsed = parseMac(mac.text);
  if (!parsed.ok) return wrong(mac, "mac-address");
  if (prefixLength <= hostPrefixLength) return interfaceIdOfMac(parsed.value);
  mac.report("interface-id-inside-prefix", { prefixLength });
  return undefined;
}

function settleNeighbour<S>(rule: Cursor, parseSource: BoundSourceParser<S>): AddressRule<S> | undefined {
  const prefixOf = settleSources(rule.at("prefix-of"), "ipv6", parseSource);
  const prefixLength = rule.at("prefix-length").number ?? hostPrefixLength;
  const subnet = rule.at("subnet");
  // With a subnet of its own, the neighbour's part begins behind the subnet.
  const hostPart = settleHostPart(rule, subnet.number === undefined ? prefixLength : hostPrefixLength);
  if (hostPart === undefined || prefixOf === undefined) return undefined;
  const interfaceId = subnet.number === undefined ? hostPart : inSubnet(hostPart, prefixLength, subnet.number);
  if (interfaceId !== undefined) return { kind: "neighbour", prefixOf, interfaceId, prefixLength };
  subnet.report("subnet-outside-prefix", { subnet: subnet.number ?? 0, prefixLength });
  return undefined;
}

function checkTtl(value: Cursor, ttl: Ttl, { ttl: limits, label }: ProviderDeclaration): void {
  if (limits === undefined) value.report("ttl-not-settable", { label });
  else if (ttl < limits.min || ttl > limits.max) {
    value.report("ttl-outside-limits", { seconds: ttl, min: limits.min, max: limits.max, label });
  }
}

function settleScopes(value: Cursor): readonly AddressScope[] {
  // The shape admits scopes only, so the text is one.
  const scopes = value.items.flatMap((item) => (item.text as AddressScope | undefined) ?? []);
  return scopes.length === 0 ? ["global"] : scopes;
}

/** Families that a rule publishes. */
export function publishedFamilies<S>(name: NameConfig<S>): readonly Family[] {
  return families.filter((family) => name.addresses[family].kind !== "off");
}
