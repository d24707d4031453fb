import { Address } from "../core/address.ts";
import { scopeOf } from "../core/address-scope.ts";
import { Prefix } from "../core/prefix.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { Secret } from "../core/secret.ts";
import { basicAuthorization, hostnameOf, portOf } from "./http-authority.ts";

/** An HTTP proxy as a value: where it is, who we are to it, and which hosts it is not for. Opens nothing. */

export interface HttpProxy {
  /** A name or an address without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** True when the connection to the proxy itself is made with TLS. */
  readonly isSecure: boolean;
  /** Value of `Proxy-Authorization`. RFC 9110 §11.7.2 */
  readonly authorization: Secret | undefined;
  /** Hosts reached directly, in the notation of `NO_PROXY`. */
  readonly bypass: readonly string[];
}

/** Why a text is not a proxy; the text itself may hold a password and is not repeated. */
export interface HttpProxyFailure {
  readonly code: "not-a-proxy";
}

/**
 * Reads `http://[user:password@]host[:port]`, also with `https` or without a scheme, as `HTTP_PROXY` holds it.
 *
 * @param noProxy hosts separated by commas or blanks, as `NO_PROXY` holds them; see `usesProxy`.
 */
export function parseHttpProxy(text: string, noProxy: string): Result<HttpProxy, HttpProxyFailure> {
  const url = URL.parse(text.includes("://") ? text : `http://${text}`);
  const isSecure = url?.protocol === "https:";
  if (url === null || url.hostname === "" || !(isSecure || url.protocol === "http:")) {
    return failure({ code: "not-a-proxy" });
  }
  // A proxy is a place, not a page: a path is the sign of another kind of URL.
  if (!["", "/"].includes(url.pathname) || url.search !== "" || url.hash !== "")
    return failure({ code: "not-a-proxy" });
  return ok({
    hostname: hostnameOf(url),
    port: portOf(url),
    isSecure,
    authorization: basicAuthorization(url),
    bypass: noProxy.split(/[\s,]+/).filter((entry) => entry !== ""),
  });
}

/**
 * True when the proxy is for this URL. `NO_PROXY` has no standard; entries mean here what curl and Go agree on:
 * `*` is every host, `example.com` and `.example.com` a domain with all below it, `192.0.2.1` an address,
 * `192.0.2.0/24` a prefix, and `:8080` behind a domain or address restricts it to that port. The own host never goes
 * through a proxy.
 */
export function usesProxy(proxy: HttpProxy, url: URL): boolean {
  const hostname = hostnameOf(url).toLowerCase().replace(/\.$/, "");
  const address = Address.parse(hostname);
  if (hostname === "localhost" || (address.ok && scopeOf(address.value.unmapped()) === "loopback")) return false;
  const target = { hostname, port: portOf(url), address: address.ok ? address.value : undefined };
  return !proxy.bypass.some((entry) => matches(entry.toLowerCase(), target));
}

interface ProxyTarget {
  readonly hostname: string;
  readonly port: number;
  readonly address: Address | undefined;
}

function matches(entry: string, target: ProxyTarget): boolean {
  if (entry === "*") return true;
  const { host, port } = splitPort(entry);
  if (port !== undefined && port !== target.port) return false;
  const prefix = Prefix.parse(host);
  if (prefix.ok) return target.address !== undefined && prefix.value.contains(target.address.unmapped());
  const domain = host.replace(/^\*?\./, "").replace(/\.$/, "");
  return domain !== "" && (target.hostname === domain || target.hostname.endsWith(`.${domain}`));
}

/** Takes `host:port` and `[address]:port` apart; a bare IPv6 address has colons but no port. */
function splitPort(entry: string): { readonly host: string; readonly port: number | undefined } {
  const match = /^\[(?<bracketed>[^\]]+)\](?::(?<p>\d+))?$|^(?<plain>[^:]+):(?<q>\d+)$/.exec(entry)?.groups;
  const port = match?.["p"] ?? match?.["q"];
  return {
    host: match?.["bracketed"] ?? match?.["plain"] ?? entry,
    port: port === undefined ? undefined : Number(port),
  };
}
