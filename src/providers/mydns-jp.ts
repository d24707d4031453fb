import type { ProviderDeclaration } from "../core/provider.ts";
import { Duration } from "../core/duration.ts";
import { on, rejected, text, updated } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField, textField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * MyDNS.JP, DIRECT notification: all names of an id follow the addresses it notifies, so the name plays no part. Facts
 * from public clients of the service's help pages, 2026-11. Unverified: the words of refusals, and that ids are suspended
 * when they are silent for a week.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "mydns-jp",
  label: "MyDNS.JP",
  site: "https://www.mydns.jp",
  manual: "https://www.mydns.jp/?MENU=030",
  names: { aliases: ["mydns.jp", "mydnsjp"] },
  access: {
    where: { en: "Sent by mail after signing up", "zh-CN": "注册后通过邮件发送" },
    least: { en: "The master ID, which moves every name set up for it", "zh-CN": "Master ID，会更新其下的全部名称" },
    reach: "dns",
  },
  quirks: [
    { en: "All names of an ID follow the addresses it notifies", "zh-CN": "同一 ID 下的全部名称都会跟随所通知的地址" },
  ],
  unverified: [
    { en: "The words of refusals", "zh-CN": "拒绝时的措辞" },
    { en: "That IDs are suspended when they are silent for a week", "zh-CN": "一周未通知的 ID 会被停用" },
  ],
  kind: "push",
  credentials: {
    username: textField({ en: "Master ID", "zh-CN": "主 ID（Master ID）" }),
    password: secretField({ en: "Password of the Master ID", "zh-CN": "主 ID 的密码" }),
  },
  largestRRset: 1,
  refreshEvery: Duration.days(5),
  server: ({ username, password }) =>
    textServer("https://www.mydns.jp", queryKey({ MID: username, PWD: password }), { reads: "any" }),
  family: (_settings) =>
    updateUrl({ update: ({ ipv4, ipv6 }) => GET("/directip.html", { IPV4ADDR: ipv4, IPV6ADDR: ipv6 }) }),
  answers: [on(text(/\bNG\b/), rejected("request-refused")), on(text(/\bIP address notify OK\b/i), updated)],
});
