import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { isIP } from "node:net";
import { address } from "./values.ts";

/** Makes X.509 certificates (RFC 5280) for tests of TLS, so that neither files nor other programs are needed. */

/** A certificate with its key, both as PEM. */
export interface TestCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** An authority that tests may trust; it signs for anybody. */
export interface TestAuthority {
  readonly certificate: string;
  issue(facts: LeafFacts): TestCertificate;
}

export interface LeafFacts {
  /** Host names and addresses the certificate is for. */
  readonly hosts: readonly string[];
  /** Years of validity, both included; 2020 to 2049 when absent. */
  readonly years?: readonly [first: number, last: number];
}

/** A new authority with a certificate signed by itself. */
export function createAuthority(name = "Holdfast test authority"): TestAuthority {
  const keys = newKeys();
  const facts = { subject: name, issuer: name, hosts: [], isAuthority: true, years: [2020, 2049] as const };
  return {
    certificate: signed(facts, keys.publicKey, keys.privateKey),
    issue: ({ hosts, years = [2020, 2049] }) => {
      const leaf = newKeys();
      const subject = hosts[0] ?? "nobody";
      const certificate = signed(
        { subject, issuer: name, hosts, isAuthority: false, years },
        leaf.publicKey,
        keys.privateKey,
      );
      return { certificate, key: pemOfKey(leaf.privateKey) };
    },
  };
}

/** A certificate nobody but itself vouches for. */
export function createSelfSigned(hosts: readonly string[]): TestCertificate {
  const keys = newKeys();
  const subject = hosts[0] ?? "nobody";
  const facts = { subject, issuer: subject, hosts, isAuthority: false, years: [2020, 2049] as const };
  return { certificate: signed(facts, keys.publicKey, keys.privateKey), key: pemOfKey(keys.privateKey) };
}

interface Facts {
  readonly subject: string;
  readonly issuer: string;
  readonly hosts: readonly string[];
  readonly isAuthority: boolean;
  readonly years: readonly [first: number, last: number];
}

function newKeys(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return generateKeyPairSync("ec", { namedCurve: "prime256v1" });
}

function pemOfKey(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

/** ecdsa-with-SHA256, RFC 5758 §3.2. */
const signatureAlgorithm = sequence(objectId("1.2.840.10045.4.3.2"));

function signed(facts: Facts, publicKey: KeyObject, issuerKey: KeyObject): string {
  const [first, last] = facts.years;
  const body = sequence(
    element(0xa0, integer(2)),
    integer(1 + facts.subject.length),
    signatureAlgorithm,
    commonName(facts.issuer),
    sequence(
      element(0x17, `${first % 100}`.padStart(2, "0"), "0101000000Z"),
      element(0x17, `${last % 100}1231235959Z`),
    ),
    commonName(facts.subject),
    publicKey.export({ type: "spki", format: "der" }),
    element(0xa3, sequence(...extensions(facts, keyIdentifier(publicKey), keyIdentifier(issuerKey)))),
  );
  const der = sequence(body, signatureAlgorithm, element(0x03, Uint8Array.of(0), sign("sha256", body, issuerKey)));
  // No empty line at the end, which some lengths would give and OpenSSL does not take.
  const lines = Buffer.from(der)
    .toString("base64")
    .replaceAll(/.{64}(?=.)/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

/** What strict verifiers, such as Python's since 3.13, ask for besides the names. */
function extensions(facts: Facts, own: Uint8Array, issuer: Uint8Array): readonly Uint8Array[] {
  const isTrue = element(0x01, Uint8Array.of(0xff));
  if (facts.isAuthority) {
    return [
      // basicConstraints, RFC 5280 §4.2.1.9
      sequence(objectId("2.5.29.19"), isTrue, element(0x04, sequence(isTrue))),
      // keyUsage, RFC 5280 §4.2.1.3: keyCertSign alone.
      sequence(objectId("2.5.29.15"), isTrue, element(0x04, element(0x03, Uint8Array.of(2, 4)))),
      // subjectKeyIdentifier, RFC 5280 §4.2.1.2
      sequence(objectId("2.5.29.14"), element(0x04, element(0x04, own))),
    ];
  }
  // subjectAltName, RFC 5280 §4.2.1.6: dNSName is [2], iPAddress is [7].
  const names = facts.hosts.map((host) =>
    isIP(host) === 0 ? element(0x82, host) : element(0x87, address(host).octets),
  );
  return [
    sequence(objectId("2.5.29.17"), element(0x04, sequence(...names))),
    // authorityKeyIdentifier, RFC 5280 §4.2.1.1
    sequence(objectId("2.5.29.35"), element(0x04, sequence(element(0x80, issuer)))),
  ];
}

/** Any short name of a key will do, as long as both certificates say the same. */
function keyIdentifier(key: KeyObject): Uint8Array {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  return createHash("sha1").update(`${x}.${y}`).digest();
}

function commonName(text: string): Uint8Array {
  return sequence(element(0x31, sequence(objectId("2.5.4.3"), element(0x0c, text))));
}

/** One tag, length and value in DER (X.690 §8.1); texts are UTF-8. */
function element(tag: number, ...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const value = Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));
  const size: number[] = [];
  for (let left = value.length; left > 0; left >>= 8) size.unshift(left & 0xff);
  const length = value.length < 128 ? [value.length] : [0x80 | size.length, ...size];
  return Buffer.concat([Uint8Array.of(tag, ...length), value]);
}

function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return element(0x30, ...parts);
}

function integer(value: number): Uint8Array {
  return element(0x02, Uint8Array.of(value));
}

function objectId(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...arcs] = dotted.split(".").map(Number);
  const octets = [first * 40 + second, ...arcs].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return element(0x06, Uint8Array.from(octets));
}
