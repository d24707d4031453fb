import { failure, ok } from "../../core/result.ts";
import type { AskPorts } from "../ask-gateway.ts";
import type { OpenGateway } from "../open-gateway.ts";
import { NatPmpClient } from "./client.ts";

/** Asks a router for its external address, which changes nothing. RFC 6886 §3.2 */
export function openNatPmp(ports: AskPorts): OpenGateway {
  return async (link, limits) => {
    if (link.gateway.family !== "ipv4") return failure({ code: "gateway-unsupported", detail: "NAT-PMP is IPv4's" });
    const client = new NatPmpClient(link, ports);
    const address = await client.externalAddress(limits);
    // Without a line at the moment it speaks the protocol all the same.
    return address.ok || address.code === "gateway-no-address" ? ok(client) : address;
  };
}
