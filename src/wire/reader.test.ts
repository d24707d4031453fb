import { describe, expect, test } from "bun:test";
import { hex } from "../../test/support/hex.ts";
import { Reader } from "./reader.ts";

describe("Reader", () => {
  test("numbers are in network order and unsigned", () => {
    const reader = new Reader(hex("ff fffe fffffffd fffffffffffc 02 6869"));
    expect(reader.uint8()).toBe(0xff);
    expect(reader.uint16()).toBe(0xfffe);
    expect(reader.uint32()).toBe(0xffff_fffd);
    expect(reader.uint48()).toBe(0xffff_ffff_fffc);
    expect(reader.characterString()).toEqual(hex("6869"));
    expect(reader.finishAtEnd("all")).toEqual({ ok: true, value: "all" });
  });

  const tooShort: readonly (readonly [
    name: string,
    octets: string,
    read: (reader: Reader) => unknown,
    offset: number,
  ])[] = [
    ["8 bits", "", (reader) => reader.uint8(), 0],
    ["16 bits", "00", (reader) => reader.uint16(), 0],
    ["32 bits", "000000", (reader) => reader.uint32(), 2],
    ["48 bits", "0000000000", (reader) => reader.uint48(), 4],
    ["octets", "0000", (reader) => reader.take(3), 0],
    ["character-string", "036869", (reader) => reader.characterString(), 1],
    ["skipping", "00", (reader) => reader.skip(2), 0],
    ["entering", "00", (reader) => reader.enter(2), 0],
  ];

  for (const [title, octets, read, offset] of tooShort) {
    test(`${title} of too few octets is cut-short`, () => {
      const reader = new Reader(hex(octets));
      read(reader);
      expect(reader.finish(undefined)).toEqual({ ok: false, code: "cut-short", offset });
    });
  }

  test("the first failure stays, and nothing is left to read after it", () => {
    const reader = new Reader(hex("0102030405"));
    reader.skip(1);
    reader.fail("bad-pointer");
    reader.fail("name-too-long");
    expect([reader.uint8(), reader.uint32(), reader.remaining]).toEqual([0, 0, 0]);
    expect(reader.finishAtEnd(0)).toEqual({ ok: false, code: "bad-pointer", offset: 1 });
  });

  test("an inner part ends where it should", () => {
    const reader = new Reader(hex("0102030405"));
    const outer = reader.enter(2);
    expect(reader.rest()).toEqual(hex("0102"));
    reader.leave(outer);
    expect(reader.rest()).toEqual(hex("030405"));
    expect(reader.failure).toBeUndefined();
  });

  test("an inner part that is not read to its end is a failure of the whole", () => {
    const reader = new Reader(hex("0102030405"));
    const outer = reader.enter(2);
    reader.uint8();
    reader.leave(outer);
    expect(reader.remaining).toBe(0);
    expect(reader.failure).toEqual({ code: "trailing-octets", offset: 1 });
  });

  test("what was taken is a copy", () => {
    const packet = hex("0102");
    const taken = new Reader(packet).take(2);
    packet.fill(0);
    expect(taken).toEqual(hex("0102"));
  });
});
