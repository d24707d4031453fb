import { failure, ok, type Result } from "../../core/result.ts";
import { decodeAttributes, textOf } from "./attributes.ts";
import { encodeDumpRequest, type MalformedNetlink, type NetlinkMessage } from "./message.ts";

/** Link messages of rtnetlink (`linux/if_link.h`): one network interface, added, changed or removed. */

export const newLink = 16;
export const deletedLink = 17;
const getLink = 18;

/** Flags of an interface, `IFF_*`. */
const linkFlags = { up: 0x1, loopback: 0x8, running: 0x40 } as const;

/** `IFLA_IFNAME`, `IFLA_LINKINFO`, and `IFLA_INFO_KIND` inside the latter. */
const attribute = { name: 3, linkInfo: 18, kind: 1 } as const;

/** `ARPHRD_ETHER`: frames of Ethernet, which a TUN/TAP device has as `tap` only. */
const ethernet = 1;

/** `struct ifinfomsg` in octets. */
const headerOctets = 16;

export interface LinkMessage {
  readonly index: number;
  readonly name: string;
  readonly isLoopback: boolean;
  /** Switched on, and the hardware or peer below is there. */
  readonly isUp: boolean;
  /** What made it, as in `InterfaceAddress`. */
  readonly kind: string;
}

/** Asks for all interfaces. */
export const linkDumpRequest: Uint8Array = encodeDumpRequest(getLink, new Uint8Array(headerOctets));

/** Reads the body of a link message. */
export function decodeLinkMessage(message: NetlinkMessage): Result<LinkMessage, MalformedNetlink> {
  const { body } = message;
  if (body.length < headerOctets) return failure({ code: "netlink-malformed", offset: 0 });
  const attributes = decodeAttributes(body, headerOctets);
  if (!attributes.ok) return attributes;
  const view = new DataView(body.buffer, body.byteOffset);
  const index = view.getUint32(4, true);
  const flags = view.getUint32(8, true);
  const info = attributes.value.get(attribute.linkInfo);
  const details = info === undefined ? undefined : decodeAttributes(info, 0);
  const kind = details?.ok === true ? textOf(details.value, attribute.kind) : undefined;
  const isTap = kind === "tun" && view.getUint16(2, true) === ethernet;
  return ok({
    index,
    name: textOf(attributes.value, attribute.name) ?? `#${index}`,
    isLoopback: (flags & linkFlags.loopback) !== 0,
    isUp: (flags & linkFlags.up) !== 0 && (flags & linkFlags.running) !== 0,
    kind: isTap ? "tap" : (kind ?? "hardware"),
  });
}
