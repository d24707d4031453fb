import { describe, expect, test } from "bun:test";
import { catalogue } from "../../src/providers/catalogue.ts";
import { tc3 } from "../../src/providers/kit/auth/tc3.ts";
import { POST } from "../../src/providers/kit/call.ts";
import { bodyOf } from "../../src/providers/kit/canonical-request.ts";
import { Secret } from "../../src/core/secret.ts";
import { zoneApiAt } from "../support/zone-api-at.ts";
import { signed } from "../support/signed.ts";
import { call, inSdk } from "./vendor-sdks.ts";
import { vendorServices } from "./vendor-services.ts";

/** The SDKs that vendors publish on npm sign each request of our providers again, and have to come to the same. */

describe("the vendor's SDK signs the same", () => {
  for (const { id, sdk, start, settings, options = {}, authorization } of vendorServices) {
    test(`${sdk}: every request of ${id}`, async () => {
      const provider = await catalogue.load(id);
      if (provider === undefined) throw new Error("the provider is in the catalogue");
      await zoneApiAt({ provider, settings, start }, async ({ api, publish, service }) => {
        await api.zones();
        for (const values of [["192.0.2.1"], ["192.0.2.2"], ["2001:db8::1"], []]) {
          expect((await publish(values, options)).kind).toMatch(/^(updated|unchanged)$/);
        }
        const [host = ""] = Object.keys(service.hosts);
        expect(service.http.requests.filter(service.isWrite).length).toBeGreaterThan(2);
        for (const request of service.http.requests) {
          expect(await authorization(request, host)).toBe(request.headers["authorization"]);
        }
      });
    });
  }
});

/**
 * Tencent Cloud's SDK signs the type of the body and the host alone, and has no way to sign more. Our requests have their
 * action signed as well, which its manual advises; without one they are the same.
 */
test("tencentcloud-sdk-nodejs-common: a request of the interface DNSPod", async () => {
  const [secretId, secretKey, host] = ["AKIDexample", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", "dnspod.tencentcloudapi.com"];
  const sign = await inSdk("tencentcloud-sdk-nodejs-common/tencentcloud/common/sign.js", "default");
  const account = { keyId: secretId, secret: new Secret(secretKey), sessionToken: undefined };
  const remarks = ["", "by holdfast", "家里 *~'()\u2028", "\ud83c\udfe0"];
  for (const Remark of remarks) {
    const at = "2026-11-20T23:59:59Z";
    const ours = await signed(tc3("dnspod", account), POST("/", { Domain: "example.net", Remark }), {
      base: `https://${host}`,
      at,
    });
    const { contentType, text } = bodyOf(ours);
    const theirs = call(sign, "sign3", {
      ...{ method: "POST", url: `https://${host}/`, service: "dnspod", timestamp: Date.parse(at) / 1000 },
      ...{ payload: Buffer.from(text), secretId, secretKey, headers: { "Content-Type": contentType } },
    });
    expect(ours.headers["authorization"]).toBe(String(theirs));
  }
});
