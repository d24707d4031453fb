import { describe, expect, test } from "bun:test";
import { hex } from "../../test/support/hex.ts";
import { readName, skipName } from "./read-name.ts";
import { Reader } from "./reader.ts";

/** RFC 1035 §4.1.4: F.ISI.ARPA at 20, FOO.F.ISI.ARPA at 40, ARPA at 64 and the root at 92. */
const rfcExample = hex(`${"00".repeat(20)} 01 46 03 495349 04 41525041 00 ${"00".repeat(8)}
  03 464f4f c014 ${"00".repeat(18)} c01a ${"00".repeat(26)} 00`);

const accepted: readonly (readonly [name: string, octets: Uint8Array, start: number, text: string, end: number])[] = [
  ["RFC 1035 §4.1.4, whole", rfcExample, 20, "F.ISI.ARPA.", 32],
  ["RFC 1035 §4.1.4, label and pointer", rfcExample, 40, "FOO.F.ISI.ARPA.", 46],
  ["RFC 1035 §4.1.4, pointer alone", rfcExample, 64, "ARPA.", 66],
  ["RFC 1035 §4.1.4, root", rfcExample, 92, ".", 93],
  ["pointer to the root", hex("00 0161 c000"), 1, "a.", 5],
  ["pointer to a pointer", hex("016100 c000 c003"), 5, "a.", 7],
  ["octets that are no letters", hex("04 2e20ff00 00"), 0, "\\.\\032\\255\\000.", 6],
  ["case is kept", hex("02 4161 00"), 0, "Aa.", 4],
];

const labelOf63 = `3f${"61".repeat(63)}`;
const nameOf255 = hex(`${labelOf63.repeat(3)} 3d${"61".repeat(61)} 00`);
const nameOf256 = hex(`${labelOf63.repeat(3)} 3e${"61".repeat(62)} 00`);
/** A name of 255 octets with a pointer to it, and one label more in front of that. */
const pointsToLongest = hex(`${Buffer.from(nameOf255).toString("hex")} 0161 c000`);
/** Pointer to pointer to pointer, 128 of them, ending at a root. */
const pointerChain = hex(
  `00 ${Array.from({ length: 128 }, (_, index) => (0xc000 + (index === 0 ? 0 : index * 2 - 1)).toString(16)).join("")}`,
);

const refused: readonly (readonly [name: string, octets: Uint8Array, start: number, code: string, offset: number])[] = [
  ["nothing", hex(""), 0, "cut-short", 0],
  ["length without label", hex("01"), 0, "cut-short", 1],
  ["label cut short", hex("0561"), 0, "cut-short", 2],
  ["no root", hex("0161"), 0, "cut-short", 2],
  ["half a pointer", hex("0161 c0"), 0, "cut-short", 3],
  ["pointer to itself", hex("c000"), 0, "bad-pointer", 0],
  ["pointer forward", hex("c002 00"), 0, "bad-pointer", 0],
  ["pointer beyond the end", hex("ffff"), 0, "bad-pointer", 0],
  ["label, then pointer to it", hex("0161 c000"), 0, "bad-pointer", 2],
  ["two pointers in a ring", hex("c002 c000"), 2, "bad-pointer", 0],
  ["pointer into the middle of the same run", hex("03 016100 c001"), 0, "bad-pointer", 4],
  ["label type 01, once for bit strings", hex("40 00"), 0, "bad-label-type", 0],
  ["label type 10", hex("80 00"), 0, "bad-label-type", 0],
  ["256 octets", nameOf256, 0, "name-too-long", 0],
  ["256 octets by way of a pointer", pointsToLongest, 255, "name-too-long", 255],
  ["more pointers than labels can be", pointerChain, 255, "too-many-pointers", 1],
];

describe("readName", () => {
  for (const [title, octets, start, text, end] of accepted) {
    test(`${title}: ${text}`, () => {
      const reader = new Reader(octets, start);
      expect(readName(reader).toString()).toBe(text);
      expect(reader.offset).toBe(end);
      expect(reader.failure).toBeUndefined();
    });
  }

  for (const [title, octets, start, code, offset] of refused) {
    test(`${title} is ${code}`, () => {
      const reader = new Reader(octets, start);
      expect(readName(reader).isRoot).toBe(true);
      expect(reader.failure as unknown).toEqual({ code, offset });
    });
  }

  test("the longest name has 255 octets", () => {
    expect(readName(new Reader(nameOf255)).wire).toEqual(nameOf255);
  });

  test("labels may not leave the part being read, names pointed to may", () => {
    const octets = hex("016100 0162 c000");
    const inside = new Reader(octets, 3);
    inside.enter(4);
    expect(String(readName(inside))).toBe("b.a.");
    const cutInside = new Reader(octets, 3);
    cutInside.enter(3);
    readName(cutInside);
    expect(cutInside.failure).toEqual({ code: "cut-short", offset: 6 });
  });

  test("RDATA that stands alone has nothing to point to", () => {
    const reader = Reader.ofRdata(hex("00 0161 c000"));
    reader.skip(1);
    readName(reader);
    expect(reader.failure).toEqual({ code: "bad-pointer", offset: 3 });
  });

  test("skipping gives the length without compression", () => {
    const reader = new Reader(rfcExample, 40);
    expect(skipName(reader)).toBe(16);
    expect(reader.offset).toBe(46);
  });
});
