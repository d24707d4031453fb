import { describe, expect, test } from "bun:test";
import { testGoldenRdata, testRefusedRdata } from "../../../test/support/rdata-rows.ts";
import { hex } from "../../../test/support/hex.ts";
import { name } from "../../../test/support/values.ts";
import { checkRdata, printRdata } from "./registry.ts";

/** Service bindings. The octets were made by dnspython 2.8, another implementation. */

const origin = name("example.com");

describe("service bindings", () => {
  testGoldenRdata(
    [
      ["RFC 9460 Appendix D", "HTTPS", "0 foo.example.com.", "000003666f6f076578616d706c6503636f6d00"],
      ["RFC 9460 Appendix D", "SVCB", "1 .", "000100"],
      [
        "RFC 9460 Appendix D",
        "SVCB",
        "16 foo.example.com. port=53",
        "001003666f6f076578616d706c6503636f6d00000300020035",
      ],
      [
        "RFC 9460 Appendix D",
        "SVCB",
        "1 foo.example.com. key667=hello",
        "000103666f6f076578616d706c6503636f6d00029b000568656c6c6f",
        '1 foo.example.com. key667="hello"',
      ],
      [
        "RFC 9460 Appendix D",
        "SVCB",
        '1 foo.example.com. key667="hello\\210qoo"',
        "000103666f6f076578616d706c6503636f6d00029b000968656c6c6fd2716f6f",
      ],
      [
        "RFC 9460 Appendix D",
        "SVCB",
        '1 foo.example.com. ipv6hint="2001:db8::1,2001:db8::53:1"',
        "000103666f6f076578616d706c6503636f6d000006002020010db800000000000000000000000120010db8000000000000000000530001",
        "1 foo.example.com. ipv6hint=2001:db8::1,2001:db8::53:1",
      ],
      [
        "RFC 9460 Appendix D",
        "SVCB",
        '1 example.com. ipv6hint="2001:db8:122:344::192.0.2.33"',
        "0001076578616d706c6503636f6d000006001020010db80122034400000000c0000221",
        "1 example.com. ipv6hint=2001:db8:122:344::c000:221",
      ],
      [
        "RFC 9460 Appendix D",
        "SVCB",
        "16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1",
        "001003666f6f076578616d706c65036f7267000000000400010004000100090268320568332d313900040004c0000201",
        '16 foo.example.org. mandatory=alpn,ipv4hint alpn="h2,h3-19" ipv4hint=192.0.2.1',
      ],
      [
        "RFC 9460 Appendix D",
        "SVCB",
        '16 foo.example.org. alpn="f\\\\\\\\oo\\\\,bar,h2"',
        "001003666f6f076578616d706c65036f7267000001000c08665c6f6f2c626172026832",
      ],
      [
        "RFC 9460 Appendix D",
        "SVCB",
        "16 foo.example.org. alpn=f\\\\\\092oo\\092,bar,h2",
        "001003666f6f076578616d706c65036f7267000001000c08665c6f6f2c626172026832",
        '16 foo.example.org. alpn="f\\\\\\\\oo\\\\,bar,h2"',
      ],
      [
        "RFC 9460 Appendix D",
        "SVCB",
        "1 dns.example. alpn=dot,h2 dohpath=/dns-query{?dns}",
        "000103646e73076578616d706c65000001000703646f74026832000700102f646e732d71756572797b3f646e737d",
        '1 dns.example. alpn="dot,h2" dohpath="/dns-query{?dns}"',
      ],
      [
        "a parameter without a value",
        "HTTPS",
        '1 . alpn="h2,h3" no-default-alpn ech=AAAA ohttp',
        "000100000100060268320268330002000000050003000000000800 00",
      ],
      ["a key without a name", "SVCB", "1 . key8=", "000100 0008 0000", "1 . ohttp"],
      ["any value, empty", "SVCB", "1 . key667", "000100 029b 0000"],
    ],
    origin,
  );

  // The first eight are RFC 9460 Appendix D.3.
  testRefusedRdata(
    [
      ["SVCB", "1 foo.example.com. key123=abc key123=def", "service-parameter-twice", 3],
      ["SVCB", "1 foo.example.com. mandatory", "not-a-service-parameter", 2],
      ["SVCB", "1 foo.example.com. alpn", "not-a-service-parameter", 2],
      ["SVCB", "1 foo.example.com. port", "not-a-service-parameter", 2],
      ["SVCB", "1 foo.example.com. ipv4hint", "not-a-service-parameter", 2],
      ["SVCB", "1 foo.example.com. no-default-alpn=abc", "not-a-service-parameter", 2],
      ["SVCB", "1 foo.example.com. mandatory=key123", "service-parameters-disagree", 2],
      ["SVCB", "1 foo.example.com. mandatory=mandatory", "not-a-service-parameter", 2],
      ["SVCB", "1 foo.example.com. mandatory=key123,key123 key123=abc", "not-a-service-parameter", 2],
      ["SVCB", "1 . no-default-alpn", "service-parameters-disagree", 2],
      ["SVCB", "1 . alpn=h2,,h3", "not-a-service-parameter", 2],
      ["SVCB", "1 . port=65536", "not-a-service-parameter", 2],
      ["SVCB", "1 . ipv4hint=2001:db8::1", "not-a-service-parameter", 2],
      ["SVCB", "1 . ech=*", "not-a-service-parameter", 2],
      ["SVCB", "1 . key65535", "not-a-service-parameter", 2],
      ["SVCB", "1 . key01", "not-a-service-parameter", 2],
      ["SVCB", "1 . ALPN=h2", "not-a-service-parameter", 2],
      ["SVCB", "1 . =h2", "not-a-service-parameter", 2],
      ["HTTPS", "x .", "not-a-number", 0],
    ],
    origin,
  );

  const malformed = [
    ["keys in the wrong order", "000100 0003 0002 0035 0001 0003 02 6832"],
    ["a key twice", "000100 0003 0002 0035 0003 0002 0035"],
    ["the invalid key", "000100 ffff 0000"],
    ["a port of three octets", "000100 0003 0003 000035"],
    ["an address cut short", "000100 0004 0003 c00002"],
    ["an empty protocol", "000100 0001 0001 00"],
    ["a mandatory key that is missing", "000100 0000 0002 0001"],
    ["mandatory keys in the wrong order", "000100 0000 0004 0003 0001 0001 0003 02 6832 0003 0002 0035"],
  ] as const;
  for (const [title, octets] of malformed) {
    test(title, () => {
      expect(checkRdata("SVCB", hex(octets)).ok).toBe(false);
      expect(printRdata("SVCB", hex(octets))).toStartWith("\\# ");
    });
  }
});
