import { expect, test } from "bun:test";
import { signed } from "../../../../test/support/signed.ts";
import { Secret } from "../../../core/secret.ts";
import { GET, POST } from "../call.ts";
import { volcengine } from "./volcengine.ts";

test("the vendor's own example", async () => {
  const account = {
    keyId: "AKexample",
    secret: new Secret("WkRZeE1EQmxPVGhsWWpWak5HVmtNbUUxTXpZeU9UVXlOMlE1TmpZeVlqTQ=="),
    sessionToken: undefined,
  };
  const call = GET("/", { Action: "ListUsers", Version: "2018-01-01", Limit: 10, Offset: 0 });
  const draft = await signed(volcengine({ service: "iam", region: "cn-beijing" }, account), call, {
    base: "https://iam.volcengineapi.com",
    at: "2024-06-19T07:13:06Z",
  });
  expect(draft.headers).toEqual({
    "x-date": "20240619T071306Z",
    authorization:
      "HMAC-SHA256 Credential=AKexample/20240619/cn-beijing/iam/request, SignedHeaders=host;x-date, " +
      "Signature=e31c4558bcfe08a286001f59cedbf0791ffd0b2362f10e55ee2627467bcdde93",
  });
});

test("a body is signed with its type, and a session token with both", async () => {
  const account = { keyId: "k", secret: new Secret("s"), sessionToken: new Secret("t0ken") };
  const draft = await signed(volcengine({ service: "dns", region: "cn-beijing" }, account), POST("/", { a: 1 }), {
    base: "https://open.volcengineapi.com",
    at: "2026-11-20T00:00:00Z",
  });
  expect(draft.headers["authorization"]).toContain(
    "SignedHeaders=content-type;host;x-content-sha256;x-date;x-security-token,",
  );
  expect(draft.sensitive).toContain("t0ken");
});
