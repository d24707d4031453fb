import { expect, test } from "bun:test";
import { signed } from "../../../../test/support/signed.ts";
import { Secret } from "../../../core/secret.ts";
import { action } from "../action.ts";
import { acs3 } from "./acs3.ts";

test("the vendor's own example", async () => {
  const account = { keyId: "YourAccessKeyId", secret: new Secret("YourAccessKeySecret"), sessionToken: undefined };
  const call = action("POST", "RunInstances", {
    headers: { "x-acs-action": "RunInstances", "x-acs-version": "2014-05-26" },
    query: { RegionId: "cn-shanghai", ImageId: "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd" },
  });
  const draft = await signed(acs3(account), call, {
    base: "https://ecs.cn-shanghai.aliyuncs.com",
    at: "2023-10-26T10:22:32Z",
    nonce: "3156853299f313e23d1673dc12e1703d",
  });
  expect(draft.headers["authorization"]).toBe(
    "ACS3-HMAC-SHA256 Credential=YourAccessKeyId," +
      "SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version," +
      "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
  );
});

test("a session token is signed, sent and kept out of what people read", async () => {
  const account = { keyId: "k", secret: new Secret("s"), sessionToken: new Secret("t0ken") };
  const draft = await signed(acs3(account), action("POST", "X", {}), {
    base: "https://alidns.aliyuncs.com",
    at: "2026-11-20T00:00:00Z",
  });
  expect(draft.headers["x-acs-security-token"]).toBe("t0ken");
  expect(draft.headers["authorization"]).toContain(";x-acs-security-token;");
  expect(draft.sensitive).toContain("t0ken");
});
