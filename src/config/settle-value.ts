import { Address } from "../core/address.ts";
import { Duration } from "../core/duration.ts";
import { isHostName } from "../core/host-name.ts";
import { OwnerName } from "../core/name.ts";
import type { Endpoint } from "../core/net.ts";
import { Prefix } from "../core/prefix.ts";
import { type Ttl, ttlOf } from "../core/ttl.ts";
import type { Cursor } from "./cursor.ts";
import type { ValueKind } from "./problem.ts";

/** Single values of the file as values of `core/`; what is none is reported and gives undefined, as an absent one does. */

/** A length of time between two bounds, both included. */
export function settleDuration(value: Cursor, min: Duration, max: Duration): Duration | undefined {
  const text = value.text;
  if (text === undefined) return undefined;
  const parsed = Duration.parse(text);
  if (!parsed.ok && parsed.code === "not-a-duration") return wrong(value, "duration");
  if (parsed.ok && parsed.value >= min && parsed.value <= max) return parsed.value;
  value.report("out-of-range", { found: value.found(true), min: Duration.format(min), max: Duration.format(max) });
  return undefined;
}

/** A number of seconds, or a duration of whole seconds. */
export function settleTtl(value: Cursor): Ttl | undefined {
  const { text, number } = value;
  if (text === undefined && number === undefined) return undefined;
  const parsed = text === undefined ? undefined : Duration.parse(text);
  const seconds = parsed?.ok === true ? parsed.value / 1_000 : number;
  const ttl = seconds === undefined ? undefined : ttlOf(seconds);
  return ttl?.ok === true ? ttl.value : wrong(value, "ttl");
}

export function settleName(value: Cursor): OwnerName | undefined {
  const text = value.text;
  if (text === undefined) return undefined;
  const parsed = OwnerName.parse(text);
  if (parsed.ok) return parsed.value;
  value.report("wrong-name", { found: value.found(true), reason: parsed.code });
  return undefined;
}

/** A name that addresses may belong to; a wildcard is one. */
export function settleHostName(value: Cursor): OwnerName | undefined {
  const name = settleName(value);
  if (name === undefined || isHostName(name)) return name;
  value.report("wrong-name", { found: value.found(true), reason: "no-host-name" });
  return undefined;
}

/** A mailbox in the form of a name: the part before `@` is one label, so its dots are escaped. RFC 1035 §8 */
export function settleMailbox(value: Cursor): OwnerName | undefined {
  const text = value.text;
  if (text === undefined) return undefined;
  const at = text.lastIndexOf("@");
  const domain = OwnerName.parse(text.slice(at + 1));
  const rname = domain.ok && at > 0 && !/\s/.test(text) ? mailboxName(text.slice(0, at), domain.value) : undefined;
  return rname ?? wrong(value, "mailbox");
}

/** The name for a mailbox; undefined when its local part is no label. */
export function mailboxName(localPart: string, domain: OwnerName): OwnerName | undefined {
  const rname = domain.child(localPart.replaceAll(/[\\.]/g, "\\$&"));
  return rname.ok ? rname.value : undefined;
}

/** Any address. */
export function settleAddress(value: Cursor): Address | undefined {
  const text = value.text;
  if (text === undefined) return undefined;
  const parsed = Address.parse(text);
  return parsed.ok ? parsed.value : wrong(value, "address");
}

export function settlePrefix(value: Cursor): Prefix | undefined {
  const text = value.text;
  if (text === undefined) return undefined;
  const parsed = Prefix.parse(text);
  return parsed.ok ? parsed.value : wrong(value, "prefix");
}

/** Address and port to listen on; a port alone means all addresses of both families. Port 0 lets the system choose. */
export function settleListen(value: Cursor): readonly Endpoint[] {
  const text = value.text;
  if (text === undefined) return [];
  const bare = /^:(\d{1,5})$/.exec(text)?.[1];
  const endpoints = (bare === undefined ? [text] : [`0.0.0.0:${bare}`, `[::]:${bare}`]).map(parseEndpoint);
  if (endpoints.every((endpoint) => endpoint !== undefined)) return endpoints;
  wrong(value, "listen-address");
  return [];
}

/** A server to ask; port 53 when none is given. */
export function settleServer(value: Cursor): Endpoint | undefined {
  const text = value.text;
  if (text === undefined) return undefined;
  const address = Address.parse(text);
  const endpoint = address.ok ? { address: address.value, port: 53 } : parseEndpoint(text);
  return endpoint !== undefined && endpoint.port > 0 ? endpoint : wrong(value, "server-address");
}

/** `192.0.2.1:53` or `[2001:db8::1]:53`. */
function parseEndpoint(text: string): Endpoint | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text);
  const address = Address.parse(match?.[1] ?? match?.[2] ?? "");
  const port = Number(match?.[3]);
  if (!address.ok || !(port <= 65_535)) return undefined;
  // Brackets belong to IPv6 alone: `[192.0.2.1]:53` is a slip that other programs refuse.
  return (match?.[1] === undefined) === (address.value.family === "ipv4")
    ? { address: address.value, port }
    : undefined;
}

/** Reports that a value is not of a kind; for use as the value of the caller. */
export function wrong(value: Cursor, wanted: ValueKind): undefined {
  value.report("wrong-value", { found: value.found(true), wanted });
}
