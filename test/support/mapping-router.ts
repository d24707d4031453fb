import type { Address } from "../../src/core/address.ts";
import type { Clock } from "../../src/core/clock.ts";
import { Duration } from "../../src/core/duration.ts";
import { equalOctets } from "../../src/core/octets.ts";
import { failure, ok, type Result } from "../../src/core/result.ts";
import type {
  Epoch,
  ExternalAddress,
  GatewayClient,
  GatewayFailure,
  GatewayProtocol,
  Mapping,
  MappingRequest,
} from "../../src/gateway/gateway.ts";
import { address } from "./values.ts";

/**
 * A home router with one table of mappings behind three protocols, as miniupnpd has it. It enforces what real ones do:
 * nonces, conflicts, a longest lifetime, permanent entries only, entries that no longer match after a new external
 * address; and it loses its table when it restarts.
 */

export interface RouterEntry {
  readonly transport: "tcp" | "udp";
  readonly internalAddress: string;
  readonly internalPort: number;
  readonly externalPort: number;
  readonly protocol: GatewayProtocol;
  readonly nonce: Uint8Array;
  /** The external address it was made under: traffic to another one does not match. */
  readonly madeUnder: string;
  /** On the clock that cannot jump; undefined for a permanent one. */
  endsAt: number | undefined;
}

/** Where ports begin that a router gives instead of taken ones. */
const spareFrom = 50_000;

export class MappingRouter {
  readonly clock: Clock;
  externalAddress: Address = address("44.128.10.10");
  maxLifetime: Duration = Duration.hours(24);
  isPermanentOnly = false;
  readonly silent: Set<GatewayProtocol> = new Set();
  readonly refusing: Set<GatewayProtocol> = new Set();
  /** Named with a refusal for lack of room. */
  busyFor: Duration | undefined;
  /** Every mapping has an external address of its own, as at a provider's server. */
  hasManyAddresses = false;
  /** Says that it has just begun, whenever it is asked. */
  isAlwaysNew = false;
  /** So many next requests are obeyed and their answers lost. */
  lostAnswers = 0;
  /** Ports of other hosts. */
  readonly foreign: Set<number> = new Set();
  /** Every request for a mapping, in order. */
  readonly requests: { readonly protocol: GatewayProtocol; readonly externalPort: number }[] = [];
  #entries: RouterEntry[] = [];
  #startedAt: number;

  constructor(clock: Clock) {
    this.clock = clock;
    this.#startedAt = clock.monotonic();
  }

  /** What is open now. */
  get entries(): readonly RouterEntry[] {
    const now = this.clock.monotonic();
    this.#entries = this.#entries.filter(({ endsAt }) => endsAt === undefined || endsAt > now);
    return this.#entries;
  }

  restart(): void {
    this.#entries = [];
    this.#startedAt = this.clock.monotonic();
  }

  /** Ports of a host of the network that the Internet reaches now, for instance `tcp/445 -> 192.168.1.20:445`. */
  get reachable(): readonly string[] {
    return this.entries
      .filter(({ madeUnder }) => madeUnder === String(this.externalAddress))
      .map((one) => `${one.transport}/${one.externalPort} -> ${one.internalAddress}:${one.internalPort}`)
      .toSorted();
  }

  client(protocol: GatewayProtocol): GatewayClient {
    return {
      protocol,
      label: "192.168.1.1",
      families: protocol === "nat-pmp" ? ["ipv4"] : ["ipv4", "ipv6"],
      externalAddress: async () => this.#answer(protocol, () => this.#tellAddress()),
      map: async (request) => {
        this.requests.push({ protocol, externalPort: request.externalPort });
        return this.#answer(protocol, () => this.#map(protocol, request));
      },
      unmap: async (request, mapping) => this.#answer(protocol, () => this.#unmap(protocol, request, mapping)),
    };
  }

  get #epoch(): Epoch {
    if (this.isAlwaysNew) return { seconds: 0 };
    return { seconds: Math.floor((this.clock.monotonic() - this.#startedAt) / 1_000) };
  }

  #answer<T>(protocol: GatewayProtocol, obey: () => Result<T, GatewayFailure>): Result<T, GatewayFailure> {
    if (this.silent.has(protocol)) return failed("timed-out");
    const answer = obey();
    if (this.lostAnswers === 0) return answer;
    this.lostAnswers -= 1;
    return failed("timed-out");
  }

  #tellAddress(): Result<ExternalAddress, GatewayFailure> {
    return ok({ address: this.externalAddress, epoch: this.#epoch });
  }

  #map(protocol: GatewayProtocol, request: MappingRequest): Result<Mapping, GatewayFailure> {
    if (this.refusing.has(protocol)) return failed("gateway-refused");
    if (this.busyFor !== undefined) return failure({ code: "gateway-busy", detail: "", retryAfter: this.busyFor });
    const { transport, internalPort, externalPort } = request;
    const internalAddress = String(request.internalAddress);
    const lifetime = Math.min(request.lifetime, this.maxLifetime);
    const endsAt = this.isPermanentOnly && protocol === "upnp" ? undefined : this.clock.monotonic() + lifetime;
    const isInside = (one: RouterEntry): boolean =>
      one.transport === transport && one.internalAddress === internalAddress && one.internalPort === internalPort;
    const isOutside = (one: RouterEntry): boolean => one.transport === transport && one.externalPort === externalPort;
    // UPnP names an entry by its outside, the others by its inside.
    const present = this.entries.find(protocol === "upnp" ? isOutside : isInside);
    if (present !== undefined && protocol === "upnp" && !isInside(present)) return failed("gateway-port-taken");
    if (present?.protocol === "pcp" && protocol === "pcp" && !equalOctets(present.nonce, request.nonce)) {
      return failed("gateway-refused");
    }
    if (present !== undefined) {
      present.endsAt = endsAt;
      return this.#granted(protocol, present, lifetime);
    }
    const isTaken = (port: number): boolean =>
      this.foreign.has(port) || this.#entries.some((one) => one.transport === transport && one.externalPort === port);
    let port = externalPort;
    if (isTaken(port)) {
      if (protocol === "upnp") return failed("gateway-port-taken");
      for (port = spareFrom; isTaken(port); ) port += 1;
    }
    const { nonce } = request;
    const madeUnder = String(this.externalAddress);
    const entry = { transport, internalAddress, internalPort, externalPort: port, protocol, nonce, madeUnder, endsAt };
    this.#entries.push(entry);
    return this.#granted(protocol, entry, lifetime);
  }

  #granted(protocol: GatewayProtocol, entry: RouterEntry, lifetime: number): Result<Mapping, GatewayFailure> {
    return ok({
      externalAddress: protocol === "pcp" ? this.#addressOf(entry) : undefined,
      externalPort: entry.externalPort,
      lifetime: entry.endsAt === undefined ? "forever" : Duration.milliseconds(lifetime),
      epoch: protocol === "upnp" ? undefined : this.#epoch,
    });
  }

  #addressOf({ internalPort }: RouterEntry): Address {
    return this.hasManyAddresses ? address(`44.128.11.${internalPort % 250}`) : this.externalAddress;
  }

  #unmap(protocol: GatewayProtocol, request: MappingRequest, mapping: Mapping): Result<void, GatewayFailure> {
    const internalAddress = String(request.internalAddress);
    const isMeant = (one: RouterEntry): boolean =>
      one.transport === request.transport &&
      one.internalAddress === internalAddress &&
      one.internalPort === request.internalPort &&
      (protocol !== "upnp" || one.externalPort === mapping.externalPort);
    const present = this.entries.find(isMeant);
    if (present?.protocol === "pcp" && protocol === "pcp" && !equalOctets(present.nonce, request.nonce)) {
      return failed("gateway-refused");
    }
    this.#entries = this.#entries.filter((one) => one !== present);
    return ok(undefined);
  }
}

function failed(code: GatewayFailure["code"]): Result<never, GatewayFailure> {
  return failure({ code, detail: "" });
}
