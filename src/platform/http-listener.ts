import { type Clock, wait } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { HttpHandler, HttpListener, HttpPeer, HttpPlace, ListenFailure } from "../core/listen.ts";
import { formatEndpoint } from "../core/net.ts";
import { ok, type Result } from "../core/result.ts";
import { KnownAddresses } from "./known-addresses.ts";
import { portFailure, tlsFailure } from "./listen-failure.ts";
import { isPlainUrl } from "./plain-url.ts";
import { prepareSocketFile, socketFailureOf, withPrivateMode } from "./socket-file.ts";

/**
 * Serves HTTP over Bun.serve, which answers HTTP/1.0 clients with a length and a prompt close by itself. Routes and
 * rights are the handler's; what it gets is a request with a whole URL, and who asks.
 *
 * Bun 1.4.4 closes a connection without an answer when a request arrives while the handler still works on the one
 * before. Clients that pipeline repeat what was not answered (RFC 9112 §9.3.2), so handlers must bear repetition.
 */

/** How long `stop` lets requests under way end by themselves. */
const grace: Duration = Duration.seconds(5);

/** Longest idle timeout of Bun.serve, in seconds. */
const longestIdleTimeout = 255;

type Limits = Parameters<HttpListener["listen"]>[1];
type Server = Bun.Server<undefined>;

/** @param onBug takes what a handler throws, but not what it throws because its client went away or sent too much. */
export function createHttpListener(clock: Clock, onBug: (bug: unknown) => void): HttpListener {
  return {
    listen: async (place, limits, handler) => {
      const known = new KnownAddresses();
      const fetch = (request: Request, server: Server): Response | Promise<Response> => {
        const peer = place.kind === "socket" ? local : peerOf(request, server, place, known);
        const whole = withWholeUrl(request, server, place);
        if (peer === undefined || whole === undefined) return new Response(undefined, { status: 400 });
        const answered = answer(whole, peer, handler, onBug);
        if (place.kind === "socket") return lastAnswer(answered);
        return place.tls === undefined ? answered : afterBody(whole, answered);
      };
      const opened = await open(place, limits, fetch);
      if (!opened.ok) return opened;
      const server = opened.value;
      const endpoint =
        place.kind === "port"
          ? { address: place.endpoint.address, port: server.port ?? place.endpoint.port }
          : undefined;
      return ok({ endpoint, stop: () => stop(server, clock) });
    },
  };
}

async function open(
  place: HttpPlace,
  limits: Limits,
  fetch: (request: Request, server: Server) => Response | Promise<Response>,
): Promise<Result<Server, ListenFailure>> {
  const common = {
    fetch,
    maxRequestBodySize: limits.largestBodyOctets,
    // Else clients are shown sources and stacks.
    development: false,
    // Bun's types know this for ports only; sockets have it too, and ten seconds without it. It runs while a handler
    // works, so it also bounds how long an answer may take.
    ...Object.fromEntries([["idleTimeout", Math.min(Math.ceil(limits.idleTimeoutMs / 1_000), longestIdleTimeout)]]),
  };
  if (place.kind === "socket") {
    const obstacle = await prepareSocketFile(place.path);
    if (obstacle !== undefined) return obstacle;
    try {
      return ok(withPrivateMode(place.path, () => Bun.serve({ ...common, unix: place.path })));
    } catch (error) {
      return socketFailureOf(place.path, error);
    }
  }
  const { endpoint, tls } = place;
  const certificate = tls === undefined ? {} : { tls: { cert: tls.certificate, key: tls.key } };
  // Without this `[::]` takes the port from `0.0.0.0` too.
  const ipv6Only = endpoint.address.family === "ipv6";
  try {
    const hostname = endpoint.address.toString();
    // Most clients of DNS over HTTPS speak HTTP/2, as RFC 8484 §5.2 recommends.
    // Outside development Bun 1.4.4 shares a port with any other process of the user unless told not to.
    return ok(
      Bun.serve({
        ...common,
        ...certificate,
        http2: tls !== undefined,
        hostname,
        port: endpoint.port,
        ipv6Only,
        reusePort: false,
      }),
    );
  } catch (error) {
    return tlsFailure(endpoint, error) ?? portFailure("tcp", endpoint, error);
  }
}

async function stop(server: Server, clock: Clock): Promise<void> {
  const patience = new AbortController();
  await Promise.race([server.stop(), wait(clock, grace, patience.signal)]);
  patience.abort();
  // Connections that are kept but idle, and those that did not end in time.
  await server.stop(true);
}

function answer(
  request: Request,
  peer: HttpPeer,
  handler: HttpHandler,
  onBug: (bug: unknown) => void,
): Response | Promise<Response> {
  const fail = (error: unknown): Response => {
    if (!isClientsDoing(request, error)) onBug(error);
    return new Response(undefined, { status: 500 });
  };
  try {
    const answered = handler(request, peer);
    return answered instanceof Response ? answered : answered.catch(fail);
  } catch (bug) {
    return fail(bug);
  }
}

/** Whoever comes through a socket in the file system. */
const local: HttpPeer = { address: undefined, isSecure: false };

/**
 * Ends the connection with this answer. Programs of this host connect anew for nothing, while the runtime wakes every
 * second and every four for as long as a single connection is open.
 */
async function lastAnswer(answered: Response | Promise<Response>): Promise<Response> {
  const response = await answered;
  response.headers.set("Connection", "close");
  return response;
}

/**
 * Answers once all of the request is there. Bun 1.4.4 resets a stream of HTTP/2 that is answered while its request is still
 * arriving, and the client sees an error instead of the answer. Test "a refusal".
 */
async function afterBody(request: Request, answered: Response | Promise<Response>): Promise<Response> {
  const response = await answered;
  if (request.body !== null && !request.bodyUsed) {
    // Too much, or cut off: then the client has gone, or hears of it from the listener.
    await request.arrayBuffer().catch(() => undefined);
  }
  return response;
}

/** Undefined when the client has gone already; without an address it would pass for a local one. */
function peerOf(
  request: Request,
  server: Server,
  place: HttpPlace & { readonly kind: "port" },
  known: KnownAddresses,
): HttpPeer | undefined {
  const address = known.find(server.requestIP(request)?.address ?? "");
  return address === undefined ? undefined : { address, isSecure: place.tls !== undefined };
}

/**
 * Handlers may read `url` without a check. HTTP/1.0 clients may leave `Host` out, and what they asked for is then at this
 * listener; a `Host` that is none is an error of the client. RFC 9112 §3.2
 */
function withWholeUrl(request: Request, server: Server, place: HttpPlace): Request | undefined {
  const { url } = request;
  if (isPlainUrl(url) || URL.canParse(url)) return request;
  if (request.headers.has("host") || !url.startsWith("/")) return undefined;
  const { address } = place.kind === "port" ? place.endpoint : {};
  const host = address === undefined ? "localhost" : formatEndpoint({ address, port: server.port ?? 0 });
  const whole = `${server.protocol ?? "http"}://${host}${url}`;
  return URL.canParse(whole) ? new Request(whole, request) : undefined;
}

/** True for what reading a body throws when the client broke off or sent more than allowed; Bun has answered then. */
function isClientsDoing(request: Request, error: unknown): boolean {
  if (request.signal.aborted) return true;
  return error instanceof Error && error.message === "Request body exceeded maxRequestBodySize";
}
