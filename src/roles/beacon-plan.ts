import type { NameConfig, ProviderConfig } from "../config/config.ts";
import { Address } from "../core/address.ts";
import type { BeaconServer } from "../beacon/session.ts";
import { Duration } from "../core/duration.ts";
import { type Family, families } from "../core/family.ts";
import type { OwnerName } from "../core/name.ts";
import { Secret } from "../core/secret.ts";
import type { SourceKind, SourceSpec } from "../detect/source-spec.ts";
import { provider as holdfast } from "../providers/holdfast.ts";
import type { AddressRule, VerdictKey } from "../reconcile/managed-name.ts";

/** Which names of a configuration have a beacon, and what it may say. Pure. */

export interface PlannedBeacon {
  readonly owner: OwnerName;
  readonly family: Family;
  readonly providerKey: string;
  readonly server: BeaconServer;
  readonly token: Secret;
  readonly interval: Duration;
  readonly verdict: VerdictKey;
  readonly mayPublish: boolean;
  readonly mayConfirm: boolean;
}

/** How the addresses of a name are found, family by family. */
export interface NameRules {
  readonly rules: Readonly<Record<Family, AddressRule>>;
  /** The sources behind a rule. */
  readonly specsOf: (verdict: VerdictKey) => readonly SourceSpec[];
}

/** The beacons of one name: one for each family it manages, if its provider is our own server. */
export function planBeacons(name: NameConfig<unknown>, { rules, specsOf }: NameRules): readonly PlannedBeacon[] {
  const account = accountOf(name.provider);
  if (account === undefined) return [];
  return families.flatMap((family) => {
    const rule = rules[family];
    if (rule.kind === "unmanaged") return [];
    // A neighbour's address is not the one this host is seen at, and where hosts share a name a beacon would end the others.
    const isWhole = rule.kind === "verdict" && name.ownership === "rrset";
    const isLeftToOthers = specsOf(rule.verdict).some(({ kind }) => !own.has(kind));
    return {
      ...account,
      owner: name.owner,
      family,
      providerKey: name.provider.key,
      verdict: rule.verdict,
      mayPublish: isWhole && isLeftToOthers,
      mayConfirm: isWhole,
    };
  });
}

/** Sources that say what this host knows by itself. A name that has no other follows something else than what is seen. */
const own: ReadonlySet<SourceKind> = new Set<SourceKind>(["interface", "static", "file", "command"]);

/** How often each name of an account says where it is; undefined for never. */
export function beaconInterval({ declaration, settings }: ProviderConfig): Duration | undefined {
  if (declaration.id !== holdfast.id) return undefined;
  const { beacon } = settings;
  const interval = Duration.parse(typeof beacon === "string" ? beacon : "off");
  return interval.ok ? interval.value : undefined;
}

function accountOf(provider: ProviderConfig): Pick<PlannedBeacon, "server" | "token" | "interval"> | undefined {
  const { token } = provider.settings;
  const interval = beaconInterval(provider);
  const server = serverOf(provider);
  if (!(token instanceof Secret) || interval === undefined || server === undefined) return undefined;
  return { server, token, interval };
}

/** Where DNS usually is. */
const dnsPort = 53;

/**
 * The server's DNS: what the user says, or the servers that changes are verified at, or the host that takes updates, for
 * the program that answers both is one.
 */
function serverOf({ settings, verify }: ProviderConfig): BeaconServer | undefined {
  const { dns, url } = settings;
  if (typeof dns === "string" && dns.trim() !== "") return parseServer(dns.trim());
  if (verify.kind === "servers") {
    const [server] = verify.servers;
    if (server !== undefined) return { host: server.address.toString(), port: server.port };
  }
  const host = typeof url === "string" ? URL.parse(url)?.hostname.replace(/^\[(.*)\]$/, "$1") : undefined;
  return host === undefined || host === "" ? undefined : { host, port: dnsPort };
}

/** `ns.example.org`, `ns.example.org:5353`, an address, or an address in brackets with a port. */
function parseServer(text: string): BeaconServer | undefined {
  if (Address.parse(text).ok) return { host: text, port: dnsPort };
  const [, bracketed, plain, portText] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = portText === undefined ? dnsPort : Number(portText);
  return host === undefined || port < 1 || port > 65_535 ? undefined : { host, port };
}
