import { describe, expect, test } from "bun:test";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { address, prefix } from "../../test/support/values.ts";
import { clientAddress } from "./forwarded-peer.ts";
import { headerCredentials } from "./http-credentials.ts";
import { isPublishable, parseReceivedAddress } from "./received-address.ts";
import { digestToken, generateToken, sameDigest, tokenIdOf } from "./token.ts";

describe("addresses as routers write them", () => {
  for (const [text, read] of [
    [" 192.0.2.1 ", "192.0.2.1"],
    ["192.0.2.1/32", "192.0.2.1"],
    ["192.000.002.001", "192.0.2.1"],
    ["192.0.02.1", undefined],
    ["[2001:db8::1]", "2001:db8::1"],
    ["2001:DB8::1/64", "2001:db8::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["", undefined],
    ["<ipaddr>", undefined],
    ["192.0.2.1.5", undefined],
  ] as const) {
    test(`${JSON.stringify(text)} is ${read}`, () => expect(parseReceivedAddress(text)?.toString()).toBe(read));
  }

  test("no host has an unspecified, multicast, broadcast, link-local or mapped address", () => {
    const multicast = ["224.0.0.1", "ff02::1"];
    for (const text of ["0.0.0.0", "::", ...multicast, "255.255.255.255", "fe80::1", "169.254.0.1", "::ffff:192.0.2.1"])
      expect(isPublishable(address(text))).toBe(false);
    for (const text of ["192.168.1.1", "127.0.0.1", "203.0.113.1", "2001:db8::1"]) {
      expect(isPublishable(address(text))).toBe(true);
    }
  });
});

describe("the client behind proxies", () => {
  const trusted = [prefix("10.0.0.0/8"), prefix("fd00::/8")];
  const rows: readonly (readonly [name: string, peer: string, header: string | null, client: string | undefined])[] = [
    ["no proxy", "192.0.2.1", null, "192.0.2.1"],
    ["a stranger's header does not count", "192.0.2.1", "203.0.113.5", "192.0.2.1"],
    ["a listed proxy's does", "10.0.0.1", "203.0.113.5", "203.0.113.5"],
    ["the last address that is no proxy", "10.0.0.1", "1.2.3.4, 203.0.113.5, 10.9.9.9", "203.0.113.5"],
    ["with ports", "10.0.0.1", "203.0.113.5:4711", "203.0.113.5"],
    ["with brackets", "fd00::1", "[2001:db8::5]:4711", "2001:db8::5"],
    ["mapped", "10.0.0.1", "::ffff:203.0.113.5", "203.0.113.5"],
    ["a proxy that says nothing is the client", "10.0.0.1", null, "10.0.0.1"],
    ["a proxy that says nonsense: nobody knows", "10.0.0.1", "unknown", undefined],
    ["nonsense in front does not matter", "10.0.0.1", "unknown, 203.0.113.5", "203.0.113.5"],
    ["only proxies: nobody knows", "10.0.0.1", "10.0.0.2", undefined],
  ];
  for (const [name, peer, header, client] of rows) {
    test(name, () => {
      const seen = clientAddress({ address: address(peer), isSecure: false }, header, trusted);
      expect(seen?.toString()).toBe(client);
    });
  }
});

describe("credentials in a header", () => {
  test("Basic splits at the first colon only", () => {
    expect(headerCredentials(`Basic ${btoa("home.example:a:b")}`)).toEqual({ user: "home.example", secret: "a:b" });
    expect(headerCredentials(`basic  ${btoa(":x")}`)).toEqual({ user: "", secret: "x" });
  });

  test("Bearer has no user", () => expect(headerCredentials("Bearer abc")).toEqual({ user: undefined, secret: "abc" }));

  for (const header of [null, "", "Basic", "Basic !!", `Basic ${btoa("nocolon")}`, "Negotiate x", "Bearer a b"]) {
    test(`${JSON.stringify(header)} holds none`, () => expect(headerCredentials(header)).toBeUndefined());
  }
});

test("generated tokens are found by their id and recognised by their digest", () => {
  const { token, id } = generateToken(new SeededRandom(3));
  expect(token.reveal()).toMatch(/^[0-9A-Za-z]{40}$/);
  expect(tokenIdOf(token.reveal())).toBe(id);
  expect(sameDigest(digestToken(token.reveal()), digestToken(token.reveal()))).toBe(true);
  expect(sameDigest(digestToken(token.reveal()), digestToken("x"))).toBe(false);
  expect(`${token}`).not.toContain(id);
});
