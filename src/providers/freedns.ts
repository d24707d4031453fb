import type { ProviderDeclaration } from "../core/provider.ts";
import { on, rejected, text, unchanged, updated } from "./kit/answers.ts";
import { anonymous } from "./kit/authentication.ts";
import { at, GET } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * FreeDNS (afraid.org), dynamic DNS version 2: each record has an address of its own to be updated at, so the name plays
 * no part. Facts from the service's pages and public clients, 2026-11; that the refusals of version 1 (`ERROR: …`) are
 * those of version 2 is unverified.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "freedns",
  label: "FreeDNS (afraid.org)",
  site: "https://freedns.afraid.org",
  manual: "https://freedns.afraid.org/dynamic/v2/",
  names: { aliases: ["afraid", "afraid.org", "freedns.afraid.org"] },
  access: {
    where: {
      en: "freedns.afraid.org/dynamic/v2, where version 2 is switched on for the record",
      "zh-CN": "freedns.afraid.org/dynamic/v2，须在该页为记录开启第 2 版",
    },
    least: { en: "The token of one record; A and AAAA have one each", "zh-CN": "单条记录的令牌；A 与 AAAA 各有一个" },
    reach: "name",
  },
  kind: "push",
  credentials: {
    token: secretField(
      { en: "Update token of the name's A record", "zh-CN": "该名称 A 记录的更新令牌" },
      {
        optional: true,
        whereToFind: {
          en: "freedns.afraid.org/dynamic/v2: the part behind /u/ of the record's address",
          "zh-CN": "freedns.afraid.org/dynamic/v2：记录更新地址中 /u/ 之后的部分",
        },
      },
    ),
    tokenIpv6: secretField(
      { en: "Update token of the name's AAAA record", "zh-CN": "该名称 AAAA 记录的更新令牌" },
      { optional: true },
    ),
  },
  largestRRset: 1,
  server: (_settings) => textServer("https://sync.afraid.org", anonymous),
  family: ({ token, tokenIpv6 }) =>
    updateUrl({
      families: "apart",
      update: ({ ipv4, ipv6 }) => {
        const [key, address] = ipv6 === undefined ? [token, ipv4] : [tokenIpv6, ipv6];
        if (key === undefined) return { because: "there is no token for the record of this family" };
        const update = GET("/u/{token}/", { token: key }, { address });
        return ipv6 === undefined ? update : at("https://v6.sync.afraid.org", update);
      },
      echo: ({ text: words }) => [...words.matchAll(/\b(?:to|IP) ([0-9a-f.:]+)/gi)].map(([, address = ""]) => address),
    }),
  answers: [
    on(
      text(/^ERROR:.*(unable to locate this record|invalid update url|authenticat)/i),
      rejected("credentials-rejected"),
    ),
    on(text(/^ERROR:/i), rejected("request-refused")),
    on(text(/^No IP change detected for /i), unchanged),
    on(text(/^Updated \S+ from /i), updated),
  ],
});
