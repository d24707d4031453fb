import type { ProviderDeclaration } from "../core/provider.ts";
import type { RRType } from "../core/rr-type.ts";
import type { Ttl } from "../core/ttl.ts";
import { largestTtl } from "../core/ttl.ts";
import { all, body, failed, on, rejected } from "./kit/answers.ts";
import { basic } from "./kit/auth/basic.ts";
import { DELETE, GET, POST, PUT, type Call } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { insecureField, secretField, textField, urlField } from "./kit/fields.ts";
import { at, numberOf, textOf } from "./kit/json.ts";
import { tokenPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Infoblox NIOS by its WAPI. Facts from the vendor's guide and other clients, 2026-11.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "infoblox",
  label: "Infoblox NIOS",
  site: "https://www.infoblox.com",
  manual: "https://docs.infoblox.com/space/niosrestapi",
  kind: "zone-api",
  names: { aliases: ["NIOS", "WAPI"] },
  access: {
    where: {
      en: "Grid manager, Administration > Administrators",
      "zh-CN": "网格管理器的 Administration > Administrators",
    },
    least: {
      en: "A group with API access and read/write permission for A and AAAA records of the zones",
      "zh-CN": "具有 API 访问权限，且对相应区域的 A 和 AAAA 记录可读写的组",
    },
    reach: "zones",
  },
  quirks: [
    {
      en: "Addresses of host records are neither seen nor changed",
      "zh-CN": "不会读取或更改主机记录（host record）中的地址",
    },
  ],
  unverified: [
    { en: "That a grid publishes changes without a restart of services", "zh-CN": "网格无须重启服务即可发布更改" },
  ],
  credentials: {
    url: urlField({
      en: "Address of the grid manager, for instance https://grid.example.org",
      "zh-CN": "网格管理器的地址，例如 https://grid.example.org",
    }),
    username: textField({
      en: "User name",
      "zh-CN": "用户名",
    }),
    password: secretField({ en: "Password of that user", "zh-CN": "该用户的密码" }),
    view: textField({ en: "DNS view", "zh-CN": "DNS 视图" }, { fallback: "default" }),
    version: textField(
      { en: "Version of the WAPI", "zh-CN": "WAPI 版本" },
      { fallback: "2.11", whereToFind: { en: "Help of the grid manager", "zh-CN": "网格管理器的帮助页面" } },
    ),
    insecure: insecureField,
  },
  options: { comment: textField({ en: "Comment of the record", "zh-CN": "记录备注" }) },
  largestRRset: 100,
  ttl: { min: 0, max: largestTtl, fallback: 300 },
  server: ({ url, version, username, password, insecure }) =>
    jsonServer({ url: `${url.replace(/\/+$/, "")}/wapi/v${version}`, insecure }, basic(username, password), {
      message: ["text", "Error"],
    }),
  family: ({ view }) =>
    records({
      zones: zoneList({
        list: (query) => GET("/zone_auth", { view, ...query }),
        narrow: (fqdn) => ({ fqdn }),
        paging,
        rows: "result",
        apex: "fqdn",
        // Reverse zones are named by their networks.
        isSelected: (row) => textOf(at(row, "fqdn"))?.includes("/") !== true,
      }),
      list: ({ type, name }, page) => {
        const fields = ["name", memberOf[type], "ttl", "use_ttl", "comment", "disable"].join(",");
        return GET("/{object}", { object: objectOf(type) }, { name, view, _return_fields: fields, ...page });
      },
      paging,
      rows: "result",
      record: ({ type }) => ({
        id: "_ref",
        owner: "name",
        content: memberOf[type] ?? "",
        // Otherwise the TTL is the zone's.
        ttl: (row) => (at(row, "use_ttl") === true ? numberOf(at(row, "ttl")) : undefined),
        fields: { comment: "comment" },
        // What is switched off answers nobody.
        isUntouchable: (row) => at(row, "disable") === true,
      }),
      create: ({ type, name, content, kept }) => {
        const fields = { name, [memberOf[type] ?? ""]: content, view, ...ownTtl(kept.ttl), ...kept.fields };
        return POST("/{object}", { object: objectOf(type) }, fields);
      },
      update: ({ id, type, content, given }) =>
        ofObject(id, PUT("", { [memberOf[type] ?? ""]: content, ...ownTtl(given.ttl), ...given.fields })),
      delete: ({ id }) => ofObject(id, DELETE("")),
    }),
  answers: [
    on(all(400, body("code", "Client.Ibap.Data.Conflict")), failed("precondition-lost")),
    on(all(400, body("code", "Client.Ibap.Data.NotFound")), rejected("name-not-found")),
  ],
});

const paging = tokenPages({
  token: "_page_id",
  at: "next_page_id",
  first: { _paging: 1, _return_as_object: 1, _max_results: 1_000 },
});

const memberOf: Readonly<Partial<Record<RRType, string>>> = { A: "ipv4addr", AAAA: "ipv6addr", CNAME: "canonical" };

function objectOf(type: RRType): string {
  return `record:${type.toLowerCase()}`;
}

function ownTtl(ttl: Ttl | undefined): { readonly ttl?: Ttl; readonly use_ttl?: true } {
  return ttl === undefined ? {} : { ttl, use_ttl: true };
}

/** A reference is a path of several steps; slashes in it stay what they are. */
function ofObject(reference: string, call: Call): Call {
  const target = reference.split("/").map(encodeURIComponent).join("/").replaceAll("%3A", ":");
  return { ...call, route: "/{reference}", target: `/${target}` };
}
