import type { MulticastNetwork } from "../../core/multicast.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { GatewayFailure, GatewayLimits } from "../gateway.ts";
import { Allowance } from "./allowance.ts";
import { fetchDescription } from "./fetch-description.ts";
import type { UpnpLink } from "./link.ts";
import { searchRouter } from "./search.ts";
import { UpnpGateway, type UpnpGatewayPorts } from "./upnp-gateway.ts";

/** From a link to the router on it that speaks UPnP. */

export interface UpnpPorts extends UpnpGatewayPorts {
  readonly multicast: MulticastNetwork;
}

/**
 * Searches, reads what is found, and gives the first that has a line to the Internet. Asks it for nothing else.
 *
 * Where nobody answers it takes three seconds, or the timeout if that is shorter: `gateway-not-found`.
 */
export async function openUpnp(
  link: UpnpLink,
  ports: UpnpPorts,
  limits: GatewayLimits,
): Promise<Result<UpnpGateway, GatewayFailure>> {
  const allowance = new Allowance(ports.clock, limits);
  const locations = await searchRouter(link, ports, allowance);
  if (!locations.ok) return locations;
  let worst: GatewayFailure = { code: "gateway-not-found", detail: "no UPnP router answers" };
  for (const location of locations.value) {
    const description = await fetchDescription(location, link, ports.http, allowance);
    if (!description.ok) {
      worst = { code: description.code, detail: description.detail };
      continue;
    }
    const gateway = UpnpGateway.of(description.value, location, link, ports);
    if (gateway !== undefined) return ok(gateway);
    worst = { code: "gateway-unsupported", detail: `${description.value.label}: describes no line to the Internet` };
  }
  return failure(worst);
}
