import { Address } from "../../core/address.ts";
import { assert } from "../../core/assert.ts";
import type { Clock } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import type { HttpClient } from "../../core/http.ts";
import { Prefix } from "../../core/prefix.ts";
import { failure, type Result } from "../../core/result.ts";
import type { GatewayFailure, Mapping, MappingRequest } from "../gateway.ts";
import { Allowance } from "./allowance.ts";
import type { DeviceDescription } from "./description.ts";
import { fetchDescription } from "./fetch-description.ts";
import type { UpnpLink } from "./link.ts";
import { Pinholes } from "./pinholes.ts";

/**
 * The router's IPv6 firewall, and the way on which it listens to us.
 *
 * A hole may be made by the host alone that it leads to, and routers know that host by the address it calls from: over
 * IPv4 they refuse (miniupnpd 2.3: error 606). So we call over IPv6 where they do.
 */

export interface FirewallPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
}

/** Longest wait for a host that may not be there. */
const guessTimeout = Duration.milliseconds(1_500);

export class Firewall {
  readonly #description: DeviceDescription;
  readonly #location: URL;
  readonly #link: UpnpLink;
  readonly #ports: FirewallPorts;
  /** By the host the holes lead to. */
  readonly #pinholesByHost: Map<string, Pinholes> = new Map();

  constructor(description: DeviceDescription, location: URL, link: UpnpLink, ports: FirewallPorts) {
    this.#description = description;
    this.#location = location;
    this.#link = link;
    this.#ports = ports;
  }

  async map(request: MappingRequest, allowance: Allowance): Promise<Result<Mapping, GatewayFailure>> {
    const host = request.internalAddress.toString();
    const known = this.#pinholesByHost.get(host);
    if (known !== undefined) return known.map(request, allowance);
    const direct = this.#pinholes(this.#description, this.#link.localAddress);
    const obstacle = await direct.obstacle(allowance);
    if (obstacle !== undefined) return failure(obstacle);
    const opened = await direct.map(request, allowance);
    if (opened.ok) this.#pinholesByHost.set(host, direct);
    if (opened.ok || opened.code !== "gateway-refused") return opened;
    const overIpv6 = await this.#overIpv6(request.internalAddress, allowance);
    if (overIpv6 === undefined) return opened;
    const retried = await overIpv6.map(request, allowance);
    if (retried.ok) this.#pinholesByHost.set(host, overIpv6);
    return retried;
  }

  async unmap(request: MappingRequest, mapping: Mapping, allowance: Allowance): Promise<Result<void, GatewayFailure>> {
    const known = this.#pinholesByHost.get(request.internalAddress.toString());
    return (known ?? this.#pinholes(this.#description, this.#link.localAddress)).unmap(request, mapping, allowance);
  }

  /**
   * The same device at its IPv6 address. Nothing tells that address where the router does not search over IPv6, but most
   * have the first of the link's prefix; that it is the same one, the unique name in its description says.
   */
  async #overIpv6(host: Address, allowance: Allowance): Promise<Pinholes | undefined> {
    const address = firstOfPrefix(host);
    if (this.#description.udn === "" || address === undefined) return undefined;
    const location = new URL(this.#location);
    location.host = `[${address}]${location.port === "" ? "" : `:${location.port}`}`;
    const link: UpnpLink = { gateway: address, localAddress: host, onLink: undefined };
    const limits = { timeout: Duration.milliseconds(Math.min(guessTimeout, allowance.left)) };
    const patience = new Allowance(this.#ports.clock, { ...limits, ...signalOf(allowance) });
    const description = await fetchDescription(location, link, this.#ports.http, patience);
    if (!description.ok || description.value.udn !== this.#description.udn) return undefined;
    return isFirewalled(description.value) ? this.#pinholes(description.value, host) : undefined;
  }

  #pinholes(description: DeviceDescription, localAddress: Address): Pinholes {
    const service = description.services.find(({ name }) => name === firewallService);
    assert(service !== undefined, "a firewall is described");
    return new Pinholes(service, { http: this.#ports.http, localAddress });
  }
}

const firewallService = "WANIPv6FirewallControl";

/** True for a device that lets its hosts open its IPv6 firewall. */
export function isFirewalled(description: DeviceDescription): boolean {
  return description.services.some(({ name }) => name === firewallService);
}

/** Links have prefixes of 64 bits. RFC 4291 §2.5.1 */
function firstOfPrefix(host: Address): Address | undefined {
  const first = Address.parse("::1");
  return first.ok ? Prefix.around(host, 64)?.withInterfaceId(first.value) : undefined;
}

function signalOf({ signal }: Allowance): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
