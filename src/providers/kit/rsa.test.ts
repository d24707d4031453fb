import { createPrivateKey, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { describe, expect, test } from "bun:test";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { jwsExampleKey, ociExampleKey, transipExampleKey } from "../../../test/support/published-keys.ts";
import { toBase64 } from "../../core/octets.ts";
import { Secret } from "../../core/secret.ts";
import { RsaKey, type RsaAlgorithm } from "./rsa.ts";
import { signedJwt } from "./signed-jwt.ts";

const keyOf = async (pem: string, passphrase?: string): Promise<RsaKey> =>
  expectOk(await RsaKey.read(new Secret(pem), passphrase === undefined ? undefined : new Secret(passphrase)));

describe("published signatures", () => {
  const jws =
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
  const login = '{"login":"test-user","nonce":"98475920834","read_only":false,"expiration_time":"","global_key":false}';
  const rows: readonly (readonly [
    title: string,
    pem: string,
    algorithm: RsaAlgorithm,
    text: string,
    expected: string,
  ])[] = [
    // RFC 7515 §A.2.1
    [
      "RS256 of a JSON Web Signature",
      jwsExampleKey,
      "RS256",
      jws,
      "cC4hiUPoj9Eetdgtv3hF80EGrhuB//dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh+0Qc/lF5YKt/O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB++f/nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB/eSN9383LcOLn6/dO++xi12jzDwusC+eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN/IoypGlUPQGe77Rw==",
    ],
    // From the tests of the vendor's own library.
    [
      "RS512 of a login at TransIP",
      transipExampleKey,
      "RS512",
      login,
      "TKjrjkdRqJLTQJI9QtI3JETV554bnrCmWUbUNdpUg/9OwOYHmtK76gjGs5nyWHVgOBHO9KZ15bCjkup/mzZP2sBnUtqfXxqXBfSh6bn/7a/1gOJzK71RtO84S0q1x7+DGago1OuYSMOdj8mgEMBUtY4aHHpHEy7eCahsCJCTEfMUb05Cq87mhE4XrjjGN2BJ8tEHPMxpWHjEtX1Z8uyaL0XY5l6dBmy1QP+ChyISrNe1n3gYZs9tyyPA9vgW+TqEVgq7mHL8l+g2Va1BwxR+rChoa5gTiJcA9fKJ8evVIBfcocXjRduMFzQW/SMp/yp3I4P7J0lUO0vDWVjEO8LX4A==",
    ],
  ];
  for (const [title, pem, algorithm, text, expected] of rows) {
    test(title, async () => {
      expect(toBase64((await keyOf(pem)).sign(algorithm, text))).toBe(expected);
    });
  }
});

test("PS256 is checked with the public key and a salt as long as the hash, and no other", async () => {
  const signature = (await keyOf(jwsExampleKey)).sign("PS256", "text");
  const isGood = (saltLength: number): boolean =>
    verify("sha256", Buffer.from("text"), { key: createPublicKey(jwsExampleKey), padding: 6, saltLength }, signature);
  expect([isGood(32), isGood(20), isGood(222)]).toEqual([true, false, false]);
});

test("a token is header, claims and signature", async () => {
  const key = await keyOf(jwsExampleKey);
  const [header = "", claims = "", signature = ""] = signedJwt(
    key,
    { alg: "RS256", kid: "k1" },
    { iss: "a", iat: 7 },
  ).split(".");
  const decoded = [header, claims].map((part) => Buffer.from(part, "base64url").toString());
  expect(decoded).toEqual(['{"typ":"JWT","alg":"RS256","kid":"k1"}', '{"iss":"a","iat":7}']);
  const octets = Buffer.from(signature, "base64url");
  expect(verify("sha256", Buffer.from(`${header}.${claims}`), createPublicKey(jwsExampleKey), octets)).toBe(true);
});

describe("a key as users write it", () => {
  const pkcs8 = jwsExampleKey;
  const key = createPrivateKey(pkcs8);
  const encrypt = (type: "pkcs1" | "pkcs8"): string =>
    key.export({ type, format: "pem", cipher: "aes-256-cbc", passphrase: "pass" }).toString();
  const rows: readonly (readonly [title: string, pem: string, passphrase?: string])[] = [
    ["PKCS#8", pkcs8],
    ["PKCS#1", key.export({ type: "pkcs1", format: "pem" }).toString()],
    ["PKCS#8 with a passphrase", encrypt("pkcs8"), "pass"],
    ["PKCS#1 with a passphrase", encrypt("pkcs1"), "pass"],
    ["line ends spelt as \\n", pkcs8.replaceAll("\n", "\\n")],
    ["one line with blanks", pkcs8.replaceAll("\n", " ")],
    ["line ends of Windows", pkcs8.replaceAll("\n", "\r\n")],
    ["words before it", `PLEASE DO NOT REMOVE THIS LINE!\n${pkcs8}`],
    ["no line end after it", pkcs8.trim()],
  ];
  for (const [title, pem, passphrase] of rows) {
    test(`${title}: read`, async () => {
      expect((await keyOf(pem, passphrase)).fingerprint).toBe((await keyOf(pkcs8)).fingerprint);
    });
  }

  const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({
    type: "pkcs8",
    format: "pem",
  });
  const refusals: readonly (readonly [title: string, pem: string, says: string, passphrase?: string])[] = [
    ["no PEM", pkcs8.replaceAll(/-----.*-----/g, ""), "not in PEM"],
    ["half of one", pkcs8.slice(0, 500), "not in PEM"],
    ["damaged", pkcs8.replace("MIIE", "MIIF"), "cannot be read"],
    ["a public key", createPublicKey(pkcs8).export({ type: "spki", format: "pem" }).toString(), "cannot be read"],
    ["no RSA key", elliptic.toString(), "not an RSA key"],
    ["without its passphrase", encrypt("pkcs8"), "passphrase"],
    ["with another passphrase", encrypt("pkcs8"), "passphrase", "other"],
  ];
  for (const [title, pem, says, passphrase] of refusals) {
    test(`${title}: rejected, and nothing of it shown`, async () => {
      const read = await RsaKey.read(new Secret(pem), passphrase === undefined ? undefined : new Secret(passphrase));
      expect(read).toMatchObject({ ok: false, outcome: { kind: "rejected", code: "value-invalid" } });
      expect(read).toHaveProperty("outcome.detail", expect.stringContaining(says));
      expect(JSON.stringify(read)).not.toContain(pem.slice(30, 60));
    });
  }
});

test("the fingerprint is the MD5 of the public key in DER, as OpenSSL prints it", async () => {
  // `openssl rsa -pubout -outform DER | openssl md5 -c`
  expect((await keyOf(ociExampleKey)).fingerprint).toBe("73:61:a2:21:67:e0:df:be:7e:4b:93:1e:15:98:a5:b7");
});
