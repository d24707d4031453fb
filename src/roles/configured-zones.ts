import type { ZoneTable } from "../authority/zone-table.ts";
import type { ZoneConfig } from "../config/config.ts";
import type { Clock } from "../core/clock.ts";
import type { FileReader } from "../core/files.ts";
import type { Journal } from "../core/journal.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { RRset } from "../core/rrset.ts";
import type { Door } from "../updates/door.ts";
import { newZoneContent, serialBaseFor, serialOfDay, stepsToCreate, writtenSerial } from "../updates/zone-content.ts";
import { readZone } from "../zonefile/read.ts";
import { fileProblem } from "./file-problem.ts";
import type { ServerStartFailure } from "./server-start.text.ts";

/** Creates the zones a configuration lists and the journal does not have yet. What exists is never touched. */

export interface ConfiguredZonesPorts {
  readonly clock: Clock;
  readonly door: Door;
  readonly files: FileReader;
  readonly journal: Journal;
  readonly table: ZoneTable;
}

/** Larger master files are imported by command, with progress; a million hosts is about 70 MB. */
const largestZoneFile = 256 * 1_024 * 1_024;

/** Returns the apexes that were created. */
export async function createConfiguredZones(
  zones: readonly ZoneConfig[],
  ports: ConfiguredZonesPorts,
): Promise<Result<readonly string[], ServerStartFailure>> {
  const created: string[] = [];
  for (const zone of zones) {
    if (ports.table.zone(zone.apex) !== undefined) continue;
    const content = await firstContent(zone, ports.files);
    if (!content.ok) return content;
    const serial = writtenSerial(content.value);
    const wanted = serial === undefined || serial === 0 ? serialOfDay(ports.clock.now()) : serial;
    const base = serialBaseFor(wanted, ports.journal.revision);
    const committed = await ports.door.submitZone(zone.apex, () => ok(stepsToCreate(content.value, base)), {
      actor: { kind: "configuration" },
      transport: "start",
      peer: undefined,
    });
    if (!committed.ok) {
      return failure({ kind: "zone-not-created", apex: zone.apex.hostname, failure: committed });
    }
    created.push(zone.apex.hostname);
  }
  return ok(created);
}

async function firstContent(
  zone: ZoneConfig,
  files: FileReader,
): Promise<Result<readonly RRset[], ServerStartFailure>> {
  if (zone.file === undefined) {
    const content = newZoneContent({
      apex: zone.apex,
      nameServers: zone.nameServers,
      nameServerAddresses: [],
      contact: zone.rname,
    });
    const tooLong = { code: "zone-not-served", detail: "the name leaves no room for names below it" } as const;
    return content.ok ? content : failure({ kind: "zone-not-created", apex: zone.apex.hostname, failure: tooLong });
  }
  const file = await files.read(zone.file, largestZoneFile);
  if (!file.ok) return failure({ kind: "zone-file-unread", path: zone.file, failure: file });
  const read = readZone(new TextDecoder().decode(file.value.octets), { apex: zone.apex });
  if (read.ok) return ok(read.value.rrsets);
  return failure({ kind: "zone-file-wrong", path: zone.file, problems: read.problems.map(fileProblem) });
}
