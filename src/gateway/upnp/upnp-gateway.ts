import type { Clock } from "../../core/clock.ts";
import type { Family } from "../../core/family.ts";
import type { HttpClient } from "../../core/http.ts";
import { ok, type Result } from "../../core/result.ts";
import type {
  ExternalAddress,
  GatewayClient,
  GatewayFailure,
  GatewayLimits,
  Mapping,
  MappingRequest,
} from "../gateway.ts";
import { Allowance } from "./allowance.ts";
import type { DeviceDescription } from "./description.ts";
import { Firewall, isFirewalled } from "./firewall.ts";
import { Lines } from "./lines.ts";
import type { UpnpLink } from "./link.ts";
import { WanConnection } from "./wan-connection.ts";

/** What speaks to one router. */
export interface UpnpGatewayPorts {
  /** Goes straight to the router: a proxy has nothing to do with the own link. */
  readonly http: HttpClient;
  readonly clock: Clock;
}

/** One router as its description has it: a line to the Internet, and perhaps an IPv6 firewall. */
export class UpnpGateway implements GatewayClient {
  readonly protocol = "upnp";
  readonly label: string;
  readonly families: readonly Family[];
  readonly #lines: Lines;
  readonly #firewall: Firewall | undefined;
  readonly #clock: Clock;

  private constructor(
    lines: Lines,
    firewall: Firewall | undefined,
    facts: { readonly label: string; readonly families: readonly Family[]; readonly clock: Clock },
  ) {
    this.#lines = lines;
    this.#firewall = firewall;
    this.label = facts.label;
    this.families = facts.families;
    this.#clock = facts.clock;
  }

  /** Undefined for a device without a line to the Internet. */
  static of(
    description: DeviceDescription,
    location: URL,
    link: UpnpLink,
    ports: UpnpGatewayPorts,
  ): UpnpGateway | undefined {
    const means = { http: ports.http, localAddress: link.localAddress };
    const [first, ...others] = description.services
      .filter(({ name }) => name === "WANIPConnection" || name === "WANPPPConnection")
      // Where a line is listed in both versions, the later one can do more.
      .toSorted((a, b) => b.version - a.version)
      .map((service) => new WanConnection(service, means));
    if (first === undefined) return undefined;
    const firewall = isFirewalled(description) ? new Firewall(description, location, link, ports) : undefined;
    // IPv4 mappings are made by the host that they lead to, so from its IPv4 address.
    const families: readonly Family[] = [
      ...(link.gateway.family === "ipv4" ? (["ipv4"] as const) : []),
      ...(firewall === undefined ? [] : (["ipv6"] as const)),
    ];
    const label = description.label === "" ? link.gateway.toString() : description.label;
    return new UpnpGateway(new Lines([first, ...others]), firewall, { label, families, clock: ports.clock });
  }

  async externalAddress(limits: GatewayLimits): Promise<Result<ExternalAddress, GatewayFailure>> {
    const allowance = new Allowance(this.#clock, limits);
    const line = await this.#lines.inUse(allowance);
    const address = await line.externalAddress(allowance);
    if (address.ok) return ok({ address: address.value, epoch: await line.epoch(allowance) });
    this.#lines.forget();
    return address;
  }

  async map(request: MappingRequest, limits: GatewayLimits): Promise<Result<Mapping, GatewayFailure>> {
    const allowance = new Allowance(this.#clock, limits);
    if (request.internalAddress.family === "ipv4") {
      return (await this.#lines.inUse(allowance)).map(request, allowance);
    }
    return this.#firewall?.map(request, allowance) ?? { ok: false, ...noFirewall };
  }

  async unmap(request: MappingRequest, mapping: Mapping, limits: GatewayLimits): Promise<Result<void, GatewayFailure>> {
    const allowance = new Allowance(this.#clock, limits);
    if (request.internalAddress.family === "ipv4") {
      return (await this.#lines.inUse(allowance)).unmap(request, mapping, allowance);
    }
    return this.#firewall?.unmap(request, mapping, allowance) ?? { ok: false, ...noFirewall };
  }

  /** Where to subscribe to changes of the external address; undefined where the router tells of none. */
  async eventUrl(limits: GatewayLimits): Promise<URL | undefined> {
    return (await this.#lines.inUse(new Allowance(this.#clock, limits))).service.eventUrl;
  }
}

const noFirewall: GatewayFailure = { code: "gateway-unsupported", detail: "its IPv6 firewall has no UPnP service" };
