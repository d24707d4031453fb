import { type Bilingual, bilingual } from "../core/language.ts";
import type { NotVerifiedReason } from "./verification.ts";

/** Why DNS could not confirm an RRset, as a sentence each. */
export const notVerifiedReasons: Bilingual<Readonly<Record<NotVerifiedReason, string>>> = bilingual({
  en: {
    "servers-disagree": "Some authoritative servers still answer with something else.",
    "no-server-answered": "No authoritative server gave an answer that counts.",
    "masked-by-provider": "The provider answers with addresses of its own (a proxy), so they cannot be compared.",
    "zone-not-delegated": "Resolvers do not find the zone at the servers of this provider.",
  },
  "zh-CN": {
    "servers-disagree": "部分权威服务器仍返回其他内容。",
    "no-server-answered": "没有权威服务器给出有效应答。",
    "masked-by-provider": "服务商返回的是自己的地址（代理），无法比较。",
    "zone-not-delegated": "递归解析器找不到该区，或该区并未委派给此服务商的服务器。",
  },
});
