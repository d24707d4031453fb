import { describe, expect, test } from "bun:test";
import { Instant } from "../core/clock.ts";
import { toHex } from "../core/octets.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { hex } from "../../test/support/hex.ts";
import { address } from "../../test/support/values.ts";
import { checkServerCookie, cookieOctets, makeServerCookie, readCookie } from "./dns-cookie.ts";

const at = (seconds: number): Instant => Instant.ofMs(seconds * 1_000);

describe("server cookies", () => {
  const first = hex("e5e973e5a6b2a43f48e7dc849e37bfcf");
  const second = hex("dd3bdf9344b678b185a6f5cb60fca715");
  const third = hex("445536bcd2513298075a5d379663c962");

  /** RFC 9018 Appendix A. */
  const made: readonly (readonly [
    section: string,
    secret: Uint8Array,
    client: string,
    from: string,
    cookie: string,
  ])[] = [
    ["A.1", first, "2464c4abcf10c957", "198.51.100.100", "010000005cf79f111f8130c3eee29480"],
    ["A.2", first, "2464c4abcf10c957", "198.51.100.100", "010000005cf7a871d4a564a1442aca77"],
    ["A.4", second, "22681ab97d52c298", "2001:db8:220:1:59de:d0f4:8769:82b8", "010000005cf7c57926556bd0934c72f8"],
    ["A.4", third, "22681ab97d52c298", "2001:db8:220:1:59de:d0f4:8769:82b8", "010000005cf7c609a6bb79d16625507a"],
  ];
  for (const [section, secret, client, from, cookie] of made) {
    test(`are made as in RFC 9018 ${section}: ${cookie}`, () => {
      const now = at(Number.parseInt(cookie.slice(8, 16), 16));
      expect(toHex(makeServerCookie(secret, hex(client), address(from), now))).toBe(cookie);
    });
  }

  test("are checked with the reserved octets they came with, as in RFC 9018 A.3", () => {
    const pair = expectOk(readCookie(hex("fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5")));
    expect(checkServerCookie(first, pair, address("203.0.113.203"), at(0x5cf78f71 + 2))).toBe("right");
  });

  const client = hex("2464c4abcf10c957");
  const home = address("198.51.100.100");
  const made0 = 1_559_731_985;
  const server = makeServerCookie(first, client, home, at(made0));
  const rows: readonly (readonly [
    title: string,
    given: { secret?: Uint8Array; client?: Uint8Array; server?: Uint8Array; from?: string; after?: number },
    expected: ReturnType<typeof checkServerCookie>,
  ])[] = [
    ["the address it was made for", {}, "right"],
    ["another address", { from: "198.51.100.101" }, "wrong"],
    ["the same address in its mapped form", { from: "::ffff:198.51.100.100" }, "wrong"],
    ["another client cookie", { client: hex("2464c4abcf10c958") }, "wrong"],
    ["another secret", { secret: second }, "wrong"],
    ["a changed hash", { server: server.map((octet, index) => (index === 15 ? octet ^ 1 : octet)) }, "wrong"],
    ["a changed time", { server: server.map((octet, index) => (index === 7 ? octet ^ 1 : octet)) }, "wrong"],
    ["another version", { server: server.map((octet, index) => (index === 0 ? 2 : octet)) }, "wrong"],
    ["another length", { server: server.slice(0, 8) }, "wrong"],
    ["half an hour later", { after: 1_800 }, "right"],
    ["more than half an hour later", { after: 1_801 }, "right-but-old"],
    ["an hour later", { after: 3_600 }, "right-but-old"],
    ["more than an hour later", { after: 3_601 }, "wrong"],
    ["a clock that was set back five minutes", { after: -300 }, "right"],
    ["a clock that was set back further", { after: -301 }, "wrong"],
  ];
  for (const [title, given, expected] of rows) {
    test(`are ${expected} with ${title}`, () => {
      const pair = { client: given.client ?? client, server: given.server ?? server };
      const now = at(made0 + (given.after ?? 0));
      expect(checkServerCookie(given.secret ?? first, pair, address(given.from ?? home.toString()), now)).toBe(
        expected,
      );
    });
  }

  test("outlive the end of the 32 bits of their time", () => {
    const end = at(2 ** 32 - 10);
    const pair = { client, server: makeServerCookie(first, client, home, end) };
    expect(checkServerCookie(first, pair, home, at(2 ** 32 + 10))).toBe("right");
  });
});

describe("the COOKIE option", () => {
  const lengths: readonly (readonly [octets: number, server: number | "malformed" | undefined])[] = [
    [0, "malformed"],
    [7, "malformed"],
    [8, undefined],
    [9, "malformed"],
    [15, "malformed"],
    [16, 8],
    [40, 32],
    [41, "malformed"],
  ];
  for (const [octets, server] of lengths) {
    test(`of ${octets} octets holds a server cookie of ${server}`, () => {
      const data = Uint8Array.from({ length: octets }, (_, index) => index);
      const read = readCookie(data);
      expect(read.ok ? read.value.server?.length : "malformed").toBe(server);
      if (read.ok) expect(cookieOctets(read.value)).toEqual(data);
    });
  }
});
