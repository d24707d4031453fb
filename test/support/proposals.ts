import { Instant } from "../../src/core/clock.ts";
import type { Proposal } from "../../src/core/journal.ts";
import type { ZoneChange } from "../../src/core/zone-change.ts";
import { serialOf } from "../../src/core/serial.ts";
import { address, name, ttl } from "./values.ts";

/** Short spellings of what is proposed to a journal. */

/** A proposal of the administrator, made at the start of 2026-11-20. */
export function proposal(zone: string, ...changes: readonly ZoneChange[]): Proposal {
  return {
    at: Instant.ofMs(Date.UTC(2026, 10, 20)),
    actor: { kind: "administrator" },
    transport: "admin-socket",
    peer: undefined,
    zone: name(zone),
    changes,
  };
}

export function zoneAdded(serialBase = 0): ZoneChange {
  return { kind: "zone-added", serialBase: serialOf(serialBase) };
}

export const zoneRemoved: ZoneChange = { kind: "zone-removed" };

/** An A RRset with a TTL of one minute. */
export function pointed(owner: string, ...addresses: readonly string[]): ZoneChange {
  const rdata = addresses.map((text) => address(text).octets);
  return { kind: "rrset-replaced", owner: name(owner), type: "A", ttl: ttl(60), rdata };
}

/** No A RRset any more. */
export function unpointed(owner: string): ZoneChange {
  return { kind: "rrset-removed", owner: name(owner), type: "A" };
}
