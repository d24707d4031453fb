import { classCode, typeCode } from "./codes.ts";
import type { Query } from "./query.ts";

/** What the server tells about itself in class CHAOS; nothing unless configured. RFC 4892 §2 */

export interface Identity {
  /** Answers `version.bind` and `version.server`. */
  readonly version?: string;
  /** Answers `hostname.bind` and `id.server`. */
  readonly hostname?: string;
}

/** TXT RDATA for a CHAOS question; undefined when it is none, or nothing is configured. */
export function identityRdata(identity: Identity, query: Query): Uint8Array | undefined {
  if (query.class !== classCode.CH || (query.type !== typeCode.TXT && query.type !== typeCode.ANY)) return undefined;
  const { octets, length } = query.name;
  const asked = Buffer.from(octets.subarray(0, length)).toString("latin1");
  const text = asked === versionBind || asked === versionServer ? identity.version : hostnameFor(identity, asked);
  if (text === undefined) return undefined;
  const octetsOfText = Buffer.from(text, "utf8").subarray(0, 255);
  return Uint8Array.of(octetsOfText.length, ...octetsOfText);
}

function hostnameFor(identity: Identity, asked: string): string | undefined {
  return asked === hostnameBind || asked === idServer ? identity.hostname : undefined;
}

const versionBind = "\x07version\x04bind\0";
const versionServer = "\x07version\x06server\0";
const hostnameBind = "\x08hostname\x04bind\0";
const idServer = "\x02id\x06server\0";
