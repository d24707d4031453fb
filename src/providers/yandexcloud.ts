import type { ProviderDeclaration } from "../core/provider.ts";
import { body, failed, on, rejected } from "./kit/answers.ts";
import { yandexServiceAccount } from "./kit/auth/yandex-service-account.ts";
import { GET, POST } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets } from "./kit/families/rrset.ts";
import { secretField, textField } from "./kit/fields.ts";
import { allAt, at, isObject, type Json } from "./kit/json.ts";
import { tokenPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Yandex Cloud DNS, API v1, as a service account. Facts from the vendor's reference and other clients, 2026-11. Unverified:
 * whether values to be withdrawn are compared by their spelling, and how a list without zones is written.
 *
 * Writes are operations, which mostly have ended when they are answered; one that ended badly is a failure, one that goes
 * on counts as accepted. Zones of private networks are passed over.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "yandexcloud",
  label: "Yandex Cloud DNS",
  site: "https://yandex.cloud/en/services/dns",
  manual: "https://yandex.cloud/en/docs/dns/api-ref/",
  names: { "zh-CN": "Yandex 云 DNS", aliases: ["yandex cloud", "yc", "Яндекс Облако"] },
  access: {
    where: {
      en: "console.yandex.cloud › the folder › Identity and Access Management › Service accounts › the account › Create authorized key",
      "zh-CN":
        "console.yandex.cloud › 相应文件夹 › Identity and Access Management › 服务账号 › 相应账号 › 创建授权密钥",
    },
    least: {
      en: "A service account with the role dns.editor on the folder that holds the zone",
      "zh-CN": "服务账号，仅在区域所在的文件夹上授予 dns.editor 角色",
    },
    reach: "zones",
  },
  quirks: [{ en: "Zones of private networks are left alone", "zh-CN": "内网区域不会被改动" }],
  unverified: [
    {
      en: "Whether an IPv6 address that somebody spelt in another way can be withdrawn",
      "zh-CN": "以其他写法填写的 IPv6 地址能否撤回",
    },
  ],
  kind: "zone-api",
  credentials: {
    key: secretField({
      en: "Contents of the JSON file of the service account's authorized key",
      "zh-CN": "服务账号授权密钥 JSON 文件的内容",
    }),
    folderId: textField({ en: "ID of the folder that holds the zones", "zh-CN": "区域所在文件夹的 ID" }),
  },
  largestRRset: 100,
  ttl: { min: 0, max: 2_147_483_647, fallback: 600 },
  server: ({ key }) => jsonServer("https://dns.api.cloud.yandex.net/dns/v1", yandexServiceAccount(key)),
  family: ({ folderId }) =>
    rrsets({
      zones: zoneList({
        list: (page) => GET("/zones", { folderId, ...page }),
        narrow: (apex) => ({ filter: `zone="${apex}."` }),
        paging: tokenPages({ token: "pageToken", at: "nextPageToken", first: { pageSize: 1_000 } }),
        rows: zonesIn,
        apex: "zone",
        id: "id",
        isSelected: (row) => at(row, "publicVisibility") !== undefined,
      }),
      read: ({ zone, name, type }) => GET("/zones/{zone}:getRecordSet", { zone }, { name: `${name}.`, type }),
      rrset: { values: "data.*", ttl: "ttl" },
      replace: ({ zone, name, type, ttl, values }) =>
        POST(
          "/zones/{zone}:upsertRecordSets",
          { zone },
          {
            replacements: [{ name: `${name}.`, type, ttl: String(ttl), data: values }],
          },
        ),
      // Withdrawing has to repeat what is there, so that nothing goes that was not read.
      delete: ({ zone, name, type, presentTtl, presentValues }) =>
        POST(
          "/zones/{zone}:updateRecordSets",
          { zone },
          {
            deletions: [{ name: `${name}.`, type, ttl: String(presentTtl), data: presentValues }],
          },
        ),
    }),
  // Operations that ended badly are answered with status 200 and codes of gRPC.
  answers: [
    on(body("error.code", 3), rejected("value-invalid")),
    on(body("error.code", 7), rejected("not-authorized")),
    on(body("error.code", 5, 6, 9, 10), failed("precondition-lost")),
    on(body("error.code", 8), failed("rate-limited")),
    on(body("error.code"), failed("server-error")),
  ],
});

/** The interface leaves out what is empty, so an empty answer is an empty list. */
function zonesIn(tree: Json): readonly Json[] | undefined {
  if (isObject(tree) && Object.keys(tree).length === 0) return [];
  return Array.isArray(at(tree, "dnsZones")) ? allAt(tree, "dnsZones.*") : undefined;
}
