import type { Address } from "../core/address.ts";
import type { HttpHandler } from "../core/listen.ts";
import type { Prefix } from "../core/prefix.ts";
import type { DialectPorts } from "./dialect.ts";
import { answerDyndns2 } from "./dyndns2.ts";
import { clientAddress } from "./forwarded-peer.ts";
import { prefersJson } from "./prefers-json.ts";
import { problemResponse } from "./problem.ts";
import { answerAddresses } from "./rest-addresses.ts";

/** Which dialect answers which path of an update listener. */

export interface UpdateHttpOptions extends DialectPorts {
  readonly trustedProxies: readonly Prefix[];
  /** What answers at a path that is none of ours; undefined for no answer. */
  readonly besides?: (request: Request, path: string, client: Address) => Promise<Response> | undefined;
}

/** Larger bodies are refused before they are read: the largest request we know is a DNS message. */
export const largestUpdateBody = 65_535;

const addressesPath = /^\/api\/v1\/names\/([^/]+)\/addresses$/;

/** The handler of an update listener. */
export function updateHandler(options: UpdateHttpOptions): HttpHandler {
  return (request, peer) => {
    const client = clientAddress(peer, request.headers.get("x-forwarded-for"), options.trustedProxies);
    return route(request, client, options);
  };
}

async function route(request: Request, client: Address | undefined, options: UpdateHttpOptions): Promise<Response> {
  const path = new URL(request.url).pathname;
  if (path === "/nic/update") return answerDyndns2(request, client, options);
  if (path === "/ip") return answerReflection(request, client);
  const name = addressesPath.exec(path)?.[1];
  if (name !== undefined) return answerAddresses(request, decodeSegment(name), client, options);
  const besides = client && options.besides?.(request, path, client);
  if (besides !== undefined) return besides;
  return problemResponse("path-not-found", "known paths: /nic/update, /ip, /api/v1/names/{name}/addresses");
}

/** Tells callers the address they are seen at, as text or as JSON. */
function answerReflection(request: Request, client: Address | undefined): Response {
  if (client === undefined) return problemResponse("address-unknown", "a listed proxy did not say who is calling");
  const headers = { "Cache-Control": "no-store" };
  if (prefersJson(request.headers.get("accept"))) return Response.json({ ip: client.toString() }, { headers });
  return new Response(`${client}\n`, { headers: { ...headers, "Content-Type": "text/plain; charset=utf-8" } });
}

/** A segment that is no valid percent-encoding stands for itself, and then for no name. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
