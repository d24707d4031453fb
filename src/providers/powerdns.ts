import type { ProviderDeclaration } from "../core/provider.ts";
import { largestTtl } from "../core/ttl.ts";
import { all, on, rejected, text } from "./kit/answers.ts";
import { headerKey } from "./kit/auth/header-key.ts";
import { GET, PATCH } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets } from "./kit/families/rrset.ts";
import { insecureField, secretField, textField, urlField } from "./kit/fields.ts";
import { allAt } from "./kit/json.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * PowerDNS Authoritative Server by its HTTP API, version 4.2 and later, and what offers the same interface. The serial
 * rises as the zone's SOA-EDIT-API says.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "powerdns",
  label: "PowerDNS",
  site: "https://www.powerdns.com",
  manual: "https://doc.powerdns.com/authoritative/http-api/",
  names: { aliases: ["pdns", "PowerDNS Authoritative"] },
  access: {
    where: {
      en: "Setting api-key of the server; this host must be in webserver-allow-from",
      "zh-CN": "服务器配置项 api-key；本机须在 webserver-allow-from 中",
    },
    least: {
      en: "The server has one key for everything; rfc2136 with a TSIG key can be limited to one zone",
      "zh-CN": "服务器只有一个可操作全部内容的密钥；使用 rfc2136 与 TSIG 密钥可限定到一个区域",
    },
    reach: "account",
  },
  quirks: [
    { en: "The SOA serial rises as the zone's SOA-EDIT-API says", "zh-CN": "SOA 序列号按区域的 SOA-EDIT-API 设置递增" },
  ],
  kind: "zone-api",
  credentials: {
    url: urlField({
      en: "Address of the server's web interface, for instance https://ns1.example.org:8081",
      "zh-CN": "服务器 Web 接口的地址，例如 https://ns1.example.org:8081",
    }),
    apiKey: secretField({ en: "API key of the server", "zh-CN": "服务器的 API 密钥" }),
    server: textField(
      { en: "Name of the server in the interface", "zh-CN": "接口中的服务器名称" },
      { fallback: "localhost" },
    ),
    insecure: insecureField,
  },
  largestRRset: 100,
  ttl: { min: 0, max: largestTtl, fallback: 300 },
  server: ({ url, apiKey, insecure }) =>
    jsonServer({ url, insecure }, headerKey({ "X-API-Key": apiKey }), { message: ["error", "errors.*"] }),
  family: ({ server }) =>
    rrsets({
      zones: zoneList({
        list: (query) => GET("/api/v1/servers/{server}/zones", { server }, { ...query, dnssec: false }),
        narrow: (apex) => ({ zone: `${apex}.` }),
        rows: "",
        apex: "name",
        id: "id",
      }),
      // Older servers answer with the whole zone.
      read: ({ zone, name, type }) => GET(route, { server, zone }, { rrset_name: `${name}.`, rrset_type: type }),
      rrset: {
        among: "rrsets",
        owner: "name",
        type: "type",
        values: "records.*.content",
        ttl: "ttl",
        // Values that are stored but not served would be lost.
        isUntouchable: (row) => allAt(row, "records.*.disabled").includes(true),
      },
      replace: ({ zone, name, type, ttl, values }) => {
        const records = values.map((content) => ({ content, disabled: false }));
        return PATCH(
          route,
          { server, zone },
          { rrsets: [{ name: `${name}.`, type, ttl, changetype: "REPLACE", records }] },
        );
      },
      delete: ({ zone, name, type }) =>
        PATCH(route, { server, zone }, { rrsets: [{ name: `${name}.`, type, changetype: "DELETE" }] }),
    }),
  answers: [
    on(404, rejected("zone-not-found")),
    on(all(422, text(/conflicts with/i)), rejected("conflicting-records")),
    on(all(422, text(/could not find domain/i)), rejected("zone-not-found")),
  ],
});

const route = "/api/v1/servers/{server}/zones/{zone}";
