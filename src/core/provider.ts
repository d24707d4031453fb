import type { Address } from "./address.ts";
import type { Clock } from "./clock.ts";
import type { Duration } from "./duration.ts";
import type { Family } from "./family.ts";
import type { HttpClient } from "./http.ts";
import type { Bilingual } from "./language.ts";
import type { OwnerName } from "./name.ts";
import type { DatagramClient, FramedStreamClient, HostLookup } from "./net.ts";
import type { Failed, Outcome, Rejected } from "./outcome.ts";
import type { Random } from "./random.ts";
import type { Result } from "./result.ts";
import type { RRType } from "./rr-type.ts";
import type { Secret } from "./secret.ts";
import type { Ttl, TtlLimits } from "./ttl.ts";
import type { Withdrawal } from "./withdrawal.ts";

/**
 * What a DNS service can do for us, in the two shapes there are. A provider holds facts and request shapes: it never
 * compares, sleeps, retries or logs, and everything the remote can do wrong is an outcome.
 */

/** A zone at a provider. */
export interface ProviderZone {
  readonly apex: OwnerName;
  /** The provider's own name for it, when it has one. */
  readonly id: string | undefined;
}

/** One record as the provider holds it. */
export interface ActualRecord {
  /** The provider's identity of the record; undefined where only whole RRsets have one. */
  readonly id: string | undefined;
  /** Wire form. */
  readonly rdata: Uint8Array;
  /** Undefined when the provider chooses it and does not say. */
  readonly ttl: Ttl | undefined;
  /** Provider fields such as `proxied` or `comment`, by their option names. */
  readonly fields: Readonly<Record<string, SettingValue>>;
}

/** What exists now at one owner and type; an empty list is proof of absence. */
export interface ActualRRset {
  readonly records: readonly ActualRecord[];
  /** The provider answers resolvers with addresses of its own (a proxy), so DNS cannot confirm the values. */
  readonly isMasked: boolean;
}

/** One step of a change, for providers that address single records. Steps are applied in order. */
export type RecordEdit =
  | { readonly kind: "update"; readonly record: ActualRecord; readonly rdata: Uint8Array }
  | { readonly kind: "create"; readonly rdata: Uint8Array }
  | { readonly kind: "delete"; readonly record: ActualRecord };

/** A planned change of one RRset, in both forms providers need: the whole set afterwards, and the steps to it. */
export interface RRsetChange {
  readonly owner: OwnerName;
  readonly type: RRType;
  readonly before: ActualRRset;
  /** RDATA in wire form; empty withdraws the RRset. */
  readonly after: readonly Uint8Array[];
  /** The user's TTL; undefined keeps the present one, or the provider's default for a new RRset. */
  readonly ttl: Ttl | undefined;
  /** Fields the user set; all others keep the provider's present value. */
  readonly options: Settings;
  readonly edits: readonly RecordEdit[];
}

/** What reading can end in when it does not end in a value. */
export interface ReadFailure {
  readonly outcome: Rejected | Failed;
}

/** A service whose zones and records can be listed and edited. */
export interface ZoneApi {
  readonly kind: "zone-api";
  /** Zones the credential can see, all pages; `rejected` `unsupported` when the service has no such list. */
  zones(signal?: AbortSignal): Promise<Result<readonly ProviderZone[], ReadFailure>>;
  /** The zone that holds `owner`: the longest match. */
  zoneOf(owner: OwnerName, signal?: AbortSignal): Promise<Result<ProviderZone, ReadFailure>>;
  /**
   * What exists now. The user's options matter here too: at services that keep several RRsets of one owner and type apart
   * (by line, by weight), only the one they select is read, so that no plan touches the others.
   */
  read(
    zone: ProviderZone,
    owner: OwnerName,
    type: RRType,
    options: Settings,
    signal?: AbortSignal,
  ): Promise<Result<ActualRRset, ReadFailure>>;
  apply(zone: ProviderZone, change: RRsetChange, signal?: AbortSignal): Promise<Outcome>;
  /** What the service tells about these credentials without changing anything; absent where it tells nothing. */
  inspect?(signal?: AbortSignal): Promise<Result<readonly CredentialFinding[], ReadFailure>>;
}

/** A service that is told addresses and cannot be asked. An absent family is left alone; an empty one is withdrawn. */
export interface PushRequest {
  readonly owner: OwnerName;
  readonly addresses: Readonly<Partial<Record<Family, readonly Address[]>>>;
  /**
   * What the service has confirmed of the other managed families, for a request that has to name all of them. Nothing
   * needs to be sent for their sake: services count repeated equal updates as abuse.
   */
  readonly alongside?: Readonly<Partial<Record<Family, readonly Address[]>>>;
  readonly ttl: Ttl | undefined;
  readonly options: Settings;
}

/** What telling came to; `byFamily` says it of each that was told, where they are told apart and one of them was refused. */
export type PushOutcome = Outcome & { readonly byFamily?: Readonly<Partial<Record<Family, Outcome>>> };

export interface PushService {
  readonly kind: "push";
  push(request: PushRequest, signal?: AbortSignal): Promise<PushOutcome>;
}

export type Provider = ZoneApi | PushService;

/** A value of a credential or option. */
export type SettingValue = string | number | boolean | Secret | readonly string[] | undefined;
export type Settings = Readonly<Record<string, SettingValue>>;

/** One credential or option a user fills in; form, command line, JSON Schema and documentation derive from it. */
export interface Field {
  readonly kind: "secret" | "text" | "url" | "boolean" | "integer" | "choice" | "list";
  readonly description: Bilingual<string>;
  readonly isRequired: boolean;
  readonly fallback?: string | number | boolean;
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** May be left out, and yet most people need it: examples show it. */
  readonly isUsual?: true;
  /** Longer help: where the user finds this value. */
  readonly whereToFind?: Bilingual<string>;
}

/** What users call a service besides its id and label; only searching and showing need it. */
export interface ServiceNames {
  /** The service's name in Chinese, where it has one. */
  readonly "zh-CN"?: string;
  /** Other spellings, products and former names, and what other clients call it where that is none of these. */
  readonly aliases?: readonly string[];
}

/** How a user gets the credentials of a service, and how little they can be made to reach. */
export interface AccessFacts {
  /** Where in its pages the service gives them out. */
  readonly where: Bilingual<string>;
  /** The smallest right that suffices. */
  readonly least: Bilingual<string>;
  /**
   * What credentials reach when they are made as small as the service lets them be: one name or record, chosen zones, all
   * DNS of the account, or more than DNS (an account, a project, a whole server). Of a service that the user describes
   * nothing is known.
   */
  readonly reach: "name" | "zones" | "dns" | "account" | "unknown";
  readonly excess?: readonly ExcessRule[];
}

/** A credential which, once filled in, can do far more than the smallest one, and what to use instead. */
export interface ExcessRule {
  readonly field: string;
  /** Only when the value holds this text, as an e-mail address holds `@`; secrets are not looked into. */
  readonly holding?: string;
  readonly warning: Bilingual<string>;
}

/** What the service itself tells about the credentials it was asked with. */
export interface CredentialFinding {
  /** `excess`: they can do far more than is needed. `limit`: they will stop working, or cannot do something needed. */
  readonly kind: "excess" | "limit";
  readonly text: Bilingual<string>;
}

/** What a connected provider may use. */
export interface ProviderPorts {
  readonly http: HttpClient;
  readonly datagrams: DatagramClient;
  readonly streams: FramedStreamClient;
  readonly lookup: HostLookup;
  /** For time stamps in signatures only. */
  readonly clock: Clock;
  readonly random: Random;
}

/** Everything about a service that does not depend on a user. */
export interface ProviderDeclaration {
  /** Stable, lower case with hyphens; the file name. */
  readonly id: string;
  readonly label: string;
  readonly site: string;
  readonly manual: string;
  readonly kind: Provider["kind"];
  readonly names?: ServiceNames;
  readonly access: AccessFacts;
  /** Where the service differs from what a user would expect. */
  readonly quirks?: readonly Bilingual<string>[];
  /** What only one source says, or none: assumed with care, and said so. */
  readonly unverified?: readonly Bilingual<string>[];
  readonly credentials: Readonly<Record<string, Field>>;
  /**
   * Ways to sign in, each a list of credentials that belong together; exactly one of them is filled in whole. Absent when
   * the required fields say it all.
   */
  readonly signIn?: readonly (readonly string[])[];
  /** Per-name options, for instance `proxied`. */
  readonly options: Readonly<Record<string, Field>>;
  /** Families the service can publish. */
  readonly families: readonly Family[];
  /** Most values per RRset; one for classic dynamic-DNS services. */
  readonly largestRRset: number;
  /** Limits in seconds and the value used when neither user nor provider has one; undefined: the service decides. */
  readonly ttl: (TtlLimits & { readonly fallback: number }) | undefined;
  /** Documented pace, per credential. */
  readonly pace: { readonly requestsPerMinute: number } | undefined;
  /** Names unchanged for so long expire at the service, so they are sent again. */
  readonly refreshEvery: Duration | undefined;
  /** What can be withdrawn, everything at a zone API. Where a family cannot, it must not be asked for empty. */
  readonly withdrawal: Withdrawal;
  /** False at services that keep the address but publish it in no zone, so that DNS proves nothing about it. */
  readonly isInDns: boolean;
  /** Settings are complete and checked against `credentials`. */
  connect(settings: Settings, ports: ProviderPorts): Provider;
}

/** The declarations there are, by id. */
export interface ProviderCatalogue {
  readonly ids: readonly string[];
  /** Loads one declaration; undefined for an unknown id. */
  load(id: string): Promise<ProviderDeclaration | undefined>;
}
