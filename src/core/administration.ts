import type { MasterFile } from "./master-file.ts";
import type { Actor, Transport } from "./journal.ts";
import type { Result } from "./result.ts";

/**
 * What an administrator can do with a server, running or stopped. Values are plain JSON, because a running server is
 * reached through a socket in its state directory; names are ASCII without the final dot, times RFC 3339.
 */

export interface ZoneSummary {
  readonly apex: string;
  readonly serial: number;
  readonly revision: number;
  /** Owner names that have records. */
  readonly ownerCount: number;
  /** Missing for a zone of our own. A copy that has not come yet has serial 0 and no owner names. */
  readonly copy?: CopySummary;
}

/** How fresh the copy of a zone is. */
export interface CopySummary {
  /** Those it is copied from, in the order they are asked in. */
  readonly primaries: readonly string[];
  /** The one that answered last; null while none has. */
  readonly primary: string | null;
  /** When a primary last confirmed or gave what is here. */
  readonly checkedAt: string | null;
  readonly nextCheckAt: string | null;
  /** When it is not answered from any more, unless a primary is heard before. */
  readonly expiresAt: string | null;
  readonly hasExpired: boolean;
  /** Why the last check failed; null after one that did not. */
  readonly failure: { readonly code: string; readonly detail: string } | null;
}

export interface NewZone {
  readonly apex: string;
  /** Authoritative servers of the zone; the first is the SOA's MNAME. Empty: `ns1` in the zone. */
  readonly nameServers: readonly string[];
  /** Addresses for name servers inside the zone, as their A and AAAA records. */
  readonly nameServerAddresses: readonly string[];
  /** Mail address for the SOA's RNAME; undefined: `hostmaster@` the apex. */
  readonly contact: string | undefined;
}

export interface ZoneImport {
  readonly file: MasterFile;
  /** Undefined: the owner of the file's SOA. */
  readonly apex: string | undefined;
  /** `create` refuses a zone that exists; `replace` makes it equal to the file. */
  readonly mode: "create" | "replace";
}

export interface ZoneImported {
  readonly zone: ZoneSummary;
  readonly recordCount: number;
  /** As the file has it; null where its SOA says none. What is served is later, since every change counts. */
  readonly fileSerial: number | null;
  readonly hasChanged: boolean;
  readonly warnings: readonly FileProblem[];
}

/** A problem of a master file, with its texts in both languages ready to print. */
export interface FileProblem {
  /** The included file it is in; missing in the file that was given. */
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly text: { readonly en: string; readonly "zh-CN": string };
}

export interface HostSummary {
  readonly name: string;
  readonly zone: string;
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
  readonly createdAt: string;
  /** When it last showed its token or signature; null when nobody remembers that. */
  readonly lastHeard: HeardSummary | null;
}

export interface HeardSummary {
  readonly at: string;
  readonly transport: Transport;
  /** Null where a proxy did not say. */
  readonly from: string | null;
}

/** A token is shown this once; only its digest is kept. */
export interface IssuedToken {
  readonly name: string;
  readonly token: string;
}

/** One entry of the server's history. */
export interface HistoryEntry {
  readonly revision: number;
  readonly at: string;
  readonly zone: string;
  readonly actor: Actor["kind"];
  /** The id of the actor's token; it is not secret. */
  readonly tokenId: string | null;
  /** The name of the actor's TSIG key. */
  readonly keyName: string | null;
  readonly transport: Transport;
  /** Null for local transports. */
  readonly peer: string | null;
  /** At most 20 per entry, in presentation form. */
  readonly changes: readonly { readonly owner: string; readonly type: string; readonly values: readonly string[] }[];
  readonly changeCount: number;
}

/** What one listener does. */
export interface ListenerSummary {
  readonly kind: "dns-udp" | "dns-tcp" | "dns-tls" | "http" | "https";
  readonly endpoint: string;
}

/** How queries over UDP are received. */
export interface UdpSummary {
  /** Threads that receive them in batches; 0 for the portable socket of the main thread. */
  readonly threads: number;
  /** Why there are none; null where there are some. */
  readonly reason: PortableReason | null;
}

/**
 * - `configured`: `server.dns.threads` is off.
 * - `packets-unavailable`, `packets-forbidden`: see `PacketsRefused`.
 * - `threads-failed`: they ended again and again.
 */
export type PortableReason = "configured" | "packets-unavailable" | "packets-forbidden" | "threads-failed";

export interface ServerSummary {
  readonly version: string;
  readonly pid: number;
  readonly startedAt: string;
  readonly revision: number;
  readonly zones: readonly ZoneSummary[];
  readonly listeners: readonly ListenerSummary[];
  readonly udp: UdpSummary;
  readonly counters: Readonly<Record<string, number>>;
}

/**
 * Why an operation was not done, or, where the server could not be heard, perhaps not done: `server-unreachable` after a
 * request says nothing about what became of it. `server-absent`: what runs there is an agent only.
 */
export type AdministrationCode =
  | "name-invalid"
  | "host-name-invalid"
  | "address-invalid"
  | "zone-not-served"
  | "zone-exists"
  | "zone-in-configuration"
  | "zone-has-hosts"
  | "zone-is-copy"
  | "apex-unknown"
  | "file-has-problems"
  | "host-exists"
  | "name-reserved"
  | "name-is-alias"
  | "host-unknown"
  | "entry-too-large"
  | "conflict"
  | "memory-full"
  | "journal-full"
  | "journal-unavailable"
  | "journal-corrupt"
  | "accounts-unavailable"
  | "server-absent"
  | "server-unreachable";

/** The caller has a text for every code; `detail` names the thing. */
export interface AdministrationFailure {
  readonly code: AdministrationCode;
  readonly detail: string;
  readonly problems?: readonly FileProblem[];
}

export type Administered<T> = Promise<Result<T, AdministrationFailure>>;

export interface Administration {
  zones(): Administered<readonly ZoneSummary[]>;
  addZone(zone: NewZone): Administered<ZoneSummary>;
  importZone(file: ZoneImport): Administered<ZoneImported>;
  /** The zone as a master file. */
  exportZone(apex: string): Administered<string>;
  /** Refuses while hosts exist in the zone, unless they are to go with it. */
  removeZone(apex: string, withHosts: boolean): Administered<void>;
  addHost(name: string): Administered<IssuedToken>;
  /** In the order of names, after `after`, at most 1000. */
  hosts(after: string | undefined, limit: number): Administered<readonly HostSummary[]>;
  /** Withdraws the host's addresses and ends its tokens. */
  removeHost(name: string): Administered<void>;
  /** A new token; the earlier ones end unless they are kept beside it. */
  renewToken(name: string, keepsEarlier: boolean): Administered<IssuedToken>;
  history(query: {
    readonly owner: string | undefined;
    readonly before: number | undefined;
    readonly limit: number;
  }): Administered<readonly HistoryEntry[]>;
}
