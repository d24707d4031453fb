import { writeFileSync } from "node:fs";
import { SeededRandom } from "../../test/support/seeded-random.ts";

/** The zone that everybody serves, and the questions everybody is asked. */

export const apex = "dyn.bench.test";

/** TTL of everything in the zone, in seconds. */
export const hostTtl = 60;

/** Names differ in length, as people's do. */
export function hostName(index: number): string {
  return `host-${index}.${apex}`;
}

/** IPv4 address of a host, in 10.0.0.0/8. */
export function hostIpv4(index: number): readonly [number, number, number, number] {
  return [10, (index >> 16) & 255, (index >> 8) & 255, index & 255];
}

/** IPv6 address of a host, in the documentation prefix. RFC 3849 */
export function hostIpv6(index: number): Uint8Array {
  const [, b, c, d] = hostIpv4(index);
  return Uint8Array.of(0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, b, c, d);
}

/** Writes a zone with so many hosts, each with A and AAAA, as a master file. */
export function writeZone(file: string, count: number, origin: string = apex): void {
  const lines = [
    `$ORIGIN ${origin}.`,
    `$TTL ${hostTtl}`,
    `@ SOA ns1 hostmaster 1 3600 600 1209600 ${hostTtl}`,
    "@ NS ns1",
    "ns1 A 192.0.2.53",
  ];
  for (let index = 0; index < count; index += 1) {
    const [a, b, c, d] = hostIpv4(index);
    const low = ((c << 8) | d).toString(16);
    lines.push(`host-${index} A ${a}.${b}.${c}.${d}`, `host-${index} AAAA 2001:db8::${b.toString(16)}:${low}`);
  }
  writeFileSync(file, `${lines.join("\n")}\n`);
}

/** What a question must be answered with. */
export type QuestionKind = "a" | "aaaa" | "nodata" | "nxdomain";

export interface HostQuestion {
  readonly kind: QuestionKind;
  readonly host: number;
}

/**
 * What dynamic zones are asked: 60 % A, 25 % AAAA, 7 % of types a host has not, 8 % of names that are not there. The
 * shares are summed up.
 */
const mix: readonly (readonly [kind: QuestionKind, upTo: number])[] = [
  ["a", 0.6],
  ["aaaa", 0.85],
  ["nodata", 0.92],
  ["nxdomain", 1],
];

/** The same questions for the same seed, about hosts below `hostCount`. */
export function drawQuestions(length: number, hostCount: number, seed: number): readonly HostQuestion[] {
  const random = new SeededRandom(seed);
  return Array.from({ length }, () => {
    const point = random.fraction();
    const kind = mix.find(([, share]) => point < share)?.[0] ?? "a";
    return { kind, host: Math.floor(random.fraction() * hostCount) };
  });
}

/** Name and type to ask for. */
export function askedFor({ kind, host }: HostQuestion): readonly [name: string, type: "A" | "AAAA" | "TXT"] {
  if (kind === "nxdomain") return [`missing-${host}.${apex}`, "A"];
  return [hostName(host), kind === "a" ? "A" : kind === "aaaa" ? "AAAA" : "TXT"];
}
