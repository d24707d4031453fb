import { OwnerName } from "../../../core/name.ts";
import type { Outcome, Rejected } from "../../../core/outcome.ts";
import type { ActualRRset, ProviderPorts, ProviderZone, RRsetChange } from "../../../core/provider.ts";
import { random16, randomAlphanumeric } from "../../../core/random.ts";
import { failure, ok, type Result } from "../../../core/result.ts";
import type { RRType } from "../../../core/rr-type.ts";
import { sameRdata } from "../../../core/rrset.ts";
import type { Secret } from "../../../core/secret.ts";
import { ttlOf, type Ttl } from "../../../core/ttl.ts";
import { noFlags } from "../../../wire/header.ts";
import { emptyMessage, type Message } from "../../../wire/message.ts";
import type { ResourceRecord } from "../../../wire/record.ts";
import type { RRClass } from "../../../wire/rr-class.ts";
import type { TsigAlgorithm } from "../../../core/tsig-algorithm.ts";
import { TsigKey } from "../../../wire/tsig-key.ts";
import type { ZoneFamily } from "../connection.ts";
import { DnsConversation, type DnsServer } from "../dns-conversation.ts";
import { asRead, asWrite, certain, type Trouble } from "../trouble.ts";
import { candidates, noList, notFound } from "../zone-finding.ts";

/**
 * Name servers that take DNS UPDATE (RFC 2136), mostly signed with TSIG (RFC 8945). The server itself is asked what
 * exists, and every write states what it takes for granted.
 */

export interface Rfc2136Settings {
  /** Host name or address of the primary; a port behind it, as in `192.0.2.53:5353` and `[2001:db8::53]:5353`, is the port. */
  readonly server: string;
  readonly port: number;
  readonly transport: "tcp" | "udp";
  /** Found by asking for SOA records when absent. */
  readonly zone: string | undefined;
  readonly keyName: string | undefined;
  /** In base64, or the whole key as `tsig-keygen` and `keymgr -t` print it. */
  readonly keySecret: Secret | undefined;
  readonly algorithm: TsigAlgorithm;
}

export function rfc2136(settings: Rfc2136Settings): ZoneFamily<unknown> {
  return ({ ports, facts }) => {
    const usable = usableSettings(settings);
    if (!usable.ok) return refusing(usable.outcome);
    const { key, zone: given, server } = usable.value;
    const primary = new Primary(new DnsConversation({ ...server, transport: settings.transport, key }, ports), ports);
    return {
      kind: "zone-api",
      zones: async () => (given === undefined ? noList : ok([{ apex: given, id: undefined }])),
      async zoneOf(owner, signal) {
        if (given === undefined) return asRead(await primary.zoneOf(owner, signal));
        return owner.isAtOrBelow(given) ? ok({ apex: given, id: undefined }) : notFound(owner);
      },
      read: async (zone, owner, type, _options, signal) => asRead(await primary.read(zone, owner, type, signal)),
      async apply(zone, change, signal) {
        const fallback = ttlOf(facts.ttl?.fallback ?? 0);
        return primary.apply(zone, change, fallback.ok ? fallback.value : undefined, signal);
      },
    };
  };
}

/** One primary name server, and what can be asked of it. */
class Primary {
  readonly #conversation: DnsConversation;
  readonly #ports: ProviderPorts;

  constructor(conversation: DnsConversation, ports: ProviderPorts) {
    this.#conversation = conversation;
    this.#ports = ports;
  }

  /** The zone whose SOA the server answers with, for the owner or for the first parent that has one. */
  async zoneOf(owner: OwnerName, signal: AbortSignal | undefined): Promise<Result<ProviderZone, Trouble>> {
    let refused = "";
    for (const candidate of candidates(owner)) {
      const answer = await this.#conversation.exchange(this.#query(candidate, "SOA"), signal);
      if (!answer.ok) {
        // Servers refuse questions about what they do not serve, Knot without a signature, and may serve the parent.
        if (answer.rcode !== "REFUSED") return answer;
        refused ||= answer.outcome.detail;
        continue;
      }
      const { flags, answer: records, authority } = answer.value;
      const soa = [...records, ...authority].find(({ type }) => type === "SOA");
      if (flags.aa && soa !== undefined && candidate.isAtOrBelow(soa.owner))
        return ok({ apex: soa.owner, id: undefined });
    }
    if (refused === "") return certain(notFound(owner).outcome);
    return certain({ kind: "rejected", code: "zone-not-found", detail: refused });
  }

  /** What the server holds; what it makes up from a wildcard does not count. */
  async read(
    zone: ProviderZone,
    owner: OwnerName,
    type: RRType,
    signal: AbortSignal | undefined,
  ): Promise<Result<ActualRRset, Trouble>> {
    const found = await this.#lookUp(owner, type, signal);
    if (!found.ok || found.value.length === 0 || owner.isWildcard || owner.equals(zone.apex)) return asActual(found);
    // A sibling that nobody has made shows whether a wildcard answers here. RFC 4592 §3.3.1
    const sibling = owner.parent?.child(randomAlphanumeric(this.#ports.random, 20));
    if (sibling === undefined || !sibling.ok) return asActual(found);
    const made = await this.#lookUp(sibling.value, type, signal);
    if (!made.ok) return made;
    if (!sameRdata(rdataOf(made.value), rdataOf(found.value))) return asActual(found);
    // Both look alike, so the server is asked to make sure: an UPDATE of prerequisites alone changes nothing.
    const request = this.#update(zone, [absenceOrPresence(owner, type, "ANY")], []);
    const exists = await this.#conversation.exchange(request, signal);
    if (!exists.ok && exists.outcome.code === "precondition-lost") return ok({ records: [], isMasked: false });
    return exists.ok ? asActual(found) : exists;
  }

  /** Replaces the RRset in one message, which has an effect only while it still is what the change was planned for. */
  async apply(
    zone: ProviderZone,
    change: RRsetChange,
    fallback: Ttl | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Outcome> {
    const { owner, type, before, after } = change;
    const ttl = change.ttl ?? before.records[0]?.ttl ?? fallback ?? noTtl;
    const request = this.#update(zone, prerequisites(change), [
      record(owner, type, "ANY", noTtl, nothing),
      ...after.map((rdata) => record(owner, type, "IN", ttl, rdata)),
    ]);
    const written = asWrite(await this.#conversation.exchange(request, signal));
    if (!written.ok) return written.outcome;
    // RFC 2136 §3.4.2.2: what stands beside an alias is left out in silence, and a forwarding secondary is behind.
    const readBack = await this.read(zone, owner, type, signal);
    if (!readBack.ok) {
      const { outcome } = readBack;
      return outcome.kind === "failed" ? { ...outcome, kind: "unconfirmed" } : outcome;
    }
    const now = readBack.value.records.map(({ rdata }) => rdata);
    if (!sameRdata(now, after)) {
      const detail = `${owner} ${type}: the server took the update and still answers with other data`;
      return { kind: "unconfirmed", code: "not-yet-visible", detail };
    }
    const previous = before.records.map(({ rdata }) => rdata);
    return { kind: "updated", changes: [{ owner, type, before: previous, after }] };
  }

  /** The records of an owner and type from the server's own data. */
  async #lookUp(
    owner: OwnerName,
    type: RRType,
    signal: AbortSignal | undefined,
  ): Promise<Result<readonly ResourceRecord[], Trouble>> {
    const request = this.#query(owner, type);
    const answer = await this.#conversation.exchange(request, signal);
    if (!answer.ok) return answer;
    const { flags, answer: records } = answer.value;
    const ours = records.filter((found) => found.owner.equals(owner));
    if (!flags.aa) {
      const detail = `${owner} ${type}: the server has no authority over this name`;
      return certain({ kind: "rejected", code: "zone-not-found", detail });
    }
    if (flags.tc) return certain(this.#conversation.unreadable(request, "an answer cut short"));
    const alias = ours.find((found) => found.type === "CNAME");
    if (alias !== undefined && type !== "CNAME") {
      // RFC 1034 §3.6.2: where an alias is, no other data may be.
      return certain({ kind: "rejected", code: "conflicting-records", detail: `${owner} is an alias` });
    }
    return ok(ours.filter((found) => found.type === type));
  }

  #query(name: OwnerName, type: RRType): Message {
    // RD is clear: the server's own data are wanted and no cache's. RFC 1035 §4.1.1
    return { ...emptyMessage, id: random16(this.#ports.random), question: [{ name, type, class: "IN" }] };
  }

  #update(zone: ProviderZone, required: readonly ResourceRecord[], updates: readonly ResourceRecord[]): Message {
    return {
      ...emptyMessage,
      id: random16(this.#ports.random),
      opcode: "UPDATE",
      flags: noFlags,
      question: [{ name: zone.apex, type: "SOA", class: "IN" }],
      answer: required,
      authority: updates,
    };
  }
}

const nothing = new Uint8Array(0);
const noTtl = 0 as Ttl;

function record(owner: OwnerName, type: RRType, rrClass: RRClass, ttl: Ttl, rdata: Uint8Array): ResourceRecord {
  return { owner, type, class: rrClass, ttl, rdata };
}

/** "RRset exists" with class ANY, "RRset does not exist" with class NONE. RFC 2136 §2.4.1, §2.4.3 */
function absenceOrPresence(owner: OwnerName, type: RRType, rrClass: "ANY" | "NONE"): ResourceRecord {
  return record(owner, type, rrClass, noTtl, nothing);
}

/** The RRset is as it was read, and no alias has come in its way. RFC 2136 §2.4.2, §2.4.3 */
function prerequisites({ owner, type, before, after }: RRsetChange): readonly ResourceRecord[] {
  const values = before.records.map(({ rdata }) => record(owner, type, "IN", noTtl, rdata));
  const unchanged = values.length === 0 ? [absenceOrPresence(owner, type, "NONE")] : values;
  return after.length === 0 ? unchanged : [...unchanged, absenceOrPresence(owner, "CNAME", "NONE")];
}

function asActual(found: Result<readonly ResourceRecord[], Trouble>): Result<ActualRRset, Trouble> {
  if (!found.ok) return found;
  const records = found.value.map(({ rdata, ttl }) => ({ id: undefined, rdata, ttl, fields: {} }));
  return ok({ records, isMasked: false });
}

function rdataOf(records: readonly ResourceRecord[]): readonly Uint8Array[] {
  return records.map(({ rdata }) => rdata);
}

interface Usable {
  readonly server: Pick<DnsServer, "host" | "port">;
  readonly key: TsigKey | undefined;
  readonly zone: OwnerName | undefined;
}

function usableSettings(settings: Rfc2136Settings): Result<Usable, { readonly outcome: Rejected }> {
  const { zone, keyName, keySecret, algorithm } = settings;
  const apex = zone === undefined ? undefined : OwnerName.parse(zone);
  if (apex !== undefined && !apex.ok) return invalid("zone is no domain name");
  const server = serverOf(settings);
  if (!(server.port > 0 && server.port <= 65_535)) return invalid("server has no port from 1 to 65535");
  if (keyName === undefined && keySecret === undefined) return ok({ server, key: undefined, zone: apex?.value });
  if (keyName === undefined || keySecret === undefined)
    return invalid("a key has a name and a secret: key-name and key-secret belong together");
  const name = OwnerName.parse(keyName);
  if (!name.ok) return invalid("key-name is no domain name");
  const key = TsigKey.of(name.value, algorithm, keySecret);
  if (!key.ok && key.code === "secret-of-another-key") {
    return invalid(`key-secret is not the key ${name.value.hostname} (${algorithm}), but ${key.keys.join(", ")}`);
  }
  if (!key.ok) return invalid("key-secret is neither base64 nor what tsig-keygen or keymgr -t prints");
  return ok({ server, key: key.value, zone: apex?.value });
}

/** The port written behind the server, as elsewhere in the configuration, else the one that has a setting of its own. */
function serverOf({ server, port }: Rfc2136Settings): Usable["server"] {
  const [, bracketed, plain, written] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(server) ?? [];
  const host = bracketed ?? plain;
  return host === undefined ? { host: server, port } : { host, port: Number(written) };
}

function invalid(detail: string): Result<never, { readonly outcome: Rejected }> {
  return failure({ outcome: { kind: "rejected", code: "value-invalid", detail } });
}

/** What is connected with settings that can be sent nowhere. */
function refusing(outcome: Rejected): ReturnType<ZoneFamily<unknown>> {
  const refused = async (): Promise<Result<never, { readonly outcome: Rejected }>> => failure({ outcome });
  return { kind: "zone-api", zones: refused, zoneOf: refused, read: refused, apply: async () => outcome };
}
