import type { Result } from "../core/result.ts";
import type { GatewayClient, GatewayFailure, GatewayLimits } from "./gateway.ts";
import type { GatewayLink } from "./link.ts";

/**
 * Finds out whether a router speaks one protocol, in the way that changes least, and makes the client for it. Fails with
 * `gateway-not-found` or a transport's code where nobody answers.
 */
export type OpenGateway = (link: GatewayLink, limits: GatewayLimits) => Promise<Result<GatewayClient, GatewayFailure>>;
