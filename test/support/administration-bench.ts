import { LocalAdministration, type LocalAdministrationPorts } from "../../src/roles/local-administration.ts";
import { zoneSummary } from "../../src/roles/zone-summary.ts";
import { openServedZones, type ServedZones } from "../../src/roles/served-zones.ts";
import { expectOk } from "./expect-ok.ts";
import { FakeClock } from "./fake-clock.ts";
import { MemoryAccounts } from "./memory-accounts.ts";
import { MemoryJournal } from "./memory-journal.ts";
import { SeededRandom } from "./seeded-random.ts";

/** A server without listeners, on a journal and accounts in memory, and its administrator. */
export interface AdministrationBench extends ServedZones {
  readonly journal: MemoryJournal;
  readonly accounts: MemoryAccounts;
  readonly clock: FakeClock;
  /** What the log was told. */
  readonly lines: readonly string[];
  readonly administration: LocalAdministration;
}

export async function administrationBench(
  wishes: Partial<LocalAdministrationPorts> = {},
): Promise<AdministrationBench> {
  const journal = new MemoryJournal();
  const accounts = new MemoryAccounts();
  const lines: string[] = [];
  const clock = new FakeClock();
  const ports = { journal, accounts, clock, random: new SeededRandom(1) };
  const zones = expectOk(await openServedZones(ports));
  const administration = new LocalAdministration({
    ...ports,
    ...zones,
    view: zones.table,
    transport: "admin-socket",
    isConfigured: () => false,
    isReserved: () => false,
    isCopy: () => false,
    zoneSummaries: () => zones.table.zones().map(zoneSummary),
    log: { write: (event, fields) => lines.push(event.text.en(fields)) },
    ...wishes,
  });
  return { ...zones, journal, accounts, clock, lines, administration };
}
