import type { Address } from "../core/address.ts";
import type { HttpHandler } from "../core/listen.ts";
import type { Prefix } from "../core/prefix.ts";
import type { DialectPorts } from "./dialect.ts";
import { clientAddress } from "./forwarded-peer.ts";
import { problemResponse } from "./problem.ts";
import { type Route, routesOf } from "./routes.ts";

/** Hands each request of an update listener to its dialect. */

export interface UpdateHttpOptions extends DialectPorts {
  readonly trustedProxies: readonly Prefix[];
  /** What answers at a path that is none of ours; undefined for no answer. */
  readonly besides?: (request: Request, path: string, client: Address) => Promise<Response> | undefined;
}

/** Larger bodies are refused before they are read: the largest request we know is a DNS message. */
export const largestUpdateBody = 65_535;

/** The handler of an update listener. */
export function updateHandler(options: UpdateHttpOptions): HttpHandler {
  const { known, last } = routesOf();
  return (request, direct) => {
    const peer = clientAddress(direct, request.headers.get("x-forwarded-for"), options.trustedProxies);
    const url = new URL(request.url);
    const answerBy = ({ path, suits, answer }: Route): Promise<Response> | undefined => {
      const match = path.exec(url.pathname);
      if (match === null || suits?.(request, url) === false) return undefined;
      const captured = match.slice(1).map((segment) => decodeSegment(segment ?? ""));
      return answer({ request, url, peer, captured }, options);
    };
    for (const route of known) {
      const answer = answerBy(route);
      if (answer !== undefined) return answer;
    }
    return (
      (peer && options.besides?.(request, url.pathname, peer)) ??
      answerBy(last) ??
      problemResponse("path-not-found", "docs/guides/clients.md lists the paths")
    );
  };
}

/** A segment that is no valid percent-encoding stands for itself, and then for no name. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
