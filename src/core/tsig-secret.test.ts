import { describe, expect, test } from "bun:test";
import { name } from "../../test/support/values.ts";
import { readTsigSecret } from "./tsig-secret.ts";

const octets = new TextEncoder().encode("secret");

/** As `tsig-keygen -a hmac-sha512 router.example.org` of BIND 9.18 prints it. */
const fromBind = 'key "router.example.org" {\n\talgorithm hmac-sha512;\n\tsecret "c2VjcmV0";\n};\n';

/** As `keymgr -t router.example.org hmac-sha512` of Knot DNS 3.2 prints it. */
const fromKnot =
  "# hmac-sha512:router.example.org:c2VjcmV0\nkey:\n  - id: router.example.org\n    algorithm: hmac-sha512\n    secret: c2VjcmV0\n";

describe("a key's secret", () => {
  for (const [what, text] of [
    ["base64", "c2VjcmV0"],
    ["base64 over two lines", "c2Vj\n cmV0\n"],
    ["the clause tsig-keygen prints", fromBind],
    ["the section keymgr prints", fromKnot],
    ["a clause without quotes, in capitals", "key ROUTER.example.org. { algorithm HMAC-SHA512; secret c2VjcmV0; };"],
    ["one of several clauses", `key "other" { algorithm hmac-sha512; secret "b3RoZXI="; };\n${fromBind}`],
    [
      "the last of several items",
      fromKnot.replace("key:", "key:\n  - id: other\n    algorithm: hmac-sha512\n    secret: b3RoZXI="),
    ],
    ["the first of several items", `${fromKnot}  - id: other\n    algorithm: hmac-sha512\n    secret: b3RoZXI=\n`],
  ] as const) {
    test(`is read from ${what}`, () => {
      expect(readTsigSecret(text, name("router.example.org"), "hmac-sha512")).toEqual({ ok: true, value: octets });
    });
  }

  for (const [what, text, failure] of [
    ["nothing", " ", { code: "secret-empty" }],
    ["words", "not base64!", { code: "secret-not-base64" }],
    ["a clause without a secret", 'key "a.example" { algorithm hmac-sha256; };', { code: "secret-empty" }],
    [
      "a clause with a secret in words",
      'key "a.example" { algorithm hmac-sha256; secret "not base64!"; };',
      { code: "secret-not-base64" },
    ],
    [
      "the key of another name",
      fromBind,
      { code: "secret-of-another-key", keys: ["router.example.org (hmac-sha512)"] },
    ],
    [
      "the key for another algorithm",
      fromKnot.replaceAll("router.example.org", "a.example"),
      { code: "secret-of-another-key", keys: ["a.example (hmac-sha512)"] },
    ],
  ] as const) {
    test(`${what} is ${failure.code}`, () => {
      expect(readTsigSecret(text, name("a.example"), "hmac-sha256")).toMatchObject({ ok: false, ...failure });
    });
  }
});
