import type { Clock } from "../core/clock.ts";
import type { RRset } from "../core/rrset.ts";
import type { ZoneChange } from "../core/zone-change.ts";
import { serialBaseFor, serialOfDay, stepsToCreate, writtenSerial } from "../updates/zone-content.ts";

/**
 * Steps that create a zone with this content. It goes on after the serial its SOA says; where that says none, or 0, it
 * begins with today's.
 *
 * @param revision the journal's, before the entry that creates it.
 */
export function stepsOfNewZone(content: readonly RRset[], clock: Clock, revision: number): readonly ZoneChange[] {
  const written = writtenSerial(content);
  const serial = written === undefined || written === 0 ? serialOfDay(clock.now()) : written;
  return stepsToCreate(content, serialBaseFor(serial, revision));
}
