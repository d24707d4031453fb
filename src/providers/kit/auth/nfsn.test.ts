import { expect, test } from "bun:test";
import { signed } from "../../../../test/support/signed.ts";
import { Secret } from "../../../core/secret.ts";
import { POST, TextBody } from "../call.ts";
import { nfsn } from "./nfsn.ts";

test("an example of another client, whose salt is the first sixteen of the alphabet", async () => {
  const scheme = nfsn({ login: "user", apiKey: new Secret("secret") });
  const call = POST("/path", new TextBody("application/x-www-form-urlencoded", "data"));
  const draft = await signed(scheme, call, {
    base: "https://api.nearlyfreespeech.net",
    at: new Date(1_692_475_113_000).toISOString(),
    nonce: "000102030405060708090a0b0c0d0e0f",
  });
  expect(draft.headers).toEqual({
    "x-nfsn-authentication": "user;1692475113;0123456789ABCDEF;417a9988c7ad7919b297884dd120b5808d8a1e6f",
  });
});
