import type { ProviderDeclaration } from "../core/provider.ts";
import type { RRType } from "../core/rr-type.ts";
import { on, rejected, text, type Condition } from "./kit/answers.ts";
import { oauth2 } from "./kit/auth/oauth2.ts";
import { DELETE, GET, POST } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { at, textOf, type Json } from "./kit/json.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneByAsking } from "./kit/zone-finding.ts";

/**
 * Aruba Business, API v1. Facts from two clients of the vendor's reference, 2026-11, and unverified where they differ or
 * say nothing: the members of a change (records are made anew instead), wildcards, the numbers that stand for types, and
 * limits. The TTL is the zone's.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "aruba",
  label: "Aruba Business",
  site: "https://business.aruba.it",
  manual: "https://api.arubabusiness.it/docs/",
  names: { aliases: ["aruba.it", "arubabusiness", "Aruba S.p.A."] },
  access: {
    where: {
      en: "admin.arubabusiness.it › API key, and Delegated users for the login",
      "zh-CN": "admin.arubabusiness.it › API Key；登录名见 Delegated users（委托用户）",
    },
    least: {
      en: "A delegated user with the right to domains only; its one-time password has to be switched off",
      "zh-CN": "仅具有域名权限的委托用户；须关闭其一次性密码",
    },
    reach: "dns",
  },
  quirks: [
    {
      en: "Only domains of Aruba Business can be reached, not those of retail customers of aruba.it",
      "zh-CN": "仅支持 Aruba Business 的域名，不支持 aruba.it 零售客户的域名",
    },
    { en: "All records have the TTL of their zone", "zh-CN": "所有记录均使用区域的 TTL" },
  ],
  unverified: [
    {
      en: "Wildcards, limits, and the numbers that stand for record types; addresses are told by their form",
      "zh-CN": "通配符、限制，以及代表记录类型的数字；地址按其格式识别",
    },
  ],
  kind: "zone-api",
  credentials: {
    apiKey: secretField({ en: "API key", "zh-CN": "API 密钥" }),
    username: textField({ en: "User name, best of a delegated user", "zh-CN": "用户名，最好是委托用户" }),
    password: secretField({ en: "Password of that user", "zh-CN": "该用户的密码" }),
  },
  largestRRset: 20,
  server: ({ apiKey, username, password }) => {
    const form = { grant_type: "password", username, password };
    const login = oauth2({ base: "https://api.arubabusiness.it", call: POST("/auth/token", form) });
    return jsonServer("https://api.arubabusiness.it", login, { headers: { "authorization-key": apiKey.reveal() } });
  },
  family: (_settings) =>
    records({
      zones: zoneByAsking({ ask: (zone) => GET(details, { zone }), id: "Id", noneWhen: isNobodys }),
      list: ({ apex: zone }) => GET(details, { zone }),
      rows: "Records",
      record: { id: "Id", owner: "Name", content: "Content", isSelected: (row, { type }) => isOfType(row, type) },
      create: ({ zone, type, name, content }) =>
        POST("/api/domains/dns/record", { IdDomain: Number(zone), Type: type, Name: name, Content: content }),
      delete: ({ id }) => DELETE("/api/domains/dns/record/{id}", { id }),
    }),
  answers: [on(text(/can be performed only by the domain owner/i), rejected("not-authorized"))],
});

const details = "/api/domains/dns/{zone}/details";

/** What is answered for a name that is no domain of the account. */
const isNobodys: Condition = (answer) => answer.status === 404 || /does not belong/i.test(answer.text);

/** Types are told by numbers, of which only that of TXT is known; no other type but the two has addresses. */
function isOfType(row: Json, type: RRType): boolean {
  const told = textOf(at(row, "Type")) ?? "";
  if (!/^\d+$/.test(told)) return told.toUpperCase() === type;
  const content = textOf(at(row, "Content")) ?? "";
  const shape = type === "AAAA" ? /^[0-9a-f:.]*:[0-9a-f:.]*$/i : /^\d+(\.\d+){3}$/;
  return told !== "5" && shape.test(content);
}
