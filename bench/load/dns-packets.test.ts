import { describe, expect, test } from "bun:test";
import { AnsweringZones } from "../../test/support/answering-zones.ts";
import type { HostQuestion } from "../harness/hosts.ts";
import { flawOf, prepare } from "./dns-packets.ts";

const zones = new AnsweringZones([
  `
   $ORIGIN dyn.bench.test.
   $TTL 60
   @ SOA ns1 hostmaster 1 3600 600 1209600 60
   @ NS ns1
   ns1 A 192.0.2.53
   host-70000 A 10.1.17.112
   host-70000 AAAA 2001:db8::1:1170`,
]);

const kinds: readonly HostQuestion["kind"][] = ["a", "aaaa", "nodata", "nxdomain"];

function answered(kind: HostQuestion["kind"]): { readonly octets: Uint8Array; readonly flaw: string | undefined } {
  const question = prepare({ kind, host: 70_000 });
  const octets = zones.answer(question.packet) ?? new Uint8Array();
  return { octets, flaw: flawOf(octets, question) };
}

describe("an answer as it must be has no flaw", () => {
  for (const kind of kinds) test(kind, () => expect(answered(kind).flaw).toBeUndefined());
});

describe("an answer to another question is noticed", () => {
  const pairs = kinds.flatMap((asked) =>
    kinds.filter((other) => other !== asked).map((other) => [asked, other] as const),
  );
  for (const [asked, other] of pairs) {
    test(`${other} for ${asked}`, () => {
      expect(flawOf(answered(other).octets, prepare({ kind: asked, host: 70_000 }))).toBeString();
    });
  }
});

describe("one wrong octet is noticed", () => {
  /** By kind, the octets that flawOf promises to look at: flags, code, question, counts, and the record. */
  const offsets = (kind: HostQuestion["kind"], length: number): readonly number[] => {
    const end = prepare({ kind, host: 70_000 }).packet.length;
    const looked = [2, 3, 6, 7, ...Array.from({ length: end - 12 }, (_, index) => 12 + index)];
    if (kind === "a" || kind === "aaaa") {
      return [
        ...looked,
        end + 2,
        end + 3,
        end + 8,
        end + 9,
        ...Array.from({ length: length - end - 12 }, (_, i) => end + 12 + i),
      ];
    }
    return [...looked, end + 2, end + 3];
  };
  for (const kind of kinds) {
    test(kind, () => {
      const { octets } = answered(kind);
      const unnoticed = offsets(kind, octets.length).filter((offset) => {
        const broken = octets.slice();
        broken[offset] = (broken[offset] ?? 0) ^ 0x06;
        return flawOf(broken, prepare({ kind, host: 70_000 })) === undefined;
      });
      expect(unnoticed).toEqual([]);
    });
  }
});

test("an answer cut short is noticed", () => {
  const { octets } = answered("a");
  expect(flawOf(octets.subarray(0, 20), prepare({ kind: "a", host: 70_000 }))).toBeString();
});
