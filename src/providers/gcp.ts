import type { ProviderDeclaration } from "../core/provider.ts";
import { largestTtl } from "../core/ttl.ts";
import { all, body, failed, on } from "./kit/answers.ts";
import { googleServiceAccount, serviceAccountOf } from "./kit/auth/google-service-account.ts";
import { DELETE, GET, PATCH, POST } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets, type NewRRset } from "./kit/families/rrset.ts";
import { secretField, textField } from "./kit/fields.ts";
import { at } from "./kit/json.ts";
import { tokenPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Google Cloud DNS, API v1, as a service account. Facts from the vendor's reference and other clients, 2026-11; the
 * quota is unverified.
 *
 * RRsets with a routing policy are left alone: values in place of it would take it away. Private zones are passed over.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "gcp",
  label: "Google Cloud DNS",
  site: "https://cloud.google.com/dns",
  manual: "https://docs.cloud.google.com/dns/docs/reference/rest/v1",
  names: { "zh-CN": "谷歌云 DNS", aliases: ["gcloud", "googleclouddns", "Google Cloud Platform", "google cloud"] },
  access: {
    where: {
      en: "Google Cloud console › IAM & Admin › Service accounts › the account › Keys › Add key › JSON",
      "zh-CN": "Google Cloud 控制台 › IAM 和管理 › 服务账号 › 相应账号 › 密钥 › 添加密钥 › JSON",
    },
    least: {
      en: "A service account with the role DNS Administrator (roles/dns.admin) on the one managed zone, and dns.managedZones.list on the project",
      "zh-CN":
        "服务账号，仅在一个托管区域上授予 DNS 管理员（roles/dns.admin）角色，并在项目上授予 dns.managedZones.list",
    },
    reach: "zones",
  },
  quirks: [
    {
      en: "Names with a routing policy (by location or weight) and private zones are left alone",
      "zh-CN": "带有路由策略（按地理位置或权重）的名称以及专用区域不会被改动",
    },
  ],
  unverified: [{ en: "The quota of 600 requests a minute", "zh-CN": "每分钟 600 次请求的配额" }],
  kind: "zone-api",
  credentials: {
    key: secretField({
      en: "Contents of the JSON file of the service account's key",
      "zh-CN": "服务账号密钥 JSON 文件的内容",
    }),
    project: textField(
      {
        en: "Project with the zones; that of the service account unless given",
        "zh-CN": "区域所在的项目；默认为服务账号所属项目",
      },
      { optional: true },
    ),
  },
  largestRRset: 100,
  ttl: { min: 0, max: largestTtl, fallback: 300 },
  pace: { requestsPerMinute: 600 },
  server: ({ key }) =>
    jsonServer(
      "https://dns.googleapis.com/dns/v1",
      googleServiceAccount(serviceAccountOf(key), "https://www.googleapis.com/auth/ndev.clouddns.readwrite"),
    ),
  family: ({ key, project: given }) => {
    const project = given ?? serviceAccountOf(key)?.project ?? "";
    return rrsets({
      zones: zoneList({
        list: (page) => GET("/projects/{project}/managedZones", { project }, page),
        narrow: (apex) => ({ dnsName: `${apex}.` }),
        paging: tokenPages({ token: "pageToken", at: "nextPageToken", first: { maxResults: 100 } }),
        rows: "managedZones",
        apex: "dnsName",
        id: "name",
        isSelected: (row) => at(row, "visibility") !== "private",
      }),
      read: ({ zone, name, type }) => GET(one, { project, zone, name: `${name}.`, type }),
      rrset: {
        values: "rrdatas.*",
        ttl: "ttl",
        isUntouchable: (row) => at(row, "routingPolicy") !== undefined,
      },
      create: (set) =>
        POST("/projects/{project}/managedZones/{zone}/rrsets", { project, zone: set.zone }, contentOf(set)),
      replace: (set) => PATCH(one, { project, zone: set.zone, name: `${set.name}.`, type: set.type }, contentOf(set)),
      delete: ({ zone, name, type }) => DELETE(one, { project, zone, name: `${name}.`, type }),
    });
  },
  answers: [
    on(
      all(403, body("error.errors.*.reason", "rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded")),
      failed("rate-limited"),
    ),
  ],
});

const one = "/projects/{project}/managedZones/{zone}/rrsets/{name}/{type}";

function contentOf({ name, type, ttl, values }: NewRRset<unknown>) {
  return { name: `${name}.`, type, ttl, rrdatas: values };
}
