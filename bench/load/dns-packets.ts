import { askedFor, type HostQuestion, hostIpv4, hostIpv6, hostTtl } from "../harness/hosts.ts";

/** Questions of the benchmark's zone as octets, and what their answers must be. Shares no code with the server. */

const typeCodes = { A: 1, AAAA: 28, TXT: 16, SOA: 6 } as const;
const headerOctets = 12;

export interface PreparedQuestion {
  /** The query with id 0. */
  readonly packet: Uint8Array;
  readonly kind: HostQuestion["kind"];
  /** RDATA the answer must have; empty where there must be none. */
  readonly rdata: Uint8Array;
}

export function prepare(question: HostQuestion): PreparedQuestion {
  const [name, type] = askedFor(question);
  return {
    packet: queryPacket(name, typeCodes[type]),
    kind: question.kind,
    rdata: rdataOf(question),
  };
}

/** A query for an address of a name, with id 0. */
export function addressQuery(name: string): Uint8Array {
  return queryPacket(name, typeCodes.A);
}

function queryPacket(name: string, type: number): Uint8Array {
  const labels = name.split(".").flatMap((label) => [label.length, ...Buffer.from(label, "latin1")]);
  return Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, type, 0, 1);
}

function rdataOf({ kind, host }: HostQuestion): Uint8Array {
  if (kind === "a") return Uint8Array.from(hostIpv4(host));
  return kind === "aaaa" ? hostIpv6(host) : new Uint8Array();
}

/** What is wrong with an answer; undefined when nothing is. */
export function flawOf(answer: Uint8Array, { packet, kind, rdata }: PreparedQuestion): string | undefined {
  const bits = answer[2] ?? 0;
  const end = packet.length;
  if (answer.length < end) return "it ends before the question does";
  if ((bits & 0x86) !== 0x84) return `its flags are ${bits.toString(16)}: not an untruncated answer with authority`;
  const rcode = (answer[3] ?? 0) & 15;
  if (rcode !== (kind === "nxdomain" ? 3 : 0)) return `its response code is ${rcode}`;
  for (let index = headerOctets; index < end; index += 1) {
    if (answer[index] !== packet[index]) return "it repeats another question";
  }
  const answerCount = uint16(answer, 6);
  if (answerCount !== (rdata.length > 0 ? 1 : 0)) return `it holds ${answerCount} records`;
  // All servers here point back to the question's name, or to the apex within it, so owners take two octets.
  if (rdata.length === 0) {
    return uint16(answer, end + 2) === typeCodes.SOA ? undefined : "an absence comes without the SOA";
  }
  if (uint16(answer, end + 2) !== uint16(packet, end - 4)) return "its record has another type";
  if (uint16(answer, end + 8) !== hostTtl) return "its record has another TTL";
  for (let index = 0; index < rdata.length; index += 1) {
    if (answer[end + 12 + index] !== rdata[index]) return "it holds another address";
  }
  return undefined;
}

/** The IPv4 address an answer holds, as text; undefined when it holds none. */
export function answeredIpv4(answer: Uint8Array, query: Uint8Array): string | undefined {
  const start = query.length + 12;
  return uint16(answer, 6) === 1 ? answer.subarray(start, start + 4).join(".") : undefined;
}

function uint16(octets: Uint8Array, offset: number): number {
  return ((octets[offset] ?? 0) << 8) | (octets[offset + 1] ?? 0);
}
