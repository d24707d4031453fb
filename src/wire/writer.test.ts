import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { anyName } from "../../test/support/arbitrary-dns.ts";
import { hex } from "../../test/support/hex.ts";
import { name } from "../../test/support/values.ts";
import { readName } from "./read-name.ts";
import { Reader } from "./reader.ts";
import { Writer } from "./writer.ts";

function filled(count: number): Uint8Array {
  return new Uint8Array(count);
}

describe("Writer", () => {
  test("numbers are in network order", () => {
    const writer = new Writer();
    writer.uint8(0xff);
    writer.uint16(0xfffe);
    writer.uint32(0xffff_fffd);
    writer.uint48(0xffff_ffff_fffc);
    writer.characterString(hex("6869"));
    expect(writer.finish()).toEqual(hex("ff fffe fffffffd fffffffffffc 02 6869"));
  });

  test("the example of RFC 1035 §4.1.4", () => {
    const writer = new Writer();
    writer.write(filled(20));
    writer.compressedName(name("F.ISI.ARPA").wire);
    writer.write(filled(8));
    writer.compressedName(name("FOO.F.ISI.ARPA").wire);
    writer.write(filled(18));
    writer.compressedName(name("ARPA").wire);
    writer.write(filled(26));
    writer.compressedName(name(".").wire);
    expect(writer.finish()).toEqual(
      hex(`${"00".repeat(20)} 01 46 03 495349 04 41525041 00 ${"00".repeat(8)}
        03 464f4f c014 ${"00".repeat(18)} c01a ${"00".repeat(26)} 00`),
    );
  });

  test("a tail in another case is pointed to, labels of its own keep theirs", () => {
    const writer = new Writer();
    writer.compressedName(name("WWW.Example").wire);
    writer.compressedName(name("Host.www.eXAMPLE").wire);
    expect(writer.finish()).toEqual(hex("03 575757 07 4578616d706c65 00  04 486f7374 c000"));
  });

  test("octets that differ from letters by bit 5 are not letters", () => {
    const writer = new Writer();
    writer.compressedName(name("\\064\\091").wire);
    writer.compressedName(name("`{").wire);
    expect(writer.finish()).toEqual(hex("02 405b 00  02 607b 00"));
  });

  test("nothing points beyond 14 bits", () => {
    const writer = new Writer();
    writer.write(filled(0x3fff));
    writer.compressedName(name("a.b").wire);
    writer.compressedName(name("a.b").wire);
    writer.compressedName(name("b").wire);
    expect(writer.finish().subarray(0x3fff)).toEqual(hex("0161 0162 00  0161 0162 00  0162 00"));
  });

  test("a name once more: by its pointer, by a pointer to it, or whole", () => {
    const writer = new Writer();
    writer.compressedName(name("a.b").wire);
    writer.compressedName(name("b").wire);
    writer.sameName(0, name("a.b").wire);
    writer.sameName(5, name("b").wire);
    writer.compressedName(name(".").wire);
    writer.sameName(11, name(".").wire);
    expect(writer.finish()).toEqual(hex("0161 0162 00  c002  c000  c002  00 00"));
  });

  test("what does not fit is not written, and a shorter thing after it neither", () => {
    const writer = new Writer(4);
    writer.uint16(1);
    writer.write(filled(3));
    writer.uint8(7);
    expect(writer.hasOverflowed).toBe(true);
    expect(writer.length).toBe(2);
    expect(() => writer.finish()).toThrow("expected");
  });

  test("rolling back leaves no trace, names included", () => {
    const writer = new Writer(64);
    writer.compressedName(name("a.example").wire);
    const mark = writer.mark();
    writer.compressedName(name("b.example").wire);
    writer.write(filled(100));
    writer.rollBack(mark);
    expect(writer.hasOverflowed).toBe(false);
    writer.compressedName(name("c.b.example").wire);
    expect(writer.finish()).toEqual(hex("0161 07 6578616d706c65 00  0163 0162 c002"));
  });

  test("reserved room is refused until it is released", () => {
    const writer = new Writer(10);
    writer.reserve(4);
    writer.write(filled(6));
    const mark = writer.mark();
    writer.uint8(1);
    expect(writer.hasOverflowed).toBe(true);
    writer.rollBack(mark);
    writer.release(4);
    writer.uint32(1);
    expect(writer.finish().length).toBe(10);
  });

  test("grows to its limit and no further", () => {
    const writer = new Writer(65_535);
    for (let count = 0; count < 65_535; count += 1) writer.uint8(count);
    expect(writer.finish().length).toBe(65_535);
    writer.uint8(0);
    expect(writer.hasOverflowed).toBe(true);
  });

  test("a character-string of 256 octets is our bug", () => {
    expect(() => new Writer().characterString(filled(256))).toThrow("expected");
  });

  test("any names read back, in spite of compression and of others rolled back between them", () => {
    const steps = fc.array(fc.record({ written: anyName, isKept: fc.boolean() }), { maxLength: 40 });
    fc.assert(
      fc.property(steps, (names) => {
        const writer = new Writer();
        for (const { written, isKept } of names) {
          const mark = writer.mark();
          writer.compressedName(written.wire);
          if (!isKept) writer.rollBack(mark);
        }
        const kept = names.filter(({ isKept }) => isKept).map(({ written }) => written.key);
        const reader = new Reader(writer.finish());
        expect(kept.map(() => readName(reader).key)).toEqual(kept);
        expect(reader.finishAtEnd(undefined).ok).toBe(true);
      }),
    );
  });

  test("a thousand names of one zone each take their own label and a pointer", () => {
    const writer = new Writer();
    writer.compressedName(name("zone.example").wire);
    const start = writer.length;
    for (let host = 0; host < 1000; host += 1) writer.compressedName(name(`host-${1000 + host}.zone.example`).wire);
    expect(writer.length - start).toBe(1000 * (1 + 9 + 2));
  });
});
