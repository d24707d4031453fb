import type { OwnerName } from "../../src/core/name.ts";
import { equalOctets } from "../../src/core/octets.ts";
import { sameRdata } from "../../src/core/rrset.ts";
import type { RRType } from "../../src/core/rr-type.ts";
import { serialOf } from "../../src/core/serial.ts";
import type { Ttl } from "../../src/core/ttl.ts";
import type { Message } from "../../src/wire/message.ts";
import type { Rcode } from "../../src/wire/rcode.ts";
import { encodeRdata, parseRdata, printRdata } from "../../src/wire/rdata/registry.ts";
import { soa } from "../../src/wire/rdata/soa.ts";
import type { ResourceRecord } from "../../src/wire/record.ts";
import { responseTo } from "../../src/wire/response.ts";
import { expectOk } from "../support/expect-ok.ts";
import { name, ttl } from "../support/values.ts";
import type { HeldRecord } from "./zone-store.ts";

/** Zones as a primary holds them: looked up as RFC 1034 §4.3.2 says, changed as RFC 2136 §3 says. Written for clarity. */
export class UpdatableZones {
  readonly #apexes: OwnerName[] = [];
  #records: ResourceRecord[] = [];
  #serial = 1;
  /** UPDATE messages that were to change something. */
  updates = 0;

  add(apex: string): void {
    this.#apexes.push(name(apex));
  }

  hold(owner: string, type: string, content: string, seconds = 300): void {
    const rrType = type as RRType;
    const text = type === "TXT" ? `"${content}"` : content;
    const rdata = expectOk(parseRdata(rrType, text, name(".")));
    this.#records.push({ owner: name(owner), type: rrType, class: "IN", ttl: ttl(seconds), rdata });
  }

  held(owner?: string, type?: string): readonly HeldRecord[] {
    return this.#records
      .filter(
        (record) => (owner === undefined || record.owner.equals(name(owner))) && (type ?? record.type) === record.type,
      )
      .map((record) => {
        const content = printRdata(record.type, record.rdata);
        const key = record.owner.hostname;
        const zone = this.#zoneOf(record.owner)?.hostname ?? "";
        return {
          id: `${key} ${record.type} ${content}`,
          zone,
          owner: key,
          type: record.type,
          content,
          ttl: record.ttl,
          fields: {},
        };
      });
  }

  /** The answer to a query. */
  answer(request: Message): Message {
    const [question] = request.question;
    const apex = question === undefined ? undefined : this.#zoneOf(question.name);
    if (question === undefined || apex === undefined) return responseTo(request, "REFUSED");
    const reply = responseTo(request, "NOERROR");
    const flags = { ...reply.flags, aa: true };
    const start = this.#soa(apex);
    if (question.type === "SOA" && question.name.equals(apex)) return { ...reply, flags, answer: [start] };
    const there = this.#at(question.name);
    const found = there.length > 0 || this.#hasBelow(question.name) ? there : this.#fromWildcard(question.name, apex);
    if (found === undefined) return { ...reply, rcode: "NXDOMAIN", flags, authority: [start] };
    const matching = found.filter(({ type }) => type === question.type || type === "CNAME");
    return matching.length > 0 ? { ...reply, flags, answer: matching } : { ...reply, flags, authority: [start] };
  }

  /** Performs an UPDATE; nothing is changed unless everything is in order. RFC 2136 §3 */
  update(request: Message): Rcode {
    const [zone] = request.question;
    const apex = this.#apexes.find((known) => zone !== undefined && known.equals(zone.name));
    if (zone?.type !== "SOA" || zone.class !== "IN") return "FORMERR";
    if (apex === undefined) return "NOTAUTH";
    const named = [...request.answer, ...request.authority];
    if (named.some(({ owner }) => !(this.#zoneOf(owner)?.equals(apex) ?? false))) return "NOTZONE";
    const unmet = this.#unmetPrerequisite(request.answer);
    if (unmet !== undefined) return unmet;
    if (request.authority.length > 0) this.updates += 1;
    for (const record of request.authority) this.#apply(record);
    this.#serial += 1;
    return "NOERROR";
  }

  /** RFC 2136 §3.2 */
  #unmetPrerequisite(required: readonly ResourceRecord[]): Rcode | undefined {
    for (const { owner, type, class: rrClass, ttl: seconds } of required) {
      if (seconds !== 0) return "FORMERR";
      const present = this.#at(owner).filter((record) => record.type === type);
      if (rrClass === "ANY" && present.length === 0) return "NXRRSET";
      if (rrClass === "NONE" && present.length > 0) return "YXRRSET";
      if (rrClass === "IN") {
        const wanted = required.filter(
          (other) => other.class === "IN" && other.type === type && other.owner.equals(owner),
        );
        if (
          !sameRdata(
            present.map(({ rdata }) => rdata),
            wanted.map(({ rdata }) => rdata),
          )
        )
          return "NXRRSET";
      }
    }
    return undefined;
  }

  /** RFC 2136 §3.4.2 */
  #apply(update: ResourceRecord): void {
    const isTwin = (record: ResourceRecord): boolean =>
      record.owner.equals(update.owner) && record.type === update.type;
    if (update.class === "ANY") {
      this.#records = this.#records.filter((record) => !isTwin(record));
      return;
    }
    if (update.class === "NONE") {
      this.#records = this.#records.filter((record) => !(isTwin(record) && equalOctets(record.rdata, update.rdata)));
      return;
    }
    // RFC 2136 §3.4.2.2: what cannot stand beside an alias is passed over in silence.
    const beside = this.#at(update.owner).filter(({ type }) => (type === "CNAME") !== (update.type === "CNAME"));
    if (beside.length > 0) return;
    this.#records = this.#records.filter((record) => !(isTwin(record) && equalOctets(record.rdata, update.rdata)));
    this.#records.push(update);
  }

  #zoneOf(owner: OwnerName): OwnerName | undefined {
    return this.#apexes.filter((apex) => owner.isAtOrBelow(apex)).toSorted((a, b) => b.labelCount - a.labelCount)[0];
  }

  #at(owner: OwnerName): readonly ResourceRecord[] {
    return this.#records.filter((record) => record.owner.equals(owner));
  }

  #hasBelow(owner: OwnerName): boolean {
    return this.#records.some((record) => record.owner.isAtOrBelow(owner));
  }

  /** Records of the wildcard at the closest encloser, under the name asked for. RFC 4592 §3.3.1 */
  #fromWildcard(owner: OwnerName, apex: OwnerName): readonly ResourceRecord[] | undefined {
    let encloser = owner.parent;
    while (encloser !== undefined && !encloser.equals(apex) && !this.#hasBelow(encloser)) encloser = encloser.parent;
    const wildcard = encloser?.child("*");
    const records = wildcard?.ok === true ? this.#at(wildcard.value) : [];
    return records.length === 0 ? undefined : records.map((record) => ({ ...record, owner }));
  }

  #soa(apex: OwnerName): ResourceRecord {
    const serial = serialOf(this.#serial);
    const timers = { refresh: 3_600, retry: 600, expire: 86_400, minimum: 60 };
    const rdata = encodeRdata(soa, { mname: name("ns1.example"), rname: name("host.example"), serial, ...timers });
    return { owner: apex, type: "SOA", class: "IN", ttl: 3_600 as Ttl, rdata };
  }
}
