import { failure, ok, type Result } from "../../core/result.ts";
import { aligned, type MalformedNetlink } from "./message.ts";

/** Attributes behind a family header: length, type, value (`struct rtattr` of `linux/rtnetlink.h`). */

/** Values by attribute type; the last one wins where a type is repeated. */
export type Attributes = ReadonlyMap<number, Uint8Array>;

/** The type's upper two bits say how the value is built, not what it is (`NLA_TYPE_MASK`). */
const typeMask = 0x3fff;

/** Reads the attributes that start at `offset` of a message's body. */
export function decodeAttributes(body: Uint8Array, offset: number): Result<Attributes, MalformedNetlink> {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const attributes = new Map<number, Uint8Array>();
  let next = offset;
  while (next < body.length) {
    if (next + 4 > body.length) return failure({ code: "netlink-malformed", offset: next });
    const length = view.getUint16(next, true);
    if (length < 4 || next + length > body.length) return failure({ code: "netlink-malformed", offset: next });
    attributes.set(view.getUint16(next + 2, true) & typeMask, body.subarray(next + 4, next + length));
    next += aligned(length);
  }
  return ok(attributes);
}

/** A number of 32 bits; undefined when the attribute is missing or too short. */
export function uint32Of(attributes: Attributes, type: number): number | undefined {
  const value = attributes.get(type);
  if (value === undefined || value.length < 4) return undefined;
  return new DataView(value.buffer, value.byteOffset, 4).getUint32(0, true);
}

/** A number of 8 bits; undefined when the attribute is missing or empty. */
export function uint8Of(attributes: Attributes, type: number): number | undefined {
  return attributes.get(type)?.[0];
}

/** Text up to the first zero octet; undefined when the attribute is missing. Linux names may hold any octets. */
export function textOf(attributes: Attributes, type: number): string | undefined {
  const value = attributes.get(type);
  if (value === undefined) return undefined;
  const end = value.indexOf(0);
  return Buffer.from(end < 0 ? value : value.subarray(0, end)).toString("utf8");
}
