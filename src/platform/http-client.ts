import { assert } from "../core/assert.ts";
import type { Clock } from "../core/clock.ts";
import type { HttpClient, HttpRequest } from "../core/http.ts";
import type { HostLookup, NetFailure } from "../core/net.ts";
import { ok, type Result } from "../core/result.ts";
import type { Connection } from "./connection.ts";
import { Deadline } from "./deadline.ts";
import { dialHost } from "./dial-host.ts";
import { basicAuthorization, hostnameOf, portOf } from "./http-authority.ts";
import { converse } from "./http-conversation.ts";
import { type HttpProxy, usesProxy } from "./http-proxy.ts";
import type { WireRequest } from "./http-request-octets.ts";
import { openTunnel } from "./http-tunnel.ts";
import type { SocketConnection } from "./socket-connection.ts";
import { handshake, Trust } from "./tls-handshake.ts";

/**
 * HTTP as the rest of the program asks for it, put together from name look-up, connection, proxy, TLS and conversation.
 * Each step is ours, and so it is certain when the first octet of a request has left. What requests and answers mean is
 * the callers'.
 */

export interface HttpClientOptions {
  /** For every host that it is not told to leave alone. */
  readonly proxy?: HttpProxy;
  /** PEM text of certificate authorities that count beside the usual ones. */
  readonly extraCertificates?: string;
}

/**
 * A client with one connection for each request. With a proxy, family and binding apply to the way to the proxy; how it
 * goes on is the proxy's choice.
 */
export function createHttpClient(clock: Clock, lookup: HostLookup, options: HttpClientOptions = {}): HttpClient {
  const trust = new Trust(options.extraCertificates);
  return {
    send: async (request) => {
      assert(/^https?:$/.test(request.url.protocol), "a URL of HTTP");
      const proxy = options.proxy !== undefined && usesProxy(options.proxy, request.url) ? options.proxy : undefined;
      const deadline = Deadline.start(clock, request.timeout, request.signal);
      try {
        const opened = await open(request, proxy, { clock, lookup, trust, signal: deadline.signal });
        if (!opened.ok) return { ...opened, code: deadline.code ?? opened.code };
        const { largestBodyOctets } = request;
        const wire = { ...wireRequest(request, proxy), largestBodyOctets };
        const result = await converse(opened.value, request.url.host, wire, deadline);
        // Who has answered deserves a goodbye; whoever has not is not waited for.
        if (result.ok) opened.value.close();
        else opened.value.destroy();
        return result;
      } finally {
        deadline.cancel();
      }
    },
  };
}

/** What opening a connection needs besides the request. */
interface Means {
  readonly clock: Clock;
  readonly lookup: HostLookup;
  readonly trust: Trust;
  readonly signal: AbortSignal;
}

/** Everything before the first octet of the request. Leaves no connection behind when it fails. */
async function open(
  request: HttpRequest,
  proxy: HttpProxy | undefined,
  means: Means,
): Promise<Result<Connection, NetFailure>> {
  const origin = { hostname: hostnameOf(request.url), port: portOf(request.url) };
  const { hostname, port } = proxy ?? origin;
  const call = { hostname, port, family: request.family, binding: request.binding };
  const dialled = await dialHost(call, means.lookup, means.clock, means.signal);
  if (!dialled.ok) return dialled;
  const opened = await openFurther(dialled.value, request, proxy, means);
  if (!opened.ok) dialled.value.destroy();
  return opened;
}

/** From a connection with the first host to one that leads to the last, as secure as asked for. */
async function openFurther(
  first: SocketConnection,
  request: HttpRequest,
  proxy: HttpProxy | undefined,
  means: Means,
): Promise<Result<Connection, NetFailure>> {
  const isSecure = request.url.protocol === "https:";
  if (proxy === undefined) return isSecure ? secure(first, hostnameOf(request.url), means) : ok(first);
  const toProxy = proxy.isSecure ? await secure(first, proxy.hostname, means) : ok(first);
  if (!toProxy.ok || !isSecure) return toProxy;
  const authority = `${request.url.hostname}:${portOf(request.url)}`;
  const tunnel = await openTunnel(toProxy.value, authority, proxy.authorization, means.signal);
  return tunnel.ok ? secure(toProxy.value, hostnameOf(request.url), means) : tunnel;
}

/** The handshake; a final dot of an absolute name is no part of what certificates name. RFC 6066 §3 */
function secure(connection: Connection, hostname: string, means: Means): Promise<Result<Connection, NetFailure>> {
  return handshake(connection, hostname.replace(/\.$/, ""), means.trust, means.signal);
}

function wireRequest(request: HttpRequest, proxy: HttpProxy | undefined): WireRequest {
  const { url, method, body } = request;
  const toProxy = url.protocol === "http:" ? proxy : undefined;
  const path = `${url.pathname}${url.search}`;
  // RFC 9112 §3.2.2 to a proxy, §3.2.1 to the server itself.
  const target = toProxy === undefined ? path : `http://${url.host}${path}`;
  return { method, target, fields: fieldsOf(request, toProxy), body };
}

/** Our fields, then the caller's, which replace ours, and last those that say how the message itself is framed. */
function fieldsOf(request: HttpRequest, toProxy: HttpProxy | undefined): WireRequest["fields"] {
  const { url, body, method } = request;
  // A method that has a body states its length even when it is empty. RFC 9110 §8.6
  const hasLength = body !== undefined || !["GET", "DELETE"].includes(method);
  const fields: readonly (readonly [name: string, value: string | undefined])[] = [
    ["Host", url.host],
    ["Accept-Encoding", "identity"],
    ["Authorization", basicAuthorization(url)?.reveal()],
    ["Proxy-Authorization", toProxy?.authorization?.reveal()],
    ...Object.entries(request.headers),
    ["Content-Length", hasLength ? String(Buffer.byteLength(body ?? "")) : undefined],
    ["Connection", "close"],
  ];
  const byKey = new Map<string, readonly [string, string]>();
  for (const [name, value] of fields) {
    if (value !== undefined) byKey.set(name.toLowerCase(), [name, value]);
  }
  return [...byKey.values()];
}
