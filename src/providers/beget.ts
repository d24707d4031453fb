import type { ProviderDeclaration } from "../core/provider.ts";
import { all, body, failed, on, rejected } from "./kit/answers.ts";
import { bodyKey } from "./kit/auth/body-key.ts";
import { POST, type Call } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { whole } from "./kit/families/whole.ts";
import { secretField, textField } from "./kit/fields.ts";
import { allAt, at, isObject, textOf, type Json } from "./kit/json.ts";
import { formServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Beget, whose one way of writing replaces all records of a name. Facts from the vendor's manual and other clients,
 * 2026-11; that records are taken back in the form in which they are read rests on two clients.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "beget",
  label: "Beget",
  site: "https://beget.com",
  manual: "https://beget.com/en/kb/api/dns-administration-functions",
  kind: "zone-api",
  access: {
    where: { en: "Control panel, API", "zh-CN": "控制面板的 API 部分" },
    least: {
      en: "API access with the right DNS and the list of domains only",
      "zh-CN": "仅开启 DNS 与域名列表权限的 API 访问",
    },
    reach: "dns",
  },
  quirks: [
    {
      en: "Names that have CNAME, CAA or SRV records, or name servers of their own, are not written, since a change replaces all there is at the name",
      "zh-CN":
        "含有 CNAME、CAA 或 SRV 记录，或使用独立域名服务器的名称不会被写入，因为每次修改都会替换该名称的全部记录",
    },
    { en: "A sub-domain has to be made in the panel first", "zh-CN": "子域名须先在控制面板中创建" },
  ],
  unverified: [
    { en: "Wildcards, and setting a TTL, which is not done", "zh-CN": "泛域名，以及设置 TTL（未使用）" },
    { en: "That CAA and SRV records cannot be written back", "zh-CN": "CAA 和 SRV 记录无法写回" },
    { en: "How many requests are allowed", "zh-CN": "允许的请求次数" },
  ],
  credentials: {
    login: textField({ en: "Login of the account", "zh-CN": "账户登录名" }),
    password: secretField({
      en: "Password of the API, which is not that of the account",
      "zh-CN": "API 密码，不是账户密码",
    }),
  },
  largestRRset: 10,
  pace: { requestsPerMinute: 60 },
  server: ({ login, password }) =>
    formServer(
      "https://api.beget.com/api",
      bodyKey({ login, passwd: password, input_format: "json", output_format: "json" }),
      {
        message: ["error_text", "answer.errors.*.error_text"],
        succeeds: all(body("status", "success"), body("answer.status", "success")),
      },
    ),
  family: (_settings) =>
    whole({
      zones: zoneList({ list: () => call("/domain/getList", {}), rows: "answer.result", apex: "fqdn" }),
      read: ({ name }) => call("/dns/getData", { fqdn: name }),
      rows: (tree) => rowsOf(at(tree, "answer.result")),
      record: { type: "type", content: "content" },
      loss: (tree, rows) => {
        const foreign = rows.find((row) => !writable.includes(textOf(at(row, "type")) ?? ""));
        if (foreign !== undefined) return `${textOf(at(foreign, "type"))} records of the name cannot be written back`;
        if (at(tree, "answer.result.is_beget_dns") === false) return "the domain does not use Beget's servers";
        return textOf(at(tree, "answer.result.set_type")) === "1" ? undefined : "the name has no records of its own";
      },
      row: ({ type, content }, present) => {
        if (present !== undefined && at(present, "content") === content) return present;
        const ttl = at(present, "record.ttl");
        return { type, content, record: { priority: 10, value: content, ...(ttl === undefined ? {} : { ttl }) } };
      },
      write: ({ name }, rows) => {
        const types = new Set(rows.flatMap((row) => textOf(at(row, "type")) ?? []));
        const records = [...types].map((type) => [
          type,
          rows.filter((row) => at(row, "type") === type).flatMap((row) => at(row, "record") ?? []),
        ]);
        return call("/dns/changeRecords", { fqdn: name, records: Object.fromEntries(records) });
      },
    }),
  answers: [
    on(body("error_code", "AUTH_ERROR"), rejected("credentials-rejected")),
    on(body("answer.errors.*.error_code", "LIMIT_ERROR"), failed("rate-limited")),
    on(body("answer.errors.*.error_code", "INVALID_DATA"), rejected("value-invalid")),
  ],
});

/**
 * Types that are taken back. Of CAA and SRV one client says that they are, and another that they are dropped in silence. Name servers are a setting of
 * the domain and are in the answer only.
 */
const writable = ["A", "AAAA", "MX", "TXT"];
const nameServers = ["DNS", "DNS_IP"];

function call(route: "/domain/getList" | "/dns/getData" | "/dns/changeRecords", input: Json): Call {
  return POST(route, { input_data: JSON.stringify(input) });
}

/** Records by type, each beside what makes it comparable; a name without records has no such member. */
function rowsOf(result: Json | undefined): readonly Json[] | undefined {
  const lists = isObject(result) ? (at(result, "records") ?? {}) : undefined;
  if (!isObject(lists) || textOf(at(result, "fqdn")) === undefined) return undefined;
  return Object.entries(lists)
    .filter(([type]) => !nameServers.includes(type))
    .flatMap(([type, records]) => allAt(records, "*").map((record) => ({ type, content: contentOf(record), record })));
}

/** Where the value is depends on the type, and for some on whether it was read or written. */
function contentOf(record: Json): string {
  const found = ["address", "value", "cname", "txtdata", "exchange"].flatMap((name) => textOf(at(record, name)) ?? []);
  return found[0] ?? JSON.stringify(record);
}
