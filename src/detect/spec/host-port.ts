import { Address } from "../../core/address.ts";
import { OwnerName } from "../../core/name.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { SpecFailure } from "./spec-failure.ts";

/** A host and its port, as sources name their servers. */
export interface HostPort {
  /** A host name in lower case, or an address without brackets. */
  readonly host: string;
  readonly port: number;
}

/** Reads `host`, `host:port`, `192.0.2.1:port`, `[2001:db8::1]:port` or a bare IPv6 address. */
export function parseHostPort(text: string, defaultPort: number): Result<HostPort, SpecFailure> {
  const bare = Address.parse(text);
  if (bare.ok) return ok({ host: bare.value.toString(), port: defaultPort });
  const match = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(.*))?$/.exec(text);
  const [, literal, name, portText] = match ?? [];
  const host = hostOf(literal, name);
  if (host === undefined) return failure({ code: "bad-host", subject: text });
  const port = portText === undefined ? defaultPort : Number(portText);
  const isPort = (portText === undefined || /^\d{1,5}$/.test(portText)) && port >= 1 && port <= 65_535;
  return isPort ? ok({ host, port }) : failure({ code: "bad-port", subject: portText ?? "" });
}

/** Reads a name or a bare address, without a port. */
export function parseHost(text: string): Result<string, SpecFailure> {
  const bare = Address.parse(text);
  const host = bare.ok ? bare.value.toString() : hostOf(undefined, text);
  return host === undefined ? failure({ code: "bad-host", subject: text }) : ok(host);
}

function hostOf(literal: string | undefined, name: string | undefined): string | undefined {
  if (literal !== undefined) {
    const address = Address.parse(literal);
    return address.ok && address.value.family === "ipv6" ? address.value.toString() : undefined;
  }
  if (name === undefined) return undefined;
  const address = Address.parse(name);
  if (address.ok) return address.value.toString();
  const parsed = OwnerName.parse(name);
  // A name of digits and dots only is a mistyped address; resolvers would take some of those for one.
  if (!parsed.ok || parsed.value.isRoot || /^[\d.]+$/.test(name)) return undefined;
  return /^[a-z0-9_.-]+$/.test(parsed.value.hostname) ? parsed.value.hostname : undefined;
}
