import type { Address } from "../core/address.ts";
import type { AddressScope } from "../core/address-scope.ts";
import type { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { Bilingual, Language } from "../core/language.ts";
import type { LogLevel } from "../core/log.ts";
import type { OwnerName } from "../core/name.ts";
import type { Endpoint } from "../core/net.ts";
import type { NamePattern } from "../core/name-pattern.ts";
import type { RRType } from "../core/rr-type.ts";
import type { Secret } from "../core/secret.ts";
import type { TsigAlgorithm } from "../core/tsig-algorithm.ts";
import type { Prefix } from "../core/prefix.ts";
import type { ProviderDeclaration, Settings } from "../core/provider.ts";
import type { Result } from "../core/result.ts";
import type { Ttl } from "../core/ttl.ts";

/**
 * What the program is told to do, in validated values. Each part of the program gets its own carrier and never sees the
 * text it came from. `S` is an address source as `detect/` reads it, which this folder does not know.
 */
export interface Config<S> {
  readonly language: Language | "auto";
  readonly log: LogConfig;
  readonly trust: TrustConfig;
  readonly agent: AgentConfig<S>;
  /** Undefined when the configuration has no server. */
  readonly server: ServerConfig | undefined;
}

export interface LogConfig {
  readonly level: LogLevel;
  readonly format: "pretty" | "json";
}

export interface TrustConfig {
  /** PEM text of certificate authorities that count beside the usual ones; undefined when there are none. */
  readonly authorities: string | undefined;
}

export interface AgentConfig<S> {
  /** Longest pause between two looks when nothing seems to change. */
  readonly interval: Duration;
  /** How often the provider itself is read. */
  readonly recheck: Duration;
  /** Independent sources that must agree where none has direct evidence. */
  readonly quorum: number;
  /** Undefined for a family that keeps the built-in sources. */
  readonly sources: Readonly<Record<Family, readonly S[] | undefined>>;
  /** Empty when this host keeps no name. */
  readonly names: readonly NameConfig<S>[];
  /** Ports that the router is asked to let through; no two are the same hole. */
  readonly expose: readonly ExposeConfig[];
}

/** A port that is to be reached from the Internet. */
export interface ExposeConfig {
  readonly transport: "tcp" | "udp";
  /** 1 to 65535. */
  readonly port: number;
  /** What others should connect to over IPv4; in IPv6 it is the port itself, since nothing is translated. */
  readonly externalPort: number;
  /** The host that gets the traffic; undefined for this one. */
  readonly to: Address | undefined;
  /** Never empty; only the family of `to`, where that is given. */
  readonly families: readonly Family[];
}

/** A name to keep. */
export interface NameConfig<S> {
  readonly owner: OwnerName;
  readonly provider: ProviderConfig;
  readonly addresses: Readonly<Record<Family, AddressRule<S>>>;
  /** The ways out whose addresses it gets, in the order of preference; empty leaves the way to the system. */
  readonly uplinks: readonly UplinkConfig[];
  /** Of these the first that is up, or all that are. */
  readonly use: "first" | "all";
  /** Undefined keeps the present one, or the provider's default for a new RRset. */
  readonly ttl: Ttl | undefined;
  /** Scopes of addresses that may be published. */
  readonly scopes: readonly AddressScope[];
  /** What is ours: every address at the name, or only the values we put there. */
  readonly ownership: "rrset" | "values";
  /** Fields of the provider that the user set; all others keep the provider's present value. */
  readonly options: Settings;
}

/** One of several ways out; at least one of the two is given. */
export interface UplinkConfig {
  /** The user's own name for it. */
  readonly name: string;
  readonly interfaceName: string | undefined;
  /** Of this host. */
  readonly localAddress: Address | undefined;
}

/** `auto` asks the agent's sources. */
export type SourceChoice<S> = { readonly kind: "auto" } | { readonly kind: "sources"; readonly sources: readonly S[] };

export type AddressRule<S> =
  | { readonly kind: "off" }
  | SourceChoice<S>
  /** Of this host's own addresses those that fit; at least one of the three is given. */
  | {
      readonly kind: "pinned";
      readonly interfaceName: string | undefined;
      readonly prefix: Prefix | undefined;
      /** The last 64 bits of an IPv6 address. */
      readonly interfaceId: Address | undefined;
    }
  | {
      readonly kind: "neighbour";
      readonly prefixOf: SourceChoice<S>;
      /** No bits inside the prefix. */
      readonly interfaceId: Address;
      /** In bits. */
      readonly prefixLength: number;
    };

/** An account at a DNS service. */
export interface ProviderConfig {
  /** The user's own name for it. */
  readonly key: string;
  readonly declaration: ProviderDeclaration;
  /** Complete: fallbacks of the declaration are filled in. */
  readonly settings: Settings;
  readonly verify:
    | { readonly kind: "auto" }
    | { readonly kind: "off" }
    | { readonly kind: "servers"; readonly servers: readonly Endpoint[] };
}

/** A shared key that others sign DNS messages with. */
export interface ServerKeyConfig {
  readonly name: OwnerName;
  readonly algorithm: TsigAlgorithm;
  /** Base64. */
  readonly secret: Secret;
  /** What it may change by DNS UPDATE; empty for nothing. */
  readonly update: readonly UpdateRightConfig[];
}

export interface UpdateRightConfig {
  readonly names: readonly NamePattern[];
  /** Empty for all types. */
  readonly types: readonly RRType[];
}

export interface ServerConfig {
  /** Servers that keep a copy of every zone that does not list its own. */
  readonly secondaries: readonly SecondaryConfig[];
  /** The zone that tells them which zones there are; undefined when there is to be none. RFC 9432 */
  readonly catalog: OwnerName | undefined;
  /** No two have the same name. */
  readonly keys: readonly ServerKeyConfig[];
  readonly zones: readonly ZoneConfig[];
  readonly dns: {
    readonly listen: readonly Endpoint[];
    readonly threads: QueryThreadCount;
    readonly answers: AnswerConfig;
    /** DNS over TLS; undefined: nowhere. */
    readonly tls: DnsTlsConfig | undefined;
    /** Queries are answered on the HTTP listeners too. RFC 8484 */
    readonly isOverHttps: boolean;
  };
  readonly http: { readonly listen: readonly HttpListenerConfig[]; readonly trustedProxies: readonly Prefix[] };
}

/** Absolute paths of PEM files. Port 0 leaves the choice to the system. */
export interface DnsTlsConfig {
  readonly listen: readonly Endpoint[];
  readonly certificate: string;
  readonly key: string;
}

/** What answers to queries depend on beside the zones. */
export interface AnswerConfig {
  /** Told to whoever asks; what is undefined is not. RFC 4892, RFC 5001 */
  readonly identity: { readonly hostname: string | undefined; readonly version: string | undefined };
  /** RFC 8914 */
  readonly hasExtendedErrors: boolean;
  /** Undefined: answers are sent however many there are. */
  readonly rateLimit: RateLimitConfig | undefined;
}

/** As `RateLimit` of the data plane has it. */
export interface RateLimitConfig {
  readonly perSecond: number;
  readonly slip: number;
  readonly prefixes: { readonly ipv4: number; readonly ipv6: number };
}

/**
 * Threads that receive queries over UDP in batches: so many where the system can do that, and none without complaint where
 * it cannot. `off`: the main thread receives them one by one, as it does everywhere else.
 */
export type QueryThreadCount = number | "off";

export interface ZoneConfig {
  readonly apex: OwnerName;
  /** Absolute path of a master file with the first content. */
  readonly file: string | undefined;
  /** Names of the zone's servers; empty only when there is a file. */
  readonly nameServers: readonly OwnerName[];
  /** Of the name servers inside the zone; only for its first content. */
  readonly nameServerAddresses: readonly Address[];
  /** The mailbox in the form of a name. RFC 1035 §8 */
  readonly rname: OwnerName;
  /** For hosts that ask for none. */
  readonly ttl: Ttl;
  /** The name that answers with the address of whoever asks; undefined when there is to be none. */
  readonly whoami: WhoamiConfig | undefined;
  /** Undefined: hosts keep their addresses however long they are silent. */
  readonly lease: LeaseConfig | undefined;
  /** Servers that keep a copy. */
  readonly secondaries: readonly SecondaryConfig[];
  /** Servers that the zone is copied from; empty for a zone of our own. A copy has no content of its own. */
  readonly primaries: readonly PrimaryConfig[];
}

/** As its copies see a server: where it is asked, and what signs. */
export type PrimaryConfig = SecondaryConfig;

export interface SecondaryConfig {
  readonly endpoint: Endpoint;
  /** The key, one of the server's, that signs what goes between; undefined trusts the address alone. */
  readonly keyName: OwnerName | undefined;
}

/** What becomes of a host that is silent. */
export interface LeaseConfig {
  readonly duration: Duration;
  /** Addresses its name then leads to; of a family without any, its addresses are withdrawn. */
  readonly standby: readonly Address[];
}

export interface WhoamiConfig {
  readonly name: OwnerName;
  /** False for the usual name, which gives way to what the zone has there. */
  readonly isRequired: boolean;
}

/** Port 0 leaves the choice to the system. */
export interface HttpListenerConfig {
  readonly endpoint: Endpoint;
  /** Absolute paths of PEM files; undefined serves plain HTTP, which the user has allowed. */
  readonly tls: { readonly certificate: string; readonly key: string } | undefined;
}

/**
 * Reads an address source in either of its forms, a text or a map; `detail` says what is wrong with it. A source may name
 * one of the providers, whose values are undefined where they have problems of their own.
 */
export type SourceSpecParser<S> = (
  given: unknown,
  family: Family,
  providers: ReadonlyMap<string, ProviderConfig | undefined>,
) => Result<S, { readonly detail: Bilingual<string> }>;
