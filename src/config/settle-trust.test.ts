import { describe, expect, test } from "bun:test";
import { configOf, settleText } from "../../test/support/config-bench.ts";
import { createAuthority } from "../../test/support/certificate.ts";

const { certificate: first, issue } = createAuthority("The first");
const { certificate: second } = createAuthority("The second");
const setting = "trust: { authorities: [home.pem, /srv/ca/office.pem] }";

describe("trust", () => {
  test("nothing written / the usual authorities alone", async () => {
    expect((await configOf("trust: {}")).trust).toEqual({ authorities: undefined });
  });

  test("several files / all their certificates; a relative path is beside the configuration", async () => {
    const files = { "/etc/hf/home.pem": `a comment\n${first}${second}`, "/srv/ca/office.pem": second };
    const { trust } = await configOf(setting, { files });
    expect(trust.authorities).toBe([first, second, second].map((pem) => pem.trim()).join("\n"));
  });

  test("a private key beside the certificate / stays out", async () => {
    const { key } = issue({ hosts: ["a.example"] });
    const { trust } = await configOf("trust: { authorities: [home.pem] }", {
      files: { "/etc/hf/home.pem": key + first },
    });
    expect(trust.authorities).toBe(first.trim());
  });

  const body = "-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n";
  const rows = [
    ["a file that is not there", {}, ["authorities-unreadable"]],
    [
      "a file of something else",
      { "/etc/hf/home.pem": "in DER or so", "/srv/ca/office.pem": second },
      ["no-certificate"],
    ],
    [
      "a certificate that is none",
      { "/etc/hf/home.pem": first + body, "/srv/ca/office.pem": second },
      ["certificate-broken"],
    ],
  ] as const;
  for (const [name, files, codes] of rows) {
    test(`${name} / ${codes.join()}`, async () => {
      const { config, problems } = await settleText(setting, { files: { "/srv/ca/office.pem": second, ...files } });
      expect([config, problems.map(({ code }) => code)]).toEqual([undefined, [...codes]]);
    });
  }
});
