import type { ZoneTable } from "../authority/zone-table.ts";
import type { ZoneConfig } from "../config/config.ts";
import type { Accounts } from "../core/accounts.ts";
import type { Log } from "../core/log.ts";
import type { OwnerName } from "../core/name.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { RRType } from "../core/rr-type.ts";
import type { ServerStartFailure } from "./server-start.text.ts";
import { whoamiLeft } from "./server.text.ts";

/** The names of served zones that answer with the address of whoever asks, one for each configured zone. */

export interface WhoamiNamesPorts {
  readonly accounts: Accounts;
  readonly log: Log;
  readonly table: ZoneTable;
}

/** What a reflecting name would hide, and what would hide it. */
const conflicting: readonly RRType[] = ["A", "AAAA", "TXT", "CNAME", "NS"];

export class WhoamiNames {
  readonly #ports: WhoamiNamesPorts;
  /** Those that answer so, by key. */
  readonly #names = new Set<string>();

  constructor(ports: WhoamiNamesPorts) {
    this.#ports = ports;
  }

  /**
   * Begins to serve the names of these zones; those served before stay until the next start. A name that has records or
   * is a host is left alone, and refused where the configuration insists on it.
   */
  async serve(zones: readonly ZoneConfig[]): Promise<Result<void, ServerStartFailure>> {
    for (const { whoami } of zones) {
      if (whoami === undefined || this.isServed(whoami.name)) continue;
      const { hostname } = whoami.name;
      if (await this.#isTaken(whoami.name)) {
        if (whoami.isRequired) return failure({ kind: "whoami-taken", name: hostname });
        this.#ports.log.write(whoamiLeft, { name: hostname });
      } else {
        this.#ports.table.reflect(whoami.name);
        this.#names.add(whoami.name.key);
      }
    }
    return ok(undefined);
  }

  isServed(name: OwnerName): boolean {
    return this.#names.has(name.key);
  }

  async #isTaken(name: OwnerName): Promise<boolean> {
    if (conflicting.some((type) => this.#ports.table.rrset(name, type) !== undefined)) return true;
    const host = await this.#ports.accounts.host(name);
    // Accounts that cannot be read might have it.
    return !host.ok || host.value !== undefined;
  }
}
