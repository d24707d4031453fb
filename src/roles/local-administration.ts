import type { AccountFailure, Accounts, AccountsUnavailable, Host, TokenRecord } from "../core/accounts.ts";
import { Address } from "../core/address.ts";
import type {
  Administered,
  Administration,
  AdministrationFailure,
  HeardSummary,
  HistoryEntry,
  HostSummary,
  IssuedToken,
  NewZone,
  ZoneImport,
  ZoneImported,
  ZoneSummary,
} from "../core/administration.ts";
import { type Clock, Instant } from "../core/clock.ts";
import { isHostName } from "../core/host-name.ts";
import type { Journal, Origin, Transport } from "../core/journal.ts";
import type { Log } from "../core/log.ts";
import { OwnerName } from "../core/name.ts";
import { inPieces } from "../core/pieces.ts";
import type { Random } from "../core/random.ts";
import { type Failure, failure, ok, type Result } from "../core/result.ts";
import { addressType, rdataAddress, type RRset } from "../core/rrset.ts";
import type { ServedZone, ZoneView } from "../core/zone-view.ts";
import type { Authenticator } from "../updates/authenticate.ts";
import type { CommitFailure, Door, ZoneDecision } from "../updates/door.ts";
import type { Presence } from "../updates/presence.ts";
import { isAlias } from "../updates/publish-rrsets.ts";
import { digestToken, generateToken } from "../updates/token.ts";
import { mailboxName, newZoneContent, stepsToReplaceInPieces, writtenSerial } from "../updates/zone-content.ts";
import { printZone } from "../zonefile/print.ts";
import { readZoneInPieces } from "../zonefile/read.ts";
import { fileProblem } from "./file-problem.ts";
import { historyEntries, type HistoryRequest } from "./history-entries.ts";
import { stepsOfNewZone } from "./new-zone.ts";
import { hostAdded, hostRemoved, tokenIssued } from "./server.text.ts";
import { noZone, zoneSummary } from "./zone-summary.ts";

/** Administration of zones and hosts in this process: of a running server, or of a stopped one's state directory. */

export interface LocalAdministrationPorts {
  readonly accounts: Accounts;
  readonly authenticator: Authenticator;
  readonly clock: Clock;
  readonly door: Door;
  readonly journal: Journal;
  /** Hears what leaves no entry in the journal. */
  readonly log: Log;
  readonly presence: Presence;
  readonly random: Random;
  readonly view: ZoneView;
  /** How changes made here are recorded. */
  readonly transport: Extract<Transport, "admin-socket" | "offline">;
  /** Zones the configuration lists: removing one here would bring it back, empty, at the next start. */
  readonly isConfigured: (apex: OwnerName) => boolean;
  /** Zones that are copied from a primary. */
  readonly isCopy: (apex: OwnerName) => boolean;
  /** All zones that are served, or will be. */
  readonly zoneSummaries: () => readonly ZoneSummary[];
  /** Names that answer otherwise than by records, so that a host there would never be seen. */
  readonly isReserved: (name: OwnerName) => boolean;
}

/** Tries to draw a token whose id nobody has; two draws meet once in 10^17. */
const mostDraws = 3;

export class LocalAdministration implements Administration {
  readonly #ports: LocalAdministrationPorts;
  readonly #origin: Origin;

  constructor(ports: LocalAdministrationPorts) {
    this.#ports = ports;
    this.#origin = { actor: { kind: "administrator" }, transport: ports.transport, peer: undefined };
  }

  async zones(): Administered<readonly ZoneSummary[]> {
    return ok(this.#ports.zoneSummaries());
  }

  async addZone(zone: NewZone): Administered<ZoneSummary> {
    const apex = OwnerName.parse(zone.apex);
    if (!apex.ok || apex.value.isRoot) return failure({ code: "name-invalid", detail: zone.apex });
    const nameServers: OwnerName[] = [];
    for (const text of zone.nameServers) {
      const server = OwnerName.parse(text);
      if (!server.ok) return failure({ code: "name-invalid", detail: text });
      if (!isHostName(server.value)) return failure({ code: "host-name-invalid", detail: text });
      nameServers.push(server.value);
    }
    const nameServerAddresses: Address[] = [];
    for (const text of zone.nameServerAddresses) {
      const address = Address.parse(text);
      if (!address.ok) return failure({ code: "address-invalid", detail: text });
      nameServerAddresses.push(address.value);
    }
    const contact = zone.contact === undefined ? undefined : mailboxName(zone.contact);
    if (zone.contact !== undefined && contact === undefined) {
      return failure({ code: "name-invalid", detail: zone.contact });
    }
    const content = newZoneContent({ apex: apex.value, nameServers, nameServerAddresses, contact });
    if (!content.ok) return failure({ code: "name-invalid", detail: zone.apex });
    return this.#create(apex.value, content.value);
  }

  async importZone({ file, apex: apexText, mode }: ZoneImport): Administered<ZoneImported> {
    const apex = apexText === undefined ? ok(undefined) : OwnerName.parse(apexText);
    if (!apex.ok) return failure({ code: "name-invalid", detail: apexText ?? "" });
    const read = await inPieces(
      readZoneInPieces(file.text, {
        includes: file.includes,
        ...(apex.value === undefined ? {} : { apex: apex.value }),
      }),
    );
    if (!read.ok) {
      const problems = read.problems.map(fileProblem);
      return failure({ code: "file-has-problems", detail: file.path, problems });
    }
    const { apex: zone, rrsets, warnings } = read.value;
    const before = this.#ports.view.zone(zone);
    const imported =
      mode === "replace" && before !== undefined
        ? await this.#change(zone, async () =>
            ok(await inPieces(stepsToReplaceInPieces(this.#ports.view.rrsets(zone), rrsets))),
          )
        : await this.#create(zone, rrsets);
    if (!imported.ok) return imported;
    return ok({
      zone: imported.value,
      recordCount: rrsets.reduce((sum, rrset) => sum + rrset.rdata.length, 0),
      fileSerial: writtenSerial(rrsets) ?? null,
      hasChanged: imported.value.revision !== before?.revision,
      warnings: warnings.map(fileProblem),
    });
  }

  async exportZone(apexText: string): Administered<string> {
    const zone = this.#served(apexText);
    return zone.ok ? ok(printZone(zone.value.apex, [...this.#ports.view.rrsets(zone.value.apex)])) : zone;
  }

  async removeZone(apexText: string, withHosts: boolean): Administered<void> {
    const zone = this.#served(apexText);
    if (!zone.ok) return zone;
    const { apex } = zone.value;
    if (this.#ports.isConfigured(apex)) return failure({ code: "zone-in-configuration", detail: apex.hostname });
    const hosts = await this.#hostsIn(apex);
    if (!hosts.ok) return hosts;
    if (hosts.value.length > 0 && !withHosts) return failure({ code: "zone-has-hosts", detail: apex.hostname });
    // First the zone: no update and no new host can slip in once it is gone.
    const gone = await this.#change(apex, () => ok([{ kind: "zone-removed" }]));
    if (!gone.ok) return gone;
    const orphans = await this.#hostsIn(apex);
    return orphans.ok ? this.#endHosts(orphans.value) : orphans;
  }

  async addHost(nameText: string): Administered<IssuedToken> {
    const name = OwnerName.parse(nameText);
    if (!name.ok || name.value.isWildcard) return failure({ code: "name-invalid", detail: nameText });
    if (!isHostName(name.value)) return failure({ code: "host-name-invalid", detail: nameText });
    const zone = this.#ports.view.zoneOf(name.value);
    if (zone === undefined) return failure({ code: "zone-not-served", detail: name.value.hostname });
    if (this.#ports.isCopy(zone.apex)) return failure({ code: "zone-is-copy", detail: zone.apex.hostname });
    if (this.#ports.isReserved(name.value)) {
      return failure({ code: "name-reserved", detail: name.value.hostname });
    }
    if (isAlias(this.#ports.view, name.value)) return failure({ code: "name-is-alias", detail: name.value.hostname });
    const host = { name: name.value, zone: zone.apex, createdAt: this.#ports.clock.now() };
    const issued = await this.#issue(name.value, (record) => this.#ports.accounts.addHost(host, record));
    if (issued.ok) this.#ports.log.write(hostAdded, { host: name.value.hostname });
    return issued;
  }

  async hosts(after: string | undefined, limit: number): Administered<readonly HostSummary[]> {
    const start = after === undefined ? ok(undefined) : OwnerName.parse(after);
    if (!start.ok) return failure({ code: "name-invalid", detail: after ?? "" });
    const page = await this.#ports.accounts.hosts(start.value, Math.max(1, Math.min(1_000, Math.trunc(limit))));
    if (!page.ok) return failure({ code: page.code, detail: page.detail });
    return ok(
      page.value.map((host) => ({
        name: host.name.hostname,
        zone: host.zone.hostname,
        ipv4: this.#addresses(host.name, "ipv4"),
        ipv6: this.#addresses(host.name, "ipv6"),
        createdAt: Instant.format(host.createdAt),
        lastHeard: this.#lastHeard(host),
      })),
    );
  }

  async removeHost(nameText: string): Administered<void> {
    const name = OwnerName.parse(nameText);
    if (!name.ok) return failure({ code: "name-invalid", detail: nameText });
    const owner = name.value;
    // First the right to write, then what was written, so that no update slips in between.
    const removed = await this.#ports.accounts.removeHost(owner);
    if (!removed.ok) return accountFailure(removed);
    this.#ports.log.write(hostRemoved, { host: owner.hostname });
    this.#ports.authenticator.forget([owner]);
    this.#ports.presence.forget(owner);
    const zone = this.#ports.view.zoneOf(owner);
    // What a copy says of the name was not the host's doing.
    if (zone === undefined || this.#ports.isCopy(zone.apex)) return ok(undefined);
    const withdrawn = await this.#ports.door.submit(
      zone.apex,
      (["A", "AAAA"] as const).map((type) => ({ kind: "rrset-removed", owner, type })),
      this.#origin,
    );
    return withdrawn.ok ? ok(undefined) : commitFailure(withdrawn);
  }

  async renewToken(nameText: string, keepsEarlier: boolean): Administered<IssuedToken> {
    const name = OwnerName.parse(nameText);
    if (!name.ok) return failure({ code: "name-invalid", detail: nameText });
    const mode = keepsEarlier ? "beside" : "replacing";
    const issued = await this.#issue(name.value, (record) => this.#ports.accounts.addToken(record, mode));
    if (issued.ok) {
      this.#ports.log.write(tokenIssued, { host: name.value.hostname, keepsEarlier });
      this.#ports.authenticator.forget([name.value]);
    }
    return issued;
  }

  history(query: HistoryRequest): Administered<readonly HistoryEntry[]> {
    return historyEntries(this.#ports.journal, query);
  }

  /** Draws tokens until one is stored. */
  async #issue(
    host: OwnerName,
    store: (record: TokenRecord) => Promise<Result<void, AccountFailure>>,
  ): Promise<Result<IssuedToken, AdministrationFailure>> {
    for (let draw = 1; ; draw += 1) {
      const { token, id } = generateToken(this.#ports.random);
      const record = { id, digest: digestToken(token.reveal()), host, createdAt: this.#ports.clock.now() };
      const stored = await store(record);
      if (stored.ok) return ok({ name: host.hostname, token: token.reveal() });
      if (stored.code !== "token-exists" || draw === mostDraws) return accountFailure(stored);
    }
  }

  #served(apexText: string): Result<ServedZone, AdministrationFailure> {
    const apex = OwnerName.parse(apexText);
    if (!apex.ok) return failure({ code: "name-invalid", detail: apexText });
    const zone = this.#ports.view.zone(apex.value);
    return zone === undefined ? failure({ code: "zone-not-served", detail: apex.value.hostname }) : ok(zone);
  }

  #create(apex: OwnerName, content: readonly RRset[]): Promise<Result<ZoneSummary, AdministrationFailure>> {
    const { clock, journal, view } = this.#ports;
    return this.#change(apex, () =>
      view.zone(apex) === undefined
        ? ok(stepsOfNewZone(content, clock, journal.revision))
        : failure({ code: "zone-exists", detail: apex.hostname }),
    );
  }

  async #change(apex: OwnerName, decide: ZoneDecision): Promise<Result<ZoneSummary, AdministrationFailure>> {
    const committed = await this.#ports.door.submitZone(apex, decide, this.#origin);
    if (!committed.ok) return commitFailure(committed);
    const zone = this.#ports.view.zone(apex);
    return ok(zone === undefined ? noZone(apex) : zoneSummary(zone));
  }

  async #hostsIn(apex: OwnerName): Promise<Result<readonly OwnerName[], AdministrationFailure>> {
    const names: OwnerName[] = [];
    for (let after: OwnerName | undefined; ; ) {
      const page: Awaited<ReturnType<Accounts["hosts"]>> = await this.#ports.accounts.hosts(after, 1_000);
      if (!page.ok) return failure({ code: page.code, detail: page.detail });
      names.push(...page.value.filter((host) => host.zone.equals(apex)).map((host) => host.name));
      after = page.value.at(-1)?.name;
      if (page.value.length < 1_000) return ok(names);
    }
  }

  /** Each host is a write of its own, and writes of one moment reach the disk together. */
  async #endHosts(hosts: readonly OwnerName[]): Promise<Result<void, AdministrationFailure>> {
    const removed = await Promise.all(hosts.map((host) => this.#ports.accounts.removeHost(host)));
    this.#ports.authenticator.forget(hosts);
    for (const host of hosts) this.#ports.presence.forget(host);
    const failed = removed.find((one) => !one.ok && one.code !== "host-unknown");
    return failed === undefined || failed.ok ? ok(undefined) : accountFailure(failed);
  }

  #lastHeard(host: Host): HeardSummary | null {
    const heard = this.#ports.presence.of(host.name);
    // A host of the same name may have been removed before this one was added.
    if (heard === undefined || heard.at < host.createdAt) return null;
    return { at: Instant.format(heard.at), transport: heard.transport, from: heard.peer?.toString() ?? null };
  }

  #addresses(owner: OwnerName, family: "ipv4" | "ipv6"): readonly string[] {
    const rdata = this.#ports.view.rrset(owner, addressType(family))?.rdata ?? [];
    return rdata.flatMap((octets) => rdataAddress(octets)?.toString() ?? []);
  }
}

function commitFailure({ code, detail }: CommitFailure): Failure<AdministrationFailure> {
  return failure({ code, detail });
}

function accountFailure({ code, detail }: AccountFailure | AccountsUnavailable): Failure<AdministrationFailure> {
  // A token that is already there, several times in a row, is a generator that does not draw.
  const isOurs = code === "token-exists" || code === "token-unknown";
  return failure({ code: isOurs ? "accounts-unavailable" : code, detail });
}
