import type { ProviderDeclaration } from "../core/provider.ts";
import type { RRType } from "../core/rr-type.ts";
import { body, on, rejected, unchanged } from "./kit/answers.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { GET, PUT } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets } from "./kit/families/rrset.ts";
import { choiceField, insecureField, secretField, textField, urlField } from "./kit/fields.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneOfOwner } from "./kit/zone-finding.ts";

/** Our own server, by `GET` and `PUT /api/v1/names/{name}/addresses`. */
export const provider: ProviderDeclaration = defineProvider({
  id: "holdfast",
  label: "Holdfast",
  site: "docs/guides/addresses-api.md",
  manual: "docs/guides/addresses-api.md",
  names: { "zh-CN": "Holdfast 服务器", aliases: ["own server", "self-hosted", "自建", "自托管", "自建服务器"] },
  access: {
    where: {
      en: "Printed once by `holdfast host add NAME` on the server",
      "zh-CN": "在服务器上执行 `holdfast host add NAME` 时显示一次",
    },
    least: {
      en: "The token of the host, which reaches the names of that host and no others",
      "zh-CN": "主机令牌，仅可修改该主机的名称",
    },
    reach: "name",
  },
  kind: "zone-api",
  credentials: {
    url: urlField({
      en: "Address of the server, for instance https://dyn.example.org",
      "zh-CN": "服务器地址，例如 https://dyn.example.org",
    }),
    token: secretField({ en: "Token of the host", "zh-CN": "主机令牌" }),
    dns: textField(
      {
        en: "Name or address of the server's DNS, with its port if it is not 53; by default the host of the URL",
        "zh-CN": "服务器 DNS 的名称或地址，端口不是 53 时一并写出；默认为 URL 中的主机",
      },
      { optional: true },
    ),
    beacon: choiceField(
      {
        en: "How often to tell the server over DNS that this host is there and where",
        "zh-CN": "每隔多久通过 DNS 告知服务器本机在线及所在地址",
      },
      ["off", "1s", "2s", "5s", "10s", "15s", "30s", "1m", "2m", "5m"],
      { fallback: "15s" },
    ),
    insecure: insecureField,
  },
  largestRRset: 32,
  server: ({ url, token, insecure }) => jsonServer({ url, insecure }, bearer(token), { message: ["detail"] }),
  family: (_settings) =>
    rrsets({
      zones: zoneOfOwner({ ask: (name) => GET("/api/v1/names/{name}/addresses", { name }), apex: "zone" }),
      types: ["A", "AAAA"],
      read: ({ name }) => GET("/api/v1/names/{name}/addresses", { name }),
      rrset: ({ type }) => ({ values: `${member(type)}.*`, ttl: "ttl" }),
      replace: ({ name, type, values, given }) =>
        PUT("/api/v1/names/{name}/addresses", { name }, { [member(type)]: values, ttl: given.ttl }),
      delete: ({ name, type }) => PUT("/api/v1/names/{name}/addresses", { name }, { [member(type)]: [] }),
    }),
  answers: [
    // Every address of the interface is one name, so a missing one is no proof that its RRset is absent.
    on(body("code", "path-not-found"), rejected("request-refused")),
    on(404, rejected("name-not-found")),
    on(body("code", "conflicting-records"), rejected("conflicting-records")),
    on(body("changed", false), unchanged),
  ],
});

/** Where the interface keeps the values of a type. */
function member(type: RRType): "ipv4" | "ipv6" {
  return type === "A" ? "ipv4" : "ipv6";
}
