import { expect, test } from "bun:test";
import { signed } from "../../../../test/support/signed.ts";
import { Secret } from "../../../core/secret.ts";
import { GET } from "../call.ts";
import { constellix } from "./constellix.ts";

test("the time in milliseconds is signed; no example is published, this one was computed with OpenSSL", async () => {
  const scheme = constellix({ key: "key", secret: new Secret("secret") });
  const world = { base: "https://api.dns.constellix.com/v1", at: "2017-08-08T21:16:10Z" };
  const draft = await signed(scheme, GET("/domains"), world);
  expect(draft.headers).toEqual({ "x-cns-security-token": "key:1LKBCA1ALqO2gSEKMOxtZIcTokA=:1502226970000" });
  expect(draft.sensitive).toContain("1LKBCA1ALqO2gSEKMOxtZIcTokA=");
});
