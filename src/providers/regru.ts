import { Duration } from "../core/duration.ts";
import type { ProviderDeclaration } from "../core/provider.ts";
import { all, body, failed, on, rejected, type AnswerRow, type Condition, type Meaning } from "./kit/answers.ts";
import { bodyKey } from "./kit/auth/body-key.ts";
import { POST, type Call } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import type { Json } from "./kit/json.ts";
import { formServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * REG.RU, REG.API 2. Facts from the vendor's manual and other clients, 2026-11. Unverified: what is answered to a record
 * that exists already or exists no more.
 *
 * Records have neither identities nor TTLs of their own, and are named by what they say. Every answer is told twice, for
 * the request and for its domain.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "regru",
  label: "REG.RU",
  site: "https://www.reg.ru",
  manual: "https://www.reg.ru/reseller/api2doc",
  names: { aliases: ["reg.com", "regru2", "Рег.ру"] },
  access: {
    where: {
      en: "www.reg.ru › Account settings › API settings: the API password, and the list of addresses that may use it",
      "zh-CN": "www.reg.ru › 账户设置 › API 设置：API 密码，以及允许使用它的地址列表",
    },
    least: {
      en: "The API password in place of the account's own; both reach the whole account",
      "zh-CN": "使用 API 密码代替账户密码；两者均可访问整个账户",
    },
    reach: "account",
  },
  quirks: [
    {
      en: "Only listed addresses may use the API: list the networks that the address comes from, or every change of it locks the agent out",
      "zh-CN": "仅白名单中的地址可使用 API：请填入地址所属的网段，否则地址一变客户端即被拒绝",
    },
    { en: "All records have the TTL of their zone", "zh-CN": "所有记录均使用区域的 TTL" },
    {
      en: "Changes reach the name servers after minutes, sometimes an hour",
      "zh-CN": "更改在数分钟至一小时后才会到达域名服务器",
    },
  ],
  unverified: [
    {
      en: "What is answered to a record that exists already or exists no more",
      "zh-CN": "对已存在或已不存在的记录的应答",
    },
  ],
  kind: "zone-api",
  credentials: {
    username: textField({ en: "Login or e-mail address of the account", "zh-CN": "账户的登录名或邮箱" }),
    password: secretField({ en: "API password", "zh-CN": "API 密码" }),
  },
  largestRRset: 100,
  pace: { requestsPerMinute: 20 },
  server: ({ username, password }) =>
    formServer(
      "https://api.reg.ru/api/regru2",
      bodyKey({ username, password, input_format: "json", output_content_type: "plain", io_encoding: "utf8" }),
      {
        message: ["error_code", "error_text", "answer.domains.*.error_code", "answer.domains.*.error_text"],
        succeeds: body("result", "success"),
      },
    ),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: () => command("/service/get_list", { servtype: "domain" }),
        rows: "answer.services",
        apex: "dname",
      }),
      list: ({ zone }) => command("/zone/get_resource_records", { domains: [{ dname: zone }] }),
      rows: "answer.domains.0.rrs",
      // What a record says, as the service spells it, is the nearest to an identity.
      record: { id: "content", owner: "subname", ownerIs: "relative", type: "rectype", content: "content" },
      create: ({ zone, relativeOwner: subdomain, type, content: ipaddr }) => {
        const input = { domains: [{ dname: zone }], subdomain, ipaddr };
        return type === "AAAA" ? command("/zone/add_aaaa", input) : command("/zone/add_alias", input);
      },
      delete: ({ zone, relativeOwner: subdomain, type: record_type, id: content }) =>
        command("/zone/remove_record", { domains: [{ dname: zone }], subdomain, record_type, content }),
    }),
  answers: [
    ...told(["NO_USERNAME", "NO_AUTH", "PASSWORD_AUTH_FAILED", "INVALID_AUTH"], rejected("credentials-rejected")),
    ...told(["ACCESS_DENIED", "ACCESS_DENIED_FROM_IP", "ACCESS_DENIED_TO_OBJECT"], rejected("not-authorized")),
    ...told(["DOMAIN_NOT_FOUND", "INVALID_DOMAIN_NAME_FORMAT"], rejected("zone-not-found")),
    // Twelve hundred requests an hour.
    ...told(
      ["IP_EXCEEDED_ALLOWED_CONNECTION_RATE", "ACCOUNT_EXCEEDED_ALLOWED_CONNECTION_RATE"],
      failed("rate-limited", { retryAfter: Duration.hours(1) }),
    ),
    ...told(["SERVICE_UNAVAILABLE", "INTERNAL_API_ERROR"], failed("server-error")),
    on(all(200, body("answer.domains.*.result", "error")), rejected("request-refused")),
  ],
});

type Command =
  | "/service/get_list"
  | "/zone/get_resource_records"
  | "/zone/add_alias"
  | "/zone/add_aaaa"
  | "/zone/remove_record";

function command(name: Command, input: { readonly [name: string]: Json }): Call {
  return POST(name, { input_data: JSON.stringify(input) });
}

/** Codes of the whole request, and those of its domain. */
function told(codes: readonly string[], meaning: Meaning): readonly AnswerRow[] {
  const places: readonly Condition[] = [body("error_code", ...codes), body("answer.domains.*.error_code", ...codes)];
  return places.map((place) => on(place, meaning));
}
