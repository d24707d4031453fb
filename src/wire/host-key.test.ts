import { expect, test } from "bun:test";
import { createHash, createHmac } from "node:crypto";
import { inspect } from "node:util";
import { toHex } from "../core/octets.ts";
import { Secret } from "../core/secret.ts";
import { name } from "../../test/support/values.ts";
import { hostKey, hostKeyOfToken, hostKeySecret } from "./host-key.ts";

const token = new Secret("Token1xxxx999999999999999999999999999999");
const digest = Uint8Array.from(createHash("sha256").update(token.reveal()).digest());
const host = name("home.dyn.example");

test("both sides make the same key, whatever the spelling of the name", () => {
  const mac = hostKeyOfToken(name("HOME.dyn.example"), token).mac([digest]);
  expect(toHex(mac)).toBe(toHex(hostKey(host, digest).mac([digest])));
});

test("the key is HKDF of the digest, written out", () => {
  // RFC 5869 §2.2 and §2.3 for one block of output.
  const extracted = createHmac("sha256", Buffer.alloc(32)).update(digest).digest();
  const info = Buffer.concat([Buffer.from("holdfast tsig 1 "), host.canonicalWire]);
  const expanded = createHmac("sha256", extracted).update(info).update(Buffer.of(1)).digest("base64");
  expect(hostKeySecret(host, digest).reveal()).toBe(expanded);
});

test("another host or another token has another key", () => {
  const other = Uint8Array.from(digest, (octet) => octet ^ 1);
  const secrets = [
    hostKeySecret(host, digest),
    hostKeySecret(name("nas.dyn.example"), digest),
    hostKeySecret(host, other),
  ];
  expect(new Set(secrets.map((secret) => secret.reveal())).size).toBe(3);
});

test("the key shows neither token nor secret", () => {
  const key = hostKeyOfToken(host, token);
  const shown = [JSON.stringify(key), inspect(key, { showHidden: true, depth: 9 }), String(key)].join("\n");
  for (const canary of [token.reveal(), hostKeySecret(host, digest).reveal(), toHex(digest)]) {
    expect(shown).not.toContain(canary);
  }
});
