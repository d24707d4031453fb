import type { Address } from "../core/address.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import { failure, type Result } from "../core/result.ts";
import type {
  ExternalAddress,
  GatewayClient,
  GatewayFailure,
  GatewayLimits,
  GatewayProtocol,
} from "../gateway/gateway.ts";
import { mappingFailCodes, type MappingFailure, moreTelling } from "./mapping-failure.ts";

/** Where this host is, as far as mappings go. */
export interface Surroundings {
  /** A router that answers in one of these protocols, the first of them if it can. */
  find(
    family: Family,
    protocols: readonly GatewayProtocol[],
    limits: GatewayLimits,
  ): Promise<Result<FoundRouter, GatewayFailure>>;
  /** This host's address that a router would let traffic of a family through to. */
  localAddress(family: Family): Promise<Address | undefined>;
}

export interface FoundRouter {
  readonly client: GatewayClient;
  /** Tells routers apart, and stays as long as the router does. */
  readonly router: string;
}

/** For one question; a router of the link answers within milliseconds, and a silent one is asked in other protocols. */
const patience: Duration = Duration.seconds(4);

/**
 * One turn of talking to routers about every mapping that wants it. What one mapping learned about a protocol counts for
 * the others: a router that is silent is waited for once, and its address is asked for once.
 */
export class Round {
  readonly limits: GatewayLimits;
  readonly #surroundings: Surroundings;
  readonly #local: Map<Family, Promise<Address | undefined>> = new Map();
  readonly #external: Map<GatewayClient, Promise<Result<ExternalAddress, GatewayFailure>>> = new Map();
  readonly #silent: Map<string, MappingFailure> = new Map();

  constructor(surroundings: Surroundings, signal: AbortSignal) {
    this.#surroundings = surroundings;
    this.limits = { timeout: patience, signal };
  }

  localAddress(family: Family): Promise<Address | undefined> {
    const asked = this.#local.get(family) ?? this.#surroundings.localAddress(family);
    this.#local.set(family, asked);
    return asked;
  }

  /** Those of the protocols that were silent in this round are not tried again. */
  async find(family: Family, protocols: readonly GatewayProtocol[]): Promise<Result<FoundRouter, MappingFailure>> {
    const silences = protocols.map((protocol) => this.#silent.get(`${family} ${protocol}`));
    const open = protocols.filter((_, index) => silences[index] === undefined);
    if (open.length > 0) {
      const found = await this.#surroundings.find(family, open, this.limits);
      if (!found.ok) for (const protocol of open) this.heard(family, protocol, found);
      return found;
    }
    let telling: MappingFailure | undefined;
    for (const silence of silences) if (silence !== undefined) telling = moreTelling(telling, silence);
    return failure(telling ?? { code: "gateway-unsupported", detail: "" });
  }

  externalAddress(client: GatewayClient): Promise<Result<ExternalAddress, GatewayFailure>> {
    const asked = this.#external.get(client) ?? client.externalAddress(this.limits);
    this.#external.set(client, asked);
    return asked;
  }

  /** Remembers a failure that the next mapping would meet as well. */
  heard(family: Family, protocol: GatewayProtocol, failed: MappingFailure): void {
    const { mayAskElsewhere, rank } = mappingFailCodes[failed.code];
    // What was told of one mapping, such as a refusal, may be otherwise for the next.
    if (!mayAskElsewhere || rank >= mappingFailCodes["gateway-unsupported"].rank) return;
    this.#silent.set(`${family} ${protocol}`, failed);
  }
}
