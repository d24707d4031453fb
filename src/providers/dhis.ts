import type { ProviderDeclaration } from "../core/provider.ts";
import { on, updated } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { at, GET } from "./kit/call.ts";
import { boundToName, wordsOfAnswers } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { addressesInText } from "./kit/families/push.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * DHIS, by the request that names the address: the one on the service's page takes the caller's, and hosts go offline six
 * minutes after it. Success is said by repeating the address. Facts from the service's pages and two public clients,
 * 2026-11. Unverified: encryption for this request, the words of refusals, and that a host has one address of either
 * family, so that two are refused.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "dhis",
  label: "DHIS",
  site: "https://www.dhis.org",
  manual: "https://is.dhis.org/WebEngine.ipo?context=dhis.website.updating",
  names: { aliases: ["dhis.org"] },
  access: {
    where: {
      en: "dhis.org › Login › the host, which must be set to PASSWORD authentication",
      "zh-CN": "登录 dhis.org 后的主机页面；须将验证方式设为密码验证（PASSWORD）",
    },
    least: boundToName,
    reach: "name",
  },
  unverified: [
    { en: "Encryption of the request used here", "zh-CN": "此处所用请求是否支持加密" },
    {
      en: "That a host has one address of either family; two are therefore refused",
      "zh-CN": "每个主机只有一个地址（IPv4 或 IPv6），因此拒绝同时设置两个",
    },
    wordsOfAnswers,
  ],
  kind: "push",
  credentials: {
    password: secretField({
      en: "Password of the host, which is not that of the account",
      "zh-CN": "主机密码（不同于网站账户密码）",
    }),
  },
  largestRRset: 1,
  server: ({ password }) => textServer("https://is.dhis.org", queryKey({ password }), { reads: "any" }),
  family: (_settings) =>
    updateUrl({
      update: ({ name, ipv4, ipv6, managed }) => {
        if (managed.length > 1) return { because: "a DHIS host has one address, of one family or the other" };
        // Without a timeout of zero the host goes offline unless it is updated every few minutes.
        const update = GET("/", { hostname: name, ipaddr: ipv4 ?? ipv6, updatetimeout: 0 });
        return ipv6 === undefined ? update : at("https://is6.dhis.org", update);
      },
      echo: addressesInText,
    }),
  answers: [on(200, updated)],
});
