import type { ZoneTable } from "../authority/zone-table.ts";
import type { ZoneConfig } from "../config/config.ts";
import type { Clock } from "../core/clock.ts";
import type { FileReader } from "../core/files.ts";
import type { Journal } from "../core/journal.ts";
import type { Log } from "../core/log.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { RRset } from "../core/rrset.ts";
import type { Door } from "../updates/door.ts";
import { newZoneContent } from "../updates/zone-content.ts";
import { readZone } from "../zonefile/read.ts";
import { fileProblem } from "./file-problem.ts";
import { stepsOfNewZone } from "./new-zone.ts";
import type { ServerStartFailure } from "./server-start.text.ts";
import { zoneCreated, zoneFileWarning } from "./server.text.ts";
import { readZoneFile } from "./zone-file.ts";

/** Creates the zones a configuration lists and the journal does not have yet. What exists is never touched. */

export interface ConfiguredZonesPorts {
  readonly clock: Clock;
  readonly door: Door;
  readonly files: FileReader;
  readonly journal: Journal;
  readonly log: Log;
  readonly table: ZoneTable;
}

/** Creates them one after the other; those before one that fails stay. */
export async function createConfiguredZones(
  zones: readonly ZoneConfig[],
  ports: ConfiguredZonesPorts,
): Promise<Result<void, ServerStartFailure>> {
  for (const zone of zones) {
    // The content of a copy is its primary's.
    if (zone.primaries.length > 0 || ports.table.zone(zone.apex) !== undefined) continue;
    const content = await firstContent(zone, ports);
    if (!content.ok) return content;
    const committed = await ports.door.submitZone(
      zone.apex,
      () => ok(stepsOfNewZone(content.value, ports.clock, ports.journal.revision)),
      { actor: { kind: "configuration" }, transport: "start", peer: undefined },
    );
    const apex = zone.apex.hostname;
    if (!committed.ok) return failure({ kind: "zone-not-created", apex, failure: committed });
    ports.log.write(zoneCreated, { zone: apex });
  }
  return ok(undefined);
}

async function firstContent(
  { apex, file: path, nameServers, nameServerAddresses, rname }: ZoneConfig,
  { files, log }: ConfiguredZonesPorts,
): Promise<Result<readonly RRset[], ServerStartFailure>> {
  if (path === undefined) {
    const content = newZoneContent({ apex, nameServers, nameServerAddresses, contact: rname });
    if (content.ok) return content;
    const reason = { code: "name-invalid", detail: apex.hostname } as const;
    return failure({ kind: "zone-not-created", apex: apex.hostname, failure: reason });
  }
  const file = await readZoneFile(path, files);
  if (!file.ok) return failure({ kind: "zone-file-unread", path, failure: file });
  const read = readZone(file.value.text, { apex, includes: file.value.includes });
  if (!read.ok) return failure({ kind: "zone-file-wrong", path, problems: read.problems.map(fileProblem) });
  for (const problem of read.value.warnings.map(fileProblem)) log.write(zoneFileWarning, { path, problem });
  return ok(read.value.rrsets);
}
