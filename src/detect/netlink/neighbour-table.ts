import { Address } from "../../core/address.ts";
import type { Neighbour, NeighbourTable, NeighbourTableFailure } from "../../core/neighbour-table.ts";
import type { Netlink } from "../../core/netlink.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { decodeAttributes } from "./attributes.ts";
import { dumpAll } from "./dump.ts";
import { decodeLinkMessage, linkDumpRequest, newLink } from "./link-message.ts";
import { encodeDumpRequest, type NetlinkMessage } from "./message.ts";

/** The Linux kernel's neighbour table, read through netlink (`linux/neighbour.h`): two dumps, joined by interface index. */

const newNeighbour = 28;
const getNeighbour = 30;

/** `struct ndmsg` in octets. */
const headerOctets = 12;

/** `NDA_DST`, `NDA_LLADDR` */
const attribute = { destination: 1, linkLayer: 2 } as const;

/** `NUD_INCOMPLETE`, `NUD_FAILED` and `NUD_NOARP`: nobody there has answered, or nobody is asked. */
const statesWithoutAnswer = 0x01 | 0x20 | 0x40;

const macOctets = 6;

/** Asks for the neighbours of both families on all interfaces. */
export const neighbourDumpRequest: Uint8Array = encodeDumpRequest(getNeighbour, new Uint8Array(headerOctets));

export function netlinkNeighbourTable(netlink: Netlink): NeighbourTable {
  return {
    read: () => {
      const links = dumpAll(netlink, linkDumpRequest);
      if (!links.ok) return Promise.resolve(unreadable(links.detail));
      const neighbours = dumpAll(netlink, neighbourDumpRequest);
      if (!neighbours.ok) return Promise.resolve(unreadable(neighbours.detail));
      return Promise.resolve(joinTables(links.value, neighbours.value));
    },
  };
}

function joinTables(
  linkMessages: readonly NetlinkMessage[],
  neighbourMessages: readonly NetlinkMessage[],
): Result<readonly Neighbour[], NeighbourTableFailure> {
  const names = new Map<number, string>();
  for (const message of linkMessages.filter(({ type }) => type === newLink)) {
    const link = decodeLinkMessage(message);
    if (!link.ok) return unreadable(`malformed link message at octet ${link.offset}`);
    names.set(link.value.index, link.value.name);
  }
  const table: Neighbour[] = [];
  for (const { body } of neighbourMessages.filter(({ type }) => type === newNeighbour)) {
    const attributes = decodeAttributes(body, headerOctets);
    if (body.length < headerOctets || !attributes.ok) return unreadable("malformed neighbour message");
    const view = new DataView(body.buffer, body.byteOffset);
    const interfaceName = names.get(view.getUint32(4, true));
    const octets = attributes.value.get(attribute.destination);
    const mac = attributes.value.get(attribute.linkLayer);
    const address = octets === undefined ? undefined : Address.ofOctets(octets);
    const hasAnswered = (view.getUint16(8, true) & statesWithoutAnswer) === 0;
    if (!hasAnswered || interfaceName === undefined || address === undefined || mac?.length !== macOctets) continue;
    table.push({ interfaceName, address, mac: mac.slice() });
  }
  return ok(table);
}

function unreadable(detail: string): { readonly ok: false } & NeighbourTableFailure {
  return failure({ code: "neighbour-table-unreadable", detail });
}
