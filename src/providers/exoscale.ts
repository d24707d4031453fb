import type { ProviderDeclaration } from "../core/provider.ts";
import { all, body, failed, on, rejected } from "./kit/answers.ts";
import { exo2 } from "./kit/auth/exo2.ts";
import { DELETE, GET, POST, PUT } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Exoscale DNS, API v2. Facts from the vendor's reference, 2026-11; the shortest TTL is unverified.
 *
 * Changes are carried out after they were accepted; an operation that ended at once, and badly, counts as a failure.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "exoscale",
  label: "Exoscale DNS",
  site: "https://www.exoscale.com/dns/",
  manual: "https://openapi-v2.exoscale.com",
  names: { aliases: ["exo"] },
  access: {
    where: { en: "portal.exoscale.com › IAM › API keys", "zh-CN": "portal.exoscale.com › IAM › API keys" },
    least: { en: "A key with a role that allows the service class dns only", "zh-CN": "密钥的角色仅允许服务类别 dns" },
    reach: "dns",
  },
  kind: "zone-api",
  credentials: {
    apiKey: textField({ en: "API key", "zh-CN": "API 密钥（API Key）" }),
    apiSecret: secretField({ en: "API secret", "zh-CN": "API 密钥的 Secret" }),
  },
  largestRRset: 50,
  ttl: { min: 60, max: 604_800, fallback: 3_600 },
  server: ({ apiKey, apiSecret }) =>
    // Zones of DNS are the same in every zone of the cloud.
    jsonServer("https://api-ch-gva-2.exoscale.com/v2", exo2({ key: apiKey, secret: apiSecret })),
  family: (_settings) =>
    records({
      zones: zoneList({ list: () => GET("/dns-domain"), rows: "dns-domains", apex: "unicode-name", id: "id" }),
      list: ({ zone }) => GET("/dns-domain/{zone}/record", { zone }),
      rows: "dns-domain-records",
      record: { id: "id", owner: "name", ownerIs: "relative", type: "type", content: "content", ttl: "ttl" },
      create: ({ zone, relativeOr, type, content, ttl }) =>
        POST("/dns-domain/{zone}/record", { zone }, { name: relativeOr(""), type, content, ttl }),
      update: ({ zone, id, content, given }) =>
        PUT("/dns-domain/{zone}/record/{id}", { zone, id }, { content, ttl: given.ttl }),
      delete: ({ zone, id }) => DELETE("/dns-domain/{zone}/record/{id}", { zone, id }),
    }),
  answers: [
    // Keys that are wrong, expired or signed for are told by 403 as well as missing rights are (wording unverified).
    on(all(403, body("message")), rejected("credentials-rejected")),
    on(body("state", "failure", "timeout"), failed("server-error")),
  ],
});
