import type { ExposeConfig } from "../config/config.ts";
import type { Address } from "../core/address.ts";
import { scopeOf } from "../core/address-scope.ts";
import type { AgentJournal } from "../core/agent-journal.ts";
import { Duration } from "../core/duration.ts";
import type { AddressTable } from "../core/interface-address.ts";
import type { Running } from "../core/lifecycle.ts";
import { ok } from "../core/result.ts";
import type { Observation } from "../core/verdict.ts";
import { evidenceOf } from "../detect/interface-evidence.ts";
import { selectAddress } from "../detect/select.ts";
import type { Exposure } from "../expose/exposure.ts";
import type { KeeperPorts, MappingKeeper } from "../expose/keeper.ts";
import { mappingIdOf } from "../expose/mapping-id.ts";
import type { MappingStatus } from "../expose/mapping-status.ts";
import type { Surroundings } from "../expose/round.ts";
import type { Gateways } from "../gateway/find-gateway.ts";

/** The agent's port mappings: what the configuration wishes, on this host and with its routers. */

/** Every port of every family as a wish of its own. */
export function exposuresOf(expose: readonly ExposeConfig[]): readonly Exposure[] {
  return expose.flatMap(({ transport, port, externalPort, to, families }) =>
    families.map((family): Exposure => {
      const wishedPort = family === "ipv4" ? externalPort : port;
      return {
        mapping: mappingIdOf(family, transport, port, to),
        family,
        transport,
        internalPort: port,
        wishedPort,
        to,
      };
    }),
  );
}

export interface PortKeepingPorts extends Omit<KeeperPorts, "surroundings"> {
  readonly journal: AgentJournal;
  readonly gateways: Gateways;
  readonly addressTable: AddressTable;
}

/** The place of the keeper, which is not even loaded while there is nothing to keep or to close. */
export class PortKeeping implements Running {
  readonly #ports: PortKeepingPorts;
  #keeper: MappingKeeper | undefined;

  constructor(ports: PortKeepingPorts) {
    this.#ports = ports;
  }

  /** Keeps these ports open and no others, and closes what an earlier process has left open. */
  async replace(exposures: readonly Exposure[]): Promise<void> {
    if (this.#keeper !== undefined) {
      this.#keeper.replaceExposures(exposures);
      return;
    }
    const left = await this.#ports.journal.mappings();
    if (exposures.length === 0 && !(left.ok && left.value.length > 0)) return;
    const { MappingKeeper: Keeper } = await import("../expose/keeper.ts");
    this.#keeper = await Keeper.start(exposures, { ...this.#ports, surroundings: surroundingsOf(this.#ports) });
  }

  /** This host, its way out or its router may be another one now. */
  networkChanged(): void {
    if (this.#keeper === undefined) return;
    this.#ports.gateways.askAnew();
    this.#keeper.check();
  }

  /** It is time to look, though nothing is known to have changed. */
  look(): void {
    this.#keeper?.look();
  }

  status(): readonly MappingStatus[] {
    return this.#keeper?.status() ?? [];
  }

  async stop(): Promise<void> {
    await this.#keeper?.stop();
  }
}

/** Routers and addresses of this host, as a keeper asks for them. */
export function surroundingsOf({ gateways, addressTable, clock }: PortKeepingPorts): Surroundings {
  let chosen: readonly Address[] = [];
  return {
    find: async (family, protocols, limits) => {
      const found = await gateways.find({ family, purpose: "mappings", protocols }, limits);
      if (!found.ok) return found;
      const { client, link } = found.value;
      return ok({ client, router: `${link.gateway}%${link.interfaceName}` });
    },
    localAddress: async (family) => {
      const link = await gateways.link(family);
      if (!link.ok) return undefined;
      // Routers translate IPv4 for whatever address asks; in IPv6 the hole must lead to the address that others know.
      if (family === "ipv4") return link.value.localAddress;
      const table = await addressTable.read();
      const entries = table.ok ? table.value : [];
      const usable = entries.filter(
        (one) =>
          one.interfaceName === link.value.interfaceName &&
          one.address.family === "ipv6" &&
          scopeOf(one.address) === "global" &&
          one.isTentative !== true &&
          one.isDuplicate !== true &&
          one.isDeprecated !== true,
      );
      const at = clock.now();
      const observations = usable.map((entry): Observation => {
        const { address } = entry;
        const source = `interface:${entry.interfaceName}`;
        const evidence = evidenceOf(entry);
        return { family, address, source, operator: source, strength: "direct", at, took: Duration.zero, evidence };
      });
      const address = selectAddress(observations, { incumbents: chosen, seenSince: new Map() });
      chosen = address === undefined ? [] : [address];
      return address;
    },
  };
}
