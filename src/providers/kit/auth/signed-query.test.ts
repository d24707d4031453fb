import { expect, test } from "bun:test";
import { signed } from "../../../../test/support/signed.ts";
import { Secret } from "../../../core/secret.ts";
import { GET } from "../call.ts";
import { querySignature, signedQuery } from "./signed-query.ts";

test("an example of the vendor whose signature it is", async () => {
  const url = new URL("https://alidns.aliyuncs.com/");
  url.search = new URLSearchParams({
    Format: "XML",
    AccessKeyId: "testid",
    Action: "DescribeDomainRecords",
    SignatureMethod: "HMAC-SHA1",
    DomainName: "example.com",
    SignatureNonce: "f59ed6a9-83fc-473b-9cc6-99c95df3856e",
    SignatureVersion: "1.0",
    Version: "2015-01-09",
    Timestamp: "2016-03-24T16:41:54Z",
  }).toString();
  expect(await querySignature("GET", url, new Secret("testsecret"))).toBe("uRpHwaSEt3J+6KQD//svCh/x+pI=");
});

test("what is sent is what was signed, with a number as nonce, and shows no more than the signature", async () => {
  const scheme = signedQuery({ keyId: "id", secret: new Secret("s") });
  const world = { base: "https://api.now.cn", at: "2026-11-20T00:00:00Z", nonce: "00000000000000ff" };
  const draft = await signed(scheme, GET("/api/Dns/AddDomainRecord", { Host: "*" }), world);
  expect(draft.url.search).toStartWith(
    `?AccessInstanceID=id&Host=%2A&Signature=${encodeURIComponent(draft.url.searchParams.get("Signature") ?? "?")}`,
  );
  expect(draft.url.search).toEndWith(
    "&SignatureMethod=HMAC-SHA1&SignatureNonce=255&Timestamp=2026-11-20T00%3A00%3A00Z",
  );
  expect(draft.sensitive).toContain(draft.url.searchParams.get("Signature") ?? "?");
});
