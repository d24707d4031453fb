import { ok } from "../../core/result.ts";
import type { OpenGateway } from "../open-gateway.ts";
import { PcpClient, type PcpPorts } from "./client.ts";

/** Asks a router how long its PCP server has been up. RFC 6887 §14.1 */
export function openPcp(ports: PcpPorts): OpenGateway {
  return async (link, limits) => {
    const client = new PcpClient(link, ports);
    const epoch = await client.epoch(limits);
    // Without a line at the moment it is a PCP server all the same, and so is one that is busy.
    const isThere = epoch.ok || epoch.code === "gateway-no-address" || epoch.code === "gateway-busy";
    return isThere ? ok(client) : epoch;
  };
}
