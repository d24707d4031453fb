import type { ProviderDeclaration } from "../core/provider.ts";
import { body, on, rejected, updated } from "./kit/answers.ts";
import { anonymous } from "./kit/authentication.ts";
import { GET } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField } from "./kit/fields.ts";
import { jsonServer } from "./kit/server.ts";

/**
 * Directnic, DNS gateway: each record has a secret address of its own, so the name plays no part. Facts from one public
 * client, 2026-11. Unverified: whether a refusal is ever temporary.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "directnic",
  label: "Directnic",
  site: "https://directnic.com",
  manual: "https://directnic.com/knowledge",
  access: {
    where: { en: "DNS page of the domain, beside the record", "zh-CN": "域名的 DNS 页面，记录旁" },
    least: {
      en: "The secret address of one record; it reaches no other",
      "zh-CN": "单条记录的密钥地址，无法修改其他记录",
    },
    reach: "name",
  },
  quirks: [
    { en: "A and AAAA have an address each; the name plays no part", "zh-CN": "A 与 AAAA 各有一个地址；名称不起作用" },
  ],
  unverified: [{ en: "Whether a refusal is ever temporary", "zh-CN": "拒绝是否可能只是暂时的" }],
  kind: "push",
  credentials: {
    gateway: secretField(
      { en: "Gateway key of the name's A record", "zh-CN": "该名称 A 记录的网关密钥" },
      {
        optional: true,
        whereToFind: {
          en: "DNS page of the domain: the part behind /dns/gateway/ of the record's address",
          "zh-CN": "域名的 DNS 页面：记录更新地址中 /dns/gateway/ 之后的部分",
        },
      },
    ),
    gatewayIpv6: secretField(
      { en: "Gateway key of the name's AAAA record", "zh-CN": "该名称 AAAA 记录的网关密钥" },
      { optional: true },
    ),
  },
  largestRRset: 1,
  server: (_settings) => jsonServer("https://directnic.com", anonymous, { message: ["result"] }),
  family: ({ gateway, gatewayIpv6 }) =>
    updateUrl({
      families: "apart",
      update: ({ ipv4, ipv6 }) => {
        const key = ipv6 === undefined ? gateway : gatewayIpv6;
        if (key === undefined) return { because: "there is no gateway key for the record of this family" };
        return GET("/dns/gateway/{key}/", { key }, { data: ipv4 ?? ipv6 });
      },
    }),
  answers: [on(body("result", "success"), updated), on(body("result"), rejected("request-refused"))],
});
