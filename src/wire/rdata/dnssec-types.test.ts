import { describe, expect, test } from "bun:test";
import { testGoldenRdata, testRefusedRdata } from "../../../test/support/rdata-rows.ts";
import { hex } from "../../../test/support/hex.ts";
import { name } from "../../../test/support/values.ts";
import { checkRdata, printRdata } from "./registry.ts";

/** Types of DNSSEC and of zones as a whole. The octets were made by dnspython 2.8, another implementation. */

const origin = name("example.com");

describe("DNSSEC's types", () => {
  testGoldenRdata(
    [
      [
        "RFC 4034 §5.4",
        "DS",
        "60485 5 1 2BB183AF5F22588179A53B0A 98631FAD1A292118",
        "ec4505012bb183af5f22588179a53b0a98631fad1a292118",
        "60485 5 1 2bb183af5f22588179a53b0a98631fad1a292118",
      ],
      [
        "RFC 4034 §5.4",
        "DS",
        "60485 RSASHA256 2 D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A",
        "ec450802d4b7d520e7bb5f0f67674a0cceb1e3e0614b93c4f9e99b8383f6a1e4469da50a",
        "60485 8 2 d4b7d520e7bb5f0f67674a0cceb1e3e0614b93c4f9e99b8383f6a1e4469da50a",
      ],
      ["RFC 8078 §4", "CDS", "0 0 0 00", "0000000000"],
      [
        "RFC 4034 §2.3",
        "DNSKEY",
        "256 3 5 AQPSKmynfzW4kyBv015MUG2DeIQ3Cbl+BBZH4b/0PY1kxkmvHjcZc8nokfzj31GajIQKY+5CptLr3buXA10hWqTkF7H6RfoRqXQeogmMHfpftf6zMv1LyBUgia7za6ZEzOJBOztyvhjL742iU/TpPSEDhm2SNKLijfUppn1UaNvv4w==",
        "010003050103d22a6ca77f35b893206fd35e4c506d8378843709b97e041647e1bff43d8d64c649af1e371973c9e891fce3df519a8c840a63ee42a6d2ebddbb97035d215aa4e417b1fa45fa11a9741ea2098c1dfa5fb5feb332fd4bc8152089aef36ba644cce2413b3b72be18cbef8da253f4e93d2103866d9234a2e28df529a67d5468dbefe3",
      ],
      ["RFC 8078 §4", "CDNSKEY", "0 3 0 AA==", "0000030000"],
      [
        "RFC 4034 §3.3",
        "RRSIG",
        "A 5 3 86400 20030322173103 20030220173103 2642 example.com. oJB1W6WNGv+ldvQ3WDG0MQkg5IEhjRip8WTrPYGv07h108dUKGMeDPKijVCHX3DDKdfb+v6oB9wfuh3DTJXUAfI/M0zmO/zz8bW0Rznl8O3tGNazPwQKkRN20XPXV6nwwfoXmJQbsLNrLfkGJ5D6fwFm8nN+6pBzeDQfsS3Ap3o=",
        "00010503000151803e7c9dd73e5510d70a52076578616d706c6503636f6d00a090755ba58d1affa576f4375831b4310920e481218d18a9f164eb3d81afd3b875d3c75428631e0cf2a28d50875f70c329d7dbfafea807dc1fba1dc34c95d401f23f334ce63bfcf3f1b5b44739e5f0eded18d6b33f040a911376d173d757a9f0c1fa1798941bb0b36b2df9062790fa7f0166f2737eea907378341fb12dc0a77a",
      ],
      [
        "RFC 4034 §4.3",
        "NSEC",
        "host.example.com. A MX RRSIG NSEC TYPE1234",
        "04686f7374076578616d706c6503636f6d000006400100000003041b000000000000000000000000000000000000000000000000000020",
      ],
      [
        "RFC 5155 Appendix A",
        "NSEC3",
        "1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr MX DNSKEY NS SOA NSEC3PARAM RRSIG",
        "0101000c04aabbccdd14174eb2409fe28bcb4887a1836f957f0a8425e27b000722010000000290",
        "1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr NS SOA MX RRSIG DNSKEY NSEC3PARAM",
      ],
      [
        "RFC 5155 Appendix A",
        "NSEC3",
        "1 0 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr",
        "010000000014174eb2409fe28bcb4887a1836f957f0a8425e27b",
      ],
      ["RFC 5155 Appendix A", "NSEC3PARAM", "1 0 12 aabbccdd", "0100000c04aabbccdd"],
      ["RFC 5155 Appendix A", "NSEC3PARAM", "1 0 0 -", "0100000000"],
      [
        "RFC 8976 Appendix A.1",
        "ZONEMD",
        "2018031900 1 1 c68090d90a7aed716bc459f9340e3d7c1370d4d24b7e2fc3 a1ddc0b9a87153b9a9713b3c9ae5cc27777f98b8e730044c",
        "7848b91c0101c68090d90a7aed716bc459f9340e3d7c1370d4d24b7e2fc3a1ddc0b9a87153b9a9713b3c9ae5cc27777f98b8e730044c",
        "2018031900 1 1 c68090d90a7aed716bc459f9340e3d7c1370d4d24b7e2fc3a1ddc0b9a87153b9a9713b3c9ae5cc27777f98b8e730044c",
      ],
      ["RFC 7477 §2.1.2", "CSYNC", "66 3 A NS AAAA", "000000420003000460000008"],
    ],
    origin,
  );

  testRefusedRdata(
    [
      ["DS", "60485 5 1 2BB183AF", "digest-length-wrong", 3],
      ["DS", "60485 5 1", "field-missing", 3],
      ["DS", "60485 RSA 1 00", "not-a-number", 1],
      ["DS", "60485 5 9 0", "not-hexadecimal", 3],
      ["DNSKEY", "256 3 5 A", "not-base64", 3],
      ["DNSKEY", "256 3 5", "field-missing", 3],
      ["RRSIG", "NOTYPE 5 3 1 20030322173103 20030220173103 1 a. AA==", "not-a-type", 0],
      ["RRSIG", "A 5 3 1 20030332173103 20030220173103 1 a. AA==", "not-a-time", 4],
      ["RRSIG", "A 5 3 1 20030231173103 20030220173103 1 a. AA==", "not-a-time", 4],
      ["RRSIG", "A 5 3 1 tomorrow 20030220173103 1 a. AA==", "not-a-number", 4],
      ["NSEC", "a. A FOO", "not-a-type", 2],
      ["NSEC3", "1 0 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojw A", "not-base32", 4],
      ["NSEC3", "1 0 0 xyz 2t7b4g4vsa5smi47k61mv5bv1a22bojr A", "not-hexadecimal", 3],
      ["NSEC3PARAM", `1 0 0 ${"00".repeat(256)}`, "text-too-long", 3],
      ["ZONEMD", "1 1 1 00", "digest-length-wrong", 3],
      ["ZONEMD", "1 1 200 0001020304", "digest-length-wrong", 3],
      ["CSYNC", "1 65536 A", "number-too-large", 1],
    ],
    origin,
  );

  const malformed = [
    ["DS whose digest is too short", "DS", "ec4505012bb1"],
    ["NSEC with windows in the wrong order", "NSEC", "00 0101 80 000140"],
    ["NSEC with an empty window", "NSEC", "00 0000"],
    ["NSEC with a zero at a window's end", "NSEC", "00 0002 4000"],
    ["NSEC with a window too long", "NSEC", `00 0021 ${"ff".repeat(33)}`],
    ["NSEC3 without a hash", "NSEC3", "01 00 0000 00 00"],
    ["ZONEMD of a few octets", "ZONEMD", "00000001 01 f0 0001"],
  ] as const;
  for (const [title, type, octets] of malformed) {
    test(title, () => {
      expect(checkRdata(type, hex(octets)).ok).toBe(false);
      expect(printRdata(type, hex(octets))).toStartWith("\\# ");
    });
  }
});
