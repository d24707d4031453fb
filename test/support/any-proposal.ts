import fc from "fast-check";
import type { Proposal } from "../../src/core/journal.ts";
import { serialOf } from "../../src/core/serial.ts";
import type { ZoneChange } from "../../src/core/zone-change.ts";
import { pointed, proposal, unpointed, zoneAdded, zoneRemoved } from "./proposals.ts";

/** Random histories of few names in few zones, so that they meet themselves; some changes make no sense on purpose. */

const owners = fc.constantFrom("h1.example", "H1.Example", "h2.example", "h3.example", "h4.example");

const changes: fc.Arbitrary<ZoneChange> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(zoneRemoved) },
  { weight: 2, arbitrary: fc.nat(9).map(zoneAdded) },
  { weight: 2, arbitrary: fc.nat(9).map((serial) => ({ kind: "serial-set" as const, serial: serialOf(serial) })) },
  { weight: 3, arbitrary: owners.map(unpointed) },
  { weight: 6, arbitrary: fc.tuple(owners, fc.nat(255)).map(([owner, last]) => pointed(owner, `192.0.2.${last}`)) },
);

/** One entry to come. */
export const anyProposal: fc.Arbitrary<Proposal> = fc
  .tuple(fc.constantFrom("example", "EXAMPLE", "z.example"), fc.array(changes, { maxLength: 6 }))
  .map(([zone, list]) => proposal(zone, ...list));
