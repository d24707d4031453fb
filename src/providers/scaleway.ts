import type { ProviderDeclaration } from "../core/provider.ts";
import { largestTtl } from "../core/ttl.ts";
import { failed, on } from "./kit/answers.ts";
import { headerKey } from "./kit/auth/header-key.ts";
import { GET, PATCH, type BodyValue, type Call } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { at, isObject } from "./kit/json.ts";
import { numberedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/** Scaleway Domains and DNS, API v2beta1. Facts from the vendor's reference and other clients, 2026-11. */
export const provider: ProviderDeclaration = defineProvider({
  id: "scaleway",
  label: "Scaleway",
  site: "https://www.scaleway.com",
  manual: "https://www.scaleway.com/en/developers/api/domains-and-dns/",
  names: { aliases: ["Scaleway Domains"] },
  access: {
    where: { en: "console.scaleway.com › IAM › API keys", "zh-CN": "console.scaleway.com › IAM › API keys" },
    least: {
      en: "A key of an application with DomainsDNSFullAccess on the one project",
      "zh-CN": "IAM 应用的密钥，仅对一个项目授予 DomainsDNSFullAccess",
    },
    reach: "dns",
  },
  kind: "zone-api",
  credentials: {
    secretKey: secretField({
      en: "Secret key of an API key with the permission set DomainsDNSFullAccess",
      "zh-CN": "API 密钥的 Secret Key，须具有权限集 DomainsDNSFullAccess",
    }),
    projectId: textField(
      { en: "ID of the project, to list its zones only", "zh-CN": "项目 ID，填写后仅列出该项目的区域" },
      { optional: true },
    ),
  },
  options: { comment: textField({ en: "Comment of the record", "zh-CN": "记录备注" }) },
  largestRRset: 100,
  ttl: { min: 60, max: largestTtl, fallback: 300 },
  server: ({ secretKey }) =>
    jsonServer("https://api.scaleway.com/domain/v2beta1", headerKey({ "X-Auth-Token": secretKey })),
  family: ({ projectId }) =>
    records({
      zones: zoneList({
        list: (page) => GET("/dns-zones", { project_id: projectId, ...page }),
        paging: pages,
        rows: "dns_zones",
        apex: (row) => [at(row, "subdomain"), at(row, "domain")].filter((part) => part !== "").join("."),
      }),
      list: ({ zone, relativeOr, type }, page) =>
        GET("/dns-zones/{zone}/records", { zone }, { name: relativeOr(""), type, ...page }),
      paging: pages,
      rows: "records",
      record: {
        id: "id",
        owner: "name",
        ownerIs: "relative",
        type: "type",
        content: "data",
        ttl: "ttl",
        fields: { comment: "comment" },
        // Setting a record makes it a plain one.
        isUntouchable: (row) => dynamic.some((config) => isObject(at(row, config))),
      },
      create: ({ zone, type, relativeOr, content: data, ttl, kept }) =>
        change(zone, { add: { records: [{ name: relativeOr(""), type, data, ttl, ...kept.fields }] } }),
      update: ({ zone, id, type, relativeOr, content: data, ttl, kept }) =>
        change(zone, { set: { id, records: [{ name: relativeOr(""), type, data, ttl, ...kept.fields }] } }),
      delete: ({ zone, id }) => change(zone, { delete: { id } }),
    }),
  answers: [on(409, failed("zone-busy"))],
});

const pages = numberedPages({ page: "page", size: "page_size", rows: 100, total: "total_count" });
const dynamic = ["geo_ip_config", "http_service_config", "weighted_config", "view_config"];

function change(zone: string, step: BodyValue): Call {
  // A zone that is not known would be made otherwise.
  const body = { return_all_records: false, disallow_new_zone_creation: true, changes: [step] };
  return PATCH("/dns-zones/{zone}/records", { zone }, body);
}
