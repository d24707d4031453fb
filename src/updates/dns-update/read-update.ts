import type { OwnerName } from "../../core/name.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { isMetaType, type RRType } from "../../core/rr-type.ts";
import type { Ttl } from "../../core/ttl.ts";
import type { ZoneView } from "../../core/zone-view.ts";
import type { Message } from "../../wire/message.ts";
import { checkRdata } from "../../wire/rdata/registry.ts";
import type { Rcode } from "../../wire/rcode.ts";
import type { ResourceRecord } from "../../wire/record.ts";

/** Reads DNS UPDATE messages; says nothing about who asks or what is served. RFC 2136 §2, §3.1 to §3.4.1 */

/** What must hold, or nothing is done. */
export type Prerequisite =
  /** RFC 2136 §2.4.4, §2.4.5 */
  | { readonly kind: "name-in-use" | "name-not-in-use"; readonly owner: OwnerName }
  /** RFC 2136 §2.4.1, §2.4.3 */
  | { readonly kind: "rrset-exists" | "rrset-absent"; readonly owner: OwnerName; readonly type: RRType }
  /** RFC 2136 §2.4.2; the TTL counts for nothing. */
  | {
      readonly kind: "rrset-equals";
      readonly owner: OwnerName;
      readonly type: RRType;
      readonly rdata: readonly Uint8Array[];
    };

/** What is to be done, in this order. */
export type Operation =
  /** RFC 2136 §2.5.1 */
  | {
      readonly kind: "add";
      readonly owner: OwnerName;
      readonly type: RRType;
      readonly ttl: Ttl;
      readonly rdata: Uint8Array;
    }
  /** RFC 2136 §2.5.2 */
  | { readonly kind: "delete-rrset"; readonly owner: OwnerName; readonly type: RRType }
  /** RFC 2136 §2.5.3 */
  | { readonly kind: "delete-name"; readonly owner: OwnerName }
  /** RFC 2136 §2.5.4 */
  | { readonly kind: "delete-record"; readonly owner: OwnerName; readonly type: RRType; readonly rdata: Uint8Array };

export interface UpdateRequest {
  readonly apex: OwnerName;
  readonly prerequisites: readonly Prerequisite[];
  readonly operations: readonly Operation[];
}

export interface UnreadUpdate {
  readonly rcode: Extract<Rcode, "FORMERR" | "NOTAUTH" | "NOTZONE">;
}

type Read<T> = Result<T, UnreadUpdate>;

/** Reads a message in the order of RFC 2136 §3. */
export function readUpdate(message: Message, view: Pick<ZoneView, "zone" | "zoneOf">): Read<UpdateRequest> {
  const [zone] = message.question;
  // RFC 2136 §3.1.1
  if (zone === undefined || message.question.length > 1 || zone.type !== "SOA") return unread("FORMERR");
  // RFC 2136 §3.1.2
  if (zone.class !== "IN" || view.zone(zone.name) === undefined) return unread("NOTAUTH");
  const isForeign = ({ owner }: ResourceRecord): boolean => view.zoneOf(owner)?.apex.equals(zone.name) !== true;
  // RFC 2136 §3.2.3
  if (message.answer.some(isForeign)) return unread("NOTZONE");
  const prerequisites = readPrerequisites(message.answer);
  if (!prerequisites.ok) return prerequisites;
  // RFC 2136 §3.4.1.2
  if (message.authority.some(isForeign)) return unread("NOTZONE");
  const operations: Operation[] = [];
  for (const record of message.authority) {
    const operation = readOperation(record);
    if (!operation.ok) return operation;
    operations.push(operation.value);
  }
  return ok({ apex: zone.name, prerequisites: prerequisites.value, operations });
}

/** RFC 2136 §3.2.5 */
function readPrerequisites(records: readonly ResourceRecord[]): Read<readonly Prerequisite[]> {
  const prerequisites: Prerequisite[] = [];
  const values = new Map<string, { owner: OwnerName; type: RRType; rdata: Uint8Array[] }>();
  for (const { owner, type, class: rrClass, ttl, rdata } of records) {
    if (ttl !== 0) return unread("FORMERR");
    if (rrClass === "IN") {
      if (isMetaType(type) || !checkRdata(type, rdata).ok) return unread("FORMERR");
      const key = `${owner.key} ${type}`;
      const gathered = values.get(key) ?? { owner, type, rdata: [] };
      gathered.rdata.push(rdata);
      values.set(key, gathered);
      continue;
    }
    if (rdata.length > 0 || (rrClass !== "ANY" && rrClass !== "NONE")) return unread("FORMERR");
    const mustExist = rrClass === "ANY";
    if (type === "ANY") prerequisites.push({ kind: mustExist ? "name-in-use" : "name-not-in-use", owner });
    else prerequisites.push({ kind: mustExist ? "rrset-exists" : "rrset-absent", owner, type });
  }
  return ok([...prerequisites, ...[...values.values()].map((set) => ({ kind: "rrset-equals", ...set }) as const)]);
}

/** RFC 2136 §3.4.1 */
function readOperation({ owner, type, class: rrClass, ttl, rdata }: ResourceRecord): Read<Operation> {
  if (rrClass === "IN") {
    if (isMetaType(type) || !checkRdata(type, rdata).ok) return unread("FORMERR");
    return ok({ kind: "add", owner, type, ttl, rdata });
  }
  if (ttl !== 0) return unread("FORMERR");
  if (rrClass === "ANY") {
    if (rdata.length > 0 || (isMetaType(type) && type !== "ANY")) return unread("FORMERR");
    return ok(type === "ANY" ? { kind: "delete-name", owner } : { kind: "delete-rrset", owner, type });
  }
  if (rrClass !== "NONE" || isMetaType(type)) return unread("FORMERR");
  return ok({ kind: "delete-record", owner, type, rdata });
}

function unread(rcode: UnreadUpdate["rcode"]): Read<never> {
  return failure({ rcode });
}
