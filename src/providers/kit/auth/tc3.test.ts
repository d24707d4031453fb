import { expect, test } from "bun:test";
import { signed } from "../../../../test/support/signed.ts";
import { Secret } from "../../../core/secret.ts";
import { POST, TextBody } from "../call.ts";
import { tc3 } from "./tc3.ts";

test("the vendor's own example", async () => {
  const account = {
    keyId: "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
    secret: new Secret("Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"),
    sessionToken: undefined,
  };
  const text = '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}';
  const call = POST("/", new TextBody("application/json; charset=utf-8", text));
  const draft = await signed(tc3("cvm", account), call, {
    base: "https://cvm.tencentcloudapi.com",
    at: "2019-02-25T16:44:25Z",
  });
  expect(draft.headers).toEqual({
    "x-tc-timestamp": "1551113065",
    authorization:
      "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, " +
      "SignedHeaders=content-type;host, Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168",
  });
});

test("the action is signed in lower case", async () => {
  const account = { keyId: "k", secret: new Secret("s"), sessionToken: new Secret("t0ken") };
  const call = { ...POST("/", { Domain: "example.net" }), headers: { "x-tc-action": "DescribeRecordList" } };
  const draft = await signed(tc3("dnspod", account), call, {
    base: "https://dnspod.tencentcloudapi.com",
    at: "2026-11-20T00:00:00Z",
  });
  expect(draft.headers["authorization"]).toContain("SignedHeaders=content-type;host;x-tc-action,");
  expect(draft.sensitive).toContain("t0ken");
});
