import { createHash } from "node:crypto";
import { assert } from "../core/assert.ts";
import type { OwnerName } from "../core/name.ts";
import type { RRset } from "../core/rrset.ts";
import type { RRType } from "../core/rr-type.ts";
import { serialOf } from "../core/serial.ts";
import type { Ttl } from "../core/ttl.ts";
import { parseRdata } from "../wire/rdata/registry.ts";

/** The zone that lists all others, from which secondaries learn which zones there are. RFC 9432 */

/** TTLs in a catalog mean nothing. RFC 9432 §4.1 */
const ttl = 0 as Ttl;

/** Digits of a member's label: no two zones of a server will share 64 bits. */
const labelDigits = 16;

/** The content of the catalog at `apex` for these zones. RFC 9432 §4 */
export function catalogContent(apex: OwnerName, members: readonly OwnerName[]): readonly RRset[] {
  const set = (owner: OwnerName, type: RRType, text: string): RRset => {
    const rdata = parseRdata(type, text);
    assert(rdata.ok, "what a catalog says is well-formed");
    return { owner, type, ttl, rdata: [rdata.value] };
  };
  return [
    set(apex, "SOA", `invalid. invalid. ${serialOf(0)} 3600 600 2147483646 0`),
    // Nobody resolves it, so it has no servers to name. RFC 9432 §4.1
    set(apex, "NS", "invalid."),
    set(below(apex, "version"), "TXT", '"2"'),
    ...members.map((member) => set(below(apex, "zones", labelOf(member)), "PTR", member.toString())),
  ];
}

/** The same for a zone always, so that secondaries keep what they have of it. RFC 9432 §4.3.1 */
function labelOf(member: OwnerName): string {
  return createHash("sha256").update(member.canonicalWire).digest("hex").slice(0, labelDigits);
}

function below(apex: OwnerName, ...labels: readonly string[]): OwnerName {
  let name = apex;
  for (const label of labels) {
    const child = name.child(label);
    assert(child.ok, "the catalog's name is short enough");
    name = child.value;
  }
  return name;
}
