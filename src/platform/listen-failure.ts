import type { ListenFailure } from "../core/listen.ts";
import { type Endpoint, formatEndpoint } from "../core/net.ts";
import { type Failure, failure } from "../core/result.ts";
import { findPortHolder } from "./port-holder.ts";
import { describeSystemError, systemCode } from "./system-error.ts";

/** Why a listener could not be opened, in our codes. */

const codes: Readonly<Record<string, ListenFailure["code"]>> = {
  EADDRINUSE: "address-in-use",
  EACCES: "permission-denied",
  EPERM: "permission-denied",
  EADDRNOTAVAIL: "address-not-available",
  // An IPv6 address on a host without IPv6.
  EAFNOSUPPORT: "address-not-available",
};

/** The code of a system error met while opening a listener. */
export function listenCodeOf(error: unknown): ListenFailure["code"] {
  return codes[systemCode(error) ?? ""] ?? "listen-failed";
}

/** The failure of a listener on a port; a busy one comes with its holder. */
export function portFailure(transport: "udp" | "tcp", endpoint: Endpoint, error: unknown): Failure<ListenFailure> {
  const code = listenCodeOf(error);
  const holder = code === "address-in-use" ? findPortHolder(transport, endpoint) : undefined;
  return failure({ code, endpoint: formatEndpoint(endpoint), holder, detail: describeSystemError(error) });
}

/** A certificate or key that cannot be used; undefined for every other error. */
export function tlsFailure(endpoint: Endpoint, error: unknown): Failure<ListenFailure> | undefined {
  // The TLS library's codes begin so; its messages name no part of the key.
  if (systemCode(error)?.startsWith("ERR_OSSL_") !== true) return undefined;
  const detail = `certificate or key unusable, ${describeSystemError(error)}`;
  return failure({ code: "listen-failed", endpoint: formatEndpoint(endpoint), holder: undefined, detail });
}
