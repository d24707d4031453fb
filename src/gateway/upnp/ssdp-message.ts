import { formatEndpoint, type Endpoint } from "../../core/net.ts";

/**
 * Messages of the Simple Service Discovery Protocol: HTTP heads in datagrams. UPnP Device Architecture 1.1 §1. Who sent
 * one, and whether it is to be believed, is for others.
 */

/** What a router says of itself. */
export interface SsdpMessage {
  /** `answer` to a search; the others come unasked. */
  readonly kind: "answer" | "alive" | "byebye" | "update";
  /** Where the description is; no notice of departure has one. */
  readonly location: string | undefined;
  /** What it speaks of: a device or service type, `upnp:rootdevice`, a UUID; empty where it does not say. */
  readonly target: string;
  /** Another number than before tells that it started anew. UDA 1.1 §1.2.2; many routers have none. */
  readonly bootId: string | undefined;
}

/** UDA 1.1 recommends to fit one unfragmented datagram. */
const largestOctets = 4_096;

/**
 * One question. `MX` is told in those to a single host too, where UDA 1.1 §1.3.2 has none: routers that follow UDA 1.0
 * drop what lacks it.
 */
export function searchMessage(target: string, peer: Endpoint): Uint8Array {
  const lines = [
    "M-SEARCH * HTTP/1.1",
    `HOST: ${formatEndpoint(peer)}`,
    'MAN: "ssdp:discover"',
    // Seconds over which answers are spread. Routers alone are asked for, so there is no crowd to spread.
    "MX: 1",
    `ST: ${target}`,
  ];
  return new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`);
}

/**
 * Reads a datagram; undefined for what is none of ours, searches of others among it.
 *
 * Field names in any case, lines that end in LF alone, blanks before the colon and missing fields (`EXT` most of all) are
 * taken as they come; a repeated field counts once, the first time.
 */
export function parseSsdp(octets: Uint8Array): SsdpMessage | undefined {
  if (octets.length > largestOctets) return undefined;
  const [first = "", ...lines] = Buffer.from(octets.buffer, octets.byteOffset, octets.length)
    .toString("latin1")
    .split(/\r?\n/);
  const isAnswer = /^HTTP\/1\.[01] +200\b/i.test(first);
  if (!isAnswer && !/^NOTIFY +\* +HTTP\/1\.[01]\s*$/i.test(first)) return undefined;
  const fields = new Map<string, string>();
  for (const line of lines) {
    const field = readField(line);
    if (field !== undefined && !fields.has(field.name)) fields.set(field.name, field.value);
  }
  const kind = isAnswer ? "answer" : kindOf(fields.get("nts"));
  if (kind === undefined) return undefined;
  return {
    kind,
    location: fields.get("location") || undefined,
    target: fields.get(isAnswer ? "st" : "nt") ?? "",
    bootId: fields.get("bootid.upnp.org") ?? fields.get("01-nls"),
  };
}

const lineFeed = 0x0a;
const colon = 0x3a;
const space = 0x20;
const tab = 0x09;
const upperN = 0x4e;
const upperT = 0x54;
/** Lower case differs from upper case in this bit. */
const caseBit = 0x20;

/**
 * What a notice speaks of, as `parseSsdp` would tell it, without reading the rest. A router says a dozen things of itself
 * every half minute, of which two matter, and each would wake and warm the whole parser.
 *
 * @returns undefined when there is no such field; the datagram may then be anything.
 */
export function noticeTarget(octets: Uint8Array): string | undefined {
  const length = Math.min(octets.length, largestOctets);
  for (let at = octets.indexOf(lineFeed) + 1; at > 0 && at + 2 < length; at = octets.indexOf(lineFeed, at) + 1) {
    if (((octets[at] ?? 0) & ~caseBit) !== upperN || ((octets[at + 1] ?? 0) & ~caseBit) !== upperT) continue;
    let begin = at + 2;
    while (octets[begin] === space || octets[begin] === tab) begin += 1;
    if (octets[begin] !== colon) continue;
    const end = octets.indexOf(lineFeed, begin);
    return Buffer.from(octets.buffer, octets.byteOffset, octets.length)
      .toString("latin1", begin + 1, end < 0 ? length : end)
      .trim();
  }
  return undefined;
}

/**
 * One line of the head, its name in lower case. Cut at the colon and not matched as a whole: an expression that tries how
 * blanks could be shared out is busy for half a minute with one datagram that holds nothing else.
 */
function readField(line: string): { readonly name: string; readonly value: string } | undefined {
  const end = line.indexOf(":");
  const name = line.slice(0, Math.max(0, end)).trimEnd().toLowerCase();
  return /^[!-9;-~]+$/.test(name) ? { name, value: line.slice(end + 1).trim() } : undefined;
}

function kindOf(subtype: string | undefined): "alive" | "byebye" | "update" | undefined {
  switch (subtype?.toLowerCase()) {
    case "ssdp:alive":
      return "alive";
    case "ssdp:byebye":
      return "byebye";
    case "ssdp:update":
      return "update";
    default:
      return undefined;
  }
}
