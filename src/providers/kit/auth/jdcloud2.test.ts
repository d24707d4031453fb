import { expect, test } from "bun:test";
import { expectOk } from "../../../../test/support/expect-ok.ts";
import { signed } from "../../../../test/support/signed.ts";
import { Secret } from "../../../core/secret.ts";
import { POST, TextBody } from "../call.ts";
import { draftOf } from "../draft.ts";
import { jdcloud2, jdcloud2Proof } from "./jdcloud2.ts";

const account = { service: "test", region: "cn-north-1", keyId: "TESTAK", secret: new Secret("TESTSK") };

test("the vendor's own example, which signs no host", async () => {
  const call = POST("/v1/resource:action", new TextBody("text/plain", "body data"));
  const target = "/v1/resource:action?p1=p1&p0=p0&o=%&u=u";
  const draft = expectOk(draftOf({ ...call, target }, new URL("https://test.jdcloud-api.com"), "json"));
  const fields = {
    "x-jdcloud-date": "20190214T104514Z",
    "x-jdcloud-nonce": "testnonce",
    "x-my-header": "test",
    "x-my-header_blank": " blank",
  };
  expect((await jdcloud2Proof(draft, fields, account)).authorization).toBe(
    "JDCLOUD2-HMAC-SHA256 Credential=TESTAK/20190214/cn-north-1/test/jdcloud2_request, " +
      "SignedHeaders=x-jdcloud-date;x-jdcloud-nonce;x-my-header;x-my-header_blank, " +
      "Signature=2a98f83c074e7bee260bfc8ef64f009c07595bd93f7f0c3f4e156bf6479ed9bf",
  );
});

test("a body is signed with its type, and every request with its host and a nonce", async () => {
  const world = { base: "https://test.jdcloud-api.com", at: "2026-11-20T00:00:00Z", nonce: "ab".repeat(16) };
  const draft = await signed(jdcloud2(account), POST("/", { a: 1 }), world);
  expect(draft.headers).toMatchObject({ "x-jdcloud-date": "20261120T000000Z", "x-jdcloud-nonce": "ab".repeat(16) });
  expect(draft.headers["authorization"]).toContain("SignedHeaders=content-type;host;x-jdcloud-date;x-jdcloud-nonce,");
  expect(draft.sensitive).toHaveLength(1);
});
