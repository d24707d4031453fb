import type { Result } from "../core/result.ts";
import type { GatewayClient, GatewayFailCode, GatewayFailure } from "./gateway.ts";

/** A client that tells when its router answers no more, so that whoever remembers it looks anew. */

/** What a router that is there and speaks the protocol never causes. */
const lost: ReadonlySet<GatewayFailCode> = new Set([
  "timed-out",
  "connection-refused",
  "connection-reset",
  "unreachable",
  "gateway-not-found",
]);

export function watchedClient(client: GatewayClient, onLost: () => void): GatewayClient {
  const watch = async <T>(asked: Promise<Result<T, GatewayFailure>>): Promise<Result<T, GatewayFailure>> => {
    const answer = await asked;
    if (!answer.ok && lost.has(answer.code)) onLost();
    return answer;
  };
  return {
    protocol: client.protocol,
    label: client.label,
    families: client.families,
    externalAddress: (limits) => watch(client.externalAddress(limits)),
    map: (request, limits) => watch(client.map(request, limits)),
    unmap: (request, mapping, limits) => watch(client.unmap(request, mapping, limits)),
  };
}
