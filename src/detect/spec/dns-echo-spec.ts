import type { Family } from "../../core/family.ts";
import { OwnerName } from "../../core/name.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { wellKnownNames } from "../default-sources.ts";
import { operatorOf } from "../operators.ts";
import { type DnsEcho, dnsOverTlsPort, dnsPort } from "../sources/dns-echo.ts";
import type { Fields } from "./fields.ts";
import { type HostPort, parseHost, parseHostPort } from "./host-port.ts";
import type { SpecFailure } from "./spec-failure.ts";

/** The parts of `name@server/type` or `name@tls://server#proof/type`, of which the map form may give the latter two as keys. */
interface Parts {
  readonly name: string;
  readonly server: string | undefined;
  readonly type: string | undefined;
}

/**
 * Reads `name`, `server`, `record` (A, AAAA or TXT), `class`, `authoritative` and `operator`.
 *
 * For names we know, all but the name has a default. For others the server must be named: asking the host's resolver
 * would show the resolver's address. Without a type the record of the family is asked for.
 */
export function parseDnsEcho(fields: Fields, family: Family): Result<DnsEcho, SpecFailure> {
  const parts = readParts(fields);
  if (!parts.ok) return parts;
  const name = OwnerName.parse(parts.value.name);
  if (!name.ok || name.value.isRoot) return failure({ code: "bad-name", subject: parts.value.name });
  const known = Object.hasOwn(wellKnownNames, name.value.hostname) ? wellKnownNames[name.value.hostname] : undefined;
  const type = typeOf(parts.value.type ?? known?.type ?? "address", family);
  if (!type.ok) return type;
  const server = parts.value.server ?? known?.host;
  if (server === undefined) return failure({ code: "server-missing", subject: parts.value.name });
  const place = parseServer(server);
  if (!place.ok) return place;
  const rrClass = fields.text("class");
  if (!rrClass.ok) return rrClass;
  const inClass = (rrClass.value ?? known?.class ?? "IN").toUpperCase();
  if (inClass !== "IN" && inClass !== "CH") return failure({ code: "bad-record-type", subject: inClass });
  const isAuthority = fields.isTrue("authoritative");
  if (!isAuthority.ok) return isAuthority;
  const operator = fields.text("operator");
  if (!operator.ok) return operator;
  const rest = fields.end();
  if (!rest.ok) return rest;
  return ok({
    name: name.value,
    type: type.value,
    class: inClass,
    ...place.value,
    isAuthority: isAuthority.value || known?.isAuthority === true,
    operator: operator.value ?? operatorOf(place.value.authenticationName ?? place.value.host),
  });
}

function readParts(fields: Fields): Result<Parts, SpecFailure> {
  const whole = fields.text("name");
  if (!whole.ok) return whole;
  if (whole.value === undefined) return failure({ code: "key-missing", subject: "name" });
  const server = fields.text("server");
  if (!server.ok) return server;
  const type = fields.text("record");
  if (!type.ok) return type;
  const [, name = "", at, slash] = /^([^@/]*)(?:@((?:tls:\/\/)?[^/]*))?(?:\/(.*))?$/.exec(whole.value) ?? [];
  return ok({ name, server: server.value ?? at, type: type.value ?? slash });
}

/**
 * Reads a host and port, or `tls://` before it. Behind `#` stands the name or address that the certificate must be for,
 * as resolvers write it; without it the host itself.
 */
function parseServer(text: string): Result<HostPort & Pick<DnsEcho, "authenticationName">, SpecFailure> {
  const [, isTls, rest = "", proof] = /^(tls:\/\/)?([^#]*)(?:#(.*))?$/.exec(text) ?? [];
  if (isTls === undefined) return parseHostPort(text, dnsPort);
  const place = parseHostPort(rest, dnsOverTlsPort);
  if (!place.ok) return place;
  if (proof === undefined) return ok({ ...place.value, authenticationName: place.value.host });
  const proven = parseHost(proof);
  return proven.ok ? ok({ ...place.value, authenticationName: proven.value }) : proven;
}

function typeOf(text: string, family: Family): Result<DnsEcho["type"], SpecFailure> {
  const type = text.toUpperCase();
  if (type === "TXT") return ok("TXT");
  if (type === "ADDRESS" || type === (family === "ipv4" ? "A" : "AAAA")) return ok("address");
  const code = type === "A" || type === "AAAA" ? "wrong-family" : "bad-record-type";
  return failure({ code, subject: text });
}
