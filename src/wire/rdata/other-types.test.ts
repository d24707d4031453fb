import { describe, expect, test } from "bun:test";
import { testGoldenRdata, testRefusedRdata } from "../../../test/support/rdata-rows.ts";
import { hex } from "../../../test/support/hex.ts";
import { name } from "../../../test/support/values.ts";
import { checkRdata, printRdata } from "./registry.ts";

/** Types that are neither RFC 1035's nor DNSSEC's nor service bindings. The octets were made by dnspython 2.8, another implementation. */

const origin = name("example.com");

describe("other types", () => {
  testGoldenRdata(
    [
      [
        "RFC 1876 §3",
        "LOC",
        "42 21 54 N 71 06 18 W -24m 30m",
        "0033161389172dd070be15f000988d20",
        "42 21 54.000 N 71 6 18.000 W -24.00m 30.00m 10000.00m 10.00m",
      ],
      [
        "RFC 1876 §3",
        "LOC",
        "52 14 05 N 00 08 50 E 10m",
        "001216138b3556c88008165000989a68",
        "52 14 5.000 N 0 8 50.000 E 10.00m 1.00m 10000.00m 10.00m",
      ],
      [
        "RFC 1876 §3",
        "LOC",
        "32 7 19 S 116 2 25 E 10m",
        "00121613791b7d2898e6486800989a68",
        "32 7 19.000 S 116 2 25.000 E 10.00m 1.00m 10000.00m 10.00m",
      ],
      [
        "RFC 1876 §3",
        "LOC",
        "42 N 71 W 0",
        "001216138903210070c3da8000989680",
        "42 0 0.000 N 71 0 0.000 W 0.00m 1.00m 10000.00m 10.00m",
      ],
      [
        "RFC 1876 §3",
        "LOC",
        "0 0 0.000 N 0 0 0.000 E 0.00m 0.00m 0.05m 90000000.00m",
        "00005099800000008000000000989680",
      ],
      [
        "RFC 1876 §3",
        "LOC",
        "90 0 0.000 S 180 0 0.000 W -100000.00m 1.00m 10000.00m 10.00m",
        "001216136cb0270059604e0000000000",
      ],
      [
        "RFC 4255 §3.2",
        "SSHFP",
        "2 1 123456789abcdef67890123456789abcdef67890",
        "0201123456789abcdef67890123456789abcdef67890",
      ],
      [
        "RFC 6698 §2.3",
        "TLSA",
        "0 0 1 d2abde240d7cd3ee6b4b28c54df034b9 7983a1d16e8a410e4561cb106618e971",
        "000001d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971",
        "0 0 1 d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971",
      ],
      [
        "RFC 7553 §5",
        "URI",
        '10 1 "ftp://ftp1.example.com/public"',
        "000a00016674703a2f2f667470312e6578616d706c652e636f6d2f7075626c6963",
      ],
      [
        "RFC 3403 §6.2",
        "NAPTR",
        '100 10 "u" "sip+E2U" "!^.*$!sip:info@foo.se!i" .',
        "0064000a0175077369702b45325517215e2e2a24217369703a696e666f40666f6f2e7365216900",
      ],
      ["RFC 7929 §2.3", "OPENPGPKEY", "mQCNAzIG", "99008d033206"],
      [
        "RFC 6672 §2.1",
        "DNAME",
        "frobozz-division.acme.example.",
        "1066726f626f7a7a2d6469766973696f6e0461636d65076578616d706c6500",
      ],
    ],
    origin,
  );

  testRefusedRdata(
    [
      ["LOC", "", "field-missing", 0],
      ["LOC", "91 N 0 E 0", "not-a-coordinate", 0],
      ["LOC", "90 0 0.001 N 0 E 0", "not-a-coordinate", 3],
      ["LOC", "42 60 N 71 W 0", "not-a-coordinate", 1],
      ["LOC", "42 21 60 N 71 W 0", "not-a-coordinate", 2],
      ["LOC", "42 21 54.0001 N 71 W 0", "not-a-coordinate", 2],
      ["LOC", "42 21 54 1 N 71 W 0", "not-a-coordinate", 3],
      ["LOC", "42 N 71 N 0", "not-a-coordinate", 3],
      ["LOC", "42 N 71 W -100000.01m", "not-a-coordinate", 4],
      ["LOC", "42 N 71 W 42849672.96m", "not-a-coordinate", 4],
      ["LOC", "42 N 71 W 0 90000001m", "not-a-coordinate", 5],
      ["LOC", "42 N 71 W 0 1 1 1 1", "field-unexpected", 8],
      ["SSHFP", "1 2 00", "digest-length-wrong", 2],
      ["SSHFP", "1 9 0", "not-hexadecimal", 2],
      ["TLSA", "3 1 1", "field-missing", 3],
      ["TLSA", "3 1 1 0g", "not-hexadecimal", 3],
      ["URI", '10 1 ""', "text-empty", 2],
      ["NAPTR", `1 1 "" "" "${"x".repeat(256)}" .`, "text-too-long", 4],
      ["OPENPGPKEY", "", "field-missing", 0],
      ["OPENPGPKEY", "!", "not-base64", 0],
      ["DNAME", "a..b", "empty-label", 0],
    ],
    origin,
  );

  const malformed = [
    ["LOC of another version", "LOC", "0133161389172dd070be15f000988d20"],
    ["LOC with a digit of ten", "LOC", "00a3161389172dd070be15f000988d20"],
    ["LOC beyond the pole", "LOC", "0012161393500000800000 0000988d20"],
    ["a URI that is empty", "URI", "000a0001"],
  ] as const;
  for (const [title, type, octets] of malformed) {
    test(title, () => {
      expect(checkRdata(type, hex(octets)).ok).toBe(false);
      expect(printRdata(type, hex(octets))).toStartWith("\\# ");
    });
  }

  test("LOC that words cannot tell exactly is RDATA, and printed in the generic form", () => {
    const rdata = hex("0003161389172dd070be15f000988d20");
    expect(checkRdata("LOC", rdata).ok).toBe(true);
    expect(printRdata("LOC", rdata)).toBe("\\# 16 0003161389172dd070be15f000988d20");
  });
});
