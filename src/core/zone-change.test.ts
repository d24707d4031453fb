import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { expectOk } from "../../test/support/expect-ok.ts";
import { name, ttl } from "../../test/support/values.ts";
import { OwnerName } from "./name.ts";
import { fromHex, toHex } from "./octets.ts";
import { codeOfType, typeOfCode } from "./rr-type.ts";
import { serialOf } from "./serial.ts";
import { ChangeCursor, EncodedChanges } from "./change-cursor.ts";
import { changeAt, changeSpan, changeTarget, decodeChanges, encodeChanges, type ZoneChange } from "./zone-change.ts";

const changes = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("zone-removed" as const) }),
    fc.record({ kind: fc.constant("zone-added" as const), serialBase: fc.nat(0xffff_ffff).map(serialOf) }),
    fc.record({ kind: fc.constant("serial-set" as const), serial: fc.nat(0xffff_ffff).map(serialOf) }),
    fc.record({
      kind: fc.constant("rrset-removed" as const),
      owner: fc.constantFrom("a.example", "\\000.x", ".").map(name),
      type: fc.nat(0xffff).map(typeOfCode),
    }),
    fc.record({
      kind: fc.constant("rrset-replaced" as const),
      owner: fc.constantFrom("A.Example", "*.b").map(name),
      type: fc.nat(0xffff).map(typeOfCode),
      ttl: fc.nat(0x7fff_ffff).map(ttl),
      rdata: fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 4 }),
    }),
  ),
  { maxLength: 6 },
);

/** The same change with values a matcher compares by content. */
function plain(change: ZoneChange): unknown {
  return "owner" in change ? { ...change, owner: toHex(change.owner.wire), type: codeOfType(change.type) } : change;
}

describe("durable form of changes", () => {
  test("decoding what was encoded gives the same changes", () => {
    fc.assert(
      fc.property(changes, (list) => {
        expect(expectOk(decodeChanges(encodeChanges(list))).map(plain)).toEqual(list.map(plain));
      }),
    );
  });

  test("what was encoded and looked at is the same changes, as values and under the cursor", () => {
    fc.assert(
      fc.property(changes, (list) => {
        const encoded = expectOk(EncodedChanges.of(encodeChanges(list)));
        expect(encoded.decoded().map(plain)).toEqual(list.map(plain));
        const cursor = new ChangeCursor(encoded);
        for (const change of list) {
          expect(cursor.next()).toBe(true);
          expect(cursor.kind).toBe(change.kind);
          if (change.kind === "zone-added") expect(cursor.number32At(cursor.bodyStart)).toBe(change.serialBase);
          if (!("owner" in change)) continue;
          const ownerEnd = cursor.bodyStart + change.owner.wire.length;
          expect(cursor.octets.slice(cursor.bodyStart, ownerEnd)).toEqual(change.owner.wire.slice());
          expect(cursor.typeAt(ownerEnd)).toBe(codeOfType(change.type));
          if (change.kind === "rrset-removed") continue;
          expect(cursor.ttlAt(ownerEnd)).toBe(change.ttl);
          expect(cursor.rdataAt(ownerEnd).map(toHex)).toEqual(change.rdata.map(toHex));
        }
        expect(cursor.next()).toBe(false);
      }),
    );
  });

  test("what is no list of changes is refused for the same reason, looked at or decoded", () => {
    fc.assert(
      fc.property(changes, fc.nat(200), fc.uint8Array({ maxLength: 20 }), (list, cut, tail) => {
        const octets = Uint8Array.from([...encodeChanges(list).slice(0, cut), ...tail]);
        const [looked, decoded] = [EncodedChanges.of(octets), decodeChanges(octets)];
        expect(looked.ok ? "fine" : looked).toEqual(decoded.ok ? "fine" : decoded);
      }),
    );
  });

  test("every truncation inside a change is an error", () => {
    const whole = encodeChanges([
      {
        kind: "rrset-replaced",
        owner: name("a.example"),
        type: "A",
        ttl: ttl(60),
        rdata: [Uint8Array.of(192, 0, 2, 1)],
      },
    ]);
    for (let length = 1; length < whole.length; length += 1) {
      expect(decodeChanges(whole.subarray(0, length))).toMatchObject({ ok: false, code: "change-cut-short" });
    }
  });

  test("a label or name beyond its limit is an error", () => {
    const labels = (length: number, count: number): number[] =>
      Array.from({ length: count }, () => [length, ...new Uint8Array(length).fill(97)]).flat();
    for (const owner of [labels(64, 1), labels(63, 4), [0xc0, ...labels(63, 3)]]) {
      const octets = Uint8Array.of(2, ...owner, 0, 0, 1);
      expect(decodeChanges(octets)).toMatchObject({ ok: false, code: "unknown-change", offset: 0 });
    }
    expectOk(decodeChanges(Uint8Array.of(2, ...labels(63, 3), ...labels(61, 1), 0, 0, 1)));
  });

  test("no octets make the decoder throw", () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3, 4), fc.uint8Array({ maxLength: 600, size: "max" }), (kind, rest) => {
        expect(typeof decodeChanges(Uint8Array.of(kind, ...rest)).ok).toBe("boolean");
      }),
    );
  });

  test("spans follow each other and name their targets in lower case", () => {
    const list: readonly ZoneChange[] = [
      { kind: "zone-added", serialBase: serialOf(1) },
      { kind: "rrset-removed", owner: name("A.Example"), type: "AAAA" },
      {
        kind: "rrset-replaced",
        owner: name("*.B"),
        type: typeOfCode(65_280),
        ttl: ttl(1),
        rdata: [new Uint8Array(300)],
      },
      { kind: "zone-removed" },
    ];
    const octets = encodeChanges(list);
    const found: unknown[] = [];
    for (let offset = 0; offset < octets.length; ) {
      const span = expectOk(changeSpan(octets, offset));
      const target = changeTarget(octets, span);
      found.push([span.kind, target && OwnerName.ofWire(target.owner).toString(), target?.type]);
      expect(plain(changeAt(octets, span))).toEqual(plain(list[found.length - 1] ?? { kind: "zone-removed" }));
      offset = span.end;
    }
    expect(found).toEqual([
      ["zone-added", undefined, undefined],
      ["rrset-removed", "a.example.", 28],
      ["rrset-replaced", "*.b.", 65_280],
      ["zone-removed", undefined, undefined],
    ]);
  });

  // The form lies on users' disks: a change here is a change of format and needs a migration.
  test("the octets written by the first release", () => {
    const octets = encodeChanges([
      { kind: "zone-added", serialBase: serialOf(2026112000) },
      { kind: "rrset-replaced", owner: name("h.test"), type: "A", ttl: ttl(60), rdata: [Uint8Array.of(192, 0, 2, 1)] },
      { kind: "rrset-removed", owner: OwnerName.root, type: "TXT" },
      { kind: "zone-removed" },
    ]);
    expect(toHex(octets)).toBe("0378c404000101680474657374000001000000" + "3c00010004c00002010200001004");
    expect(decodeChanges(fromHex("09") ?? new Uint8Array())).toEqual({ ok: false, code: "unknown-change", offset: 0 });
  });
});
