import type { Address } from "../core/address.ts";
import { type Instant, Instant as Moment } from "../core/clock.ts";
import { OwnerName } from "../core/name.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { atOnce } from "../core/pieces.ts";
import { addressRdata, addressType, canonicalRdata, type RRset, sameRdata } from "../core/rrset.ts";
import { serialBaseAt, type SoaSerial, serialOf } from "../core/serial.ts";
import type { Ttl } from "../core/ttl.ts";
import type { ZoneChange } from "../core/zone-change.ts";
import { ns } from "../wire/rdata/ns.ts";
import { decodeRdata, encodeRdata } from "../wire/rdata/registry.ts";
import { soa } from "../wire/rdata/soa.ts";

/** What a zone starts with, and the steps from one content to another. Pure; the door makes the steps durable. */

export interface ZoneStart {
  readonly apex: OwnerName;
  /** Empty: `ns1` in the zone. The first becomes MNAME. */
  readonly nameServers: readonly OwnerName[];
  /** For each name server inside the zone. */
  readonly nameServerAddresses: readonly Address[];
  /** RNAME; undefined: `hostmaster` in the zone. */
  readonly contact: OwnerName | undefined;
}

/** Names and keys of a zone change rarely, so resolvers may keep them for an hour. */
const infrastructureTtl = 3_600 as Ttl;

/**
 * Timers of a new zone, in seconds. Absences are remembered for a minute only, because a dynamic name may appear at any
 * time; the others are the usual ones of RIPE-203.
 */
const timers = { refresh: 3_600, retry: 600, expire: 1_209_600, minimum: 60 };

/** SOA, NS and the addresses of name servers inside the zone. */
export function newZoneContent(start: ZoneStart): Result<readonly RRset[], { code: "name-too-long" }> {
  const fallbackServer = start.apex.child("ns1");
  const fallbackContact = start.apex.child("hostmaster");
  if (!fallbackServer.ok || !fallbackContact.ok) return failure({ code: "name-too-long" });
  const servers = start.nameServers.length === 0 ? [fallbackServer.value] : start.nameServers;
  const [mname = fallbackServer.value] = servers;
  const rname = start.contact ?? fallbackContact.value;
  const ttl = infrastructureTtl;
  const startOfAuthority = encodeRdata(soa, { mname, rname, serial: serialOf(0), ...timers });
  const rrsets: RRset[] = [
    { owner: start.apex, type: "SOA", ttl, rdata: [startOfAuthority] },
    {
      owner: start.apex,
      type: "NS",
      ttl,
      rdata: canonicalRdata(servers.map((server) => encodeRdata(ns, { server }))),
    },
  ];
  for (const server of servers.filter((name) => name.isAtOrBelow(start.apex))) {
    for (const family of ["ipv4", "ipv6"] as const) {
      const addresses = start.nameServerAddresses.filter((address) => address.family === family);
      if (addresses.length === 0) continue;
      const rdata = canonicalRdata(addresses.map(addressRdata));
      rrsets.push({ owner: server, type: addressType(family), ttl, rdata });
    }
  }
  return ok(rrsets);
}

/** The mailbox `local@domain` as RNAME: the local part is one label, dots and all. RFC 1035 §8 */
export function mailboxName(mail: string): OwnerName | undefined {
  const at = mail.lastIndexOf("@");
  const domain = OwnerName.parse(mail.slice(at + 1));
  if (at < 1 || !domain.ok) return undefined;
  const name = OwnerName.ofLabels([Uint8Array.from(Buffer.from(mail.slice(0, at))), ...domain.value.labels]);
  return name.ok ? name.value : undefined;
}

/**
 * The base that makes the zone's serial at its first entry at least `serial`.
 *
 * @param revision the journal's revision before that entry.
 */
export function serialBaseFor(serial: SoaSerial, revision: number): SoaSerial {
  return serialBaseAt(serial, revision);
}

/** The usual first serial of a day, `YYYYMMDD00`. RFC 1912 §2.2 */
export function serialOfDay(at: Instant): SoaSerial {
  return serialOf(Number(`${Moment.format(at).slice(0, 10).replaceAll("-", "")}00`));
}

/** The serial written in a zone's SOA; undefined when there is none. */
export function writtenSerial(rrsets: readonly RRset[]): SoaSerial | undefined {
  const rdata = rrsets.find((rrset) => rrset.type === "SOA")?.rdata[0];
  const decoded = rdata === undefined ? undefined : decodeRdata(soa, rdata);
  return decoded?.ok === true ? decoded.value.serial : undefined;
}

/** Steps that create a zone with this content. */
export function stepsToCreate(rrsets: readonly RRset[], serialBase: SoaSerial): readonly ZoneChange[] {
  return [{ kind: "zone-added", serialBase }, ...rrsets.map(replaced)];
}

/** Steps from what is served to what is wanted: only what differs. The serial written in an SOA is no difference. */
export function stepsToReplace(present: Iterable<RRset>, wanted: readonly RRset[]): readonly ZoneChange[] {
  return atOnce(stepsToReplaceInPieces(present, wanted));
}

/** RRsets that are looked at without a pause; a few milliseconds. */
const rrsetsOfPiece = 500;

/** The same, for who must not keep others waiting. `present` must bear being read with pauses. */
export function* stepsToReplaceInPieces(
  present: Iterable<RRset>,
  wanted: readonly RRset[],
): Generator<void, readonly ZoneChange[]> {
  const keyOf = (rrset: RRset): string => `${rrset.owner.key} ${rrset.type}`;
  let count = 0;
  const open = new Map<string, RRset>();
  for (const rrset of wanted) {
    open.set(keyOf(rrset), rrset);
    count += 1;
    if (count % rrsetsOfPiece === 0) yield;
  }
  const steps: ZoneChange[] = [];
  for (const rrset of present) {
    count += 1;
    if (count % rrsetsOfPiece === 0) yield;
    const key = keyOf(rrset);
    const target = open.get(key);
    if (target === undefined) steps.push({ kind: "rrset-removed", owner: rrset.owner, type: rrset.type });
    else if (isSame(rrset, target)) open.delete(key);
  }
  return [...steps, ...[...open.values()].map(replaced)];
}

function replaced({ owner, type, ttl, rdata }: RRset): ZoneChange {
  return { kind: "rrset-replaced", owner, type, ttl, rdata };
}

function isSame(present: RRset, wanted: RRset): boolean {
  if (present.ttl !== wanted.ttl) return false;
  const isSoa = present.type === "SOA";
  return sameRdata(
    isSoa ? present.rdata.map(withoutSerial) : present.rdata,
    isSoa ? wanted.rdata.map(withoutSerial) : wanted.rdata,
  );
}

function withoutSerial(rdata: Uint8Array): Uint8Array {
  const decoded = decodeRdata(soa, rdata);
  return decoded.ok ? encodeRdata(soa, { ...decoded.value, serial: serialOf(0) }) : rdata;
}
