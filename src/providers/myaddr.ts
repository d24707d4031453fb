import type { ProviderDeclaration } from "../core/provider.ts";
import { Duration } from "../core/duration.ts";
import { on, rejected, updated } from "./kit/answers.ts";
import { bodyKey } from "./kit/auth/body-key.ts";
import { POST } from "./kit/call.ts";
import { boundToName } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * myaddr (.tools, .dev and .io): the key belongs to one name, so the name plays no part; success is said by the status
 * alone. Facts from the site's front page and public clients, 2026-11. Unverified: that names unused for 90 days expire.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "myaddr",
  label: "myaddr",
  site: "https://myaddr.tools",
  manual: "https://myaddr.tools",
  names: { aliases: ["myaddr.tools", "myaddr.dev", "myaddr.io"] },
  access: {
    where: { en: "Shown when the name is claimed", "zh-CN": "申领名称时显示" },
    least: boundToName,
    reach: "name",
  },
  unverified: [{ en: "That names unused for 90 days expire", "zh-CN": "90 天未使用的名称会失效" }],
  kind: "push",
  credentials: {
    key: secretField({ en: "Private key of the name", "zh-CN": "该名称的私钥" }),
  },
  largestRRset: 1,
  refreshEvery: Duration.days(30),
  server: ({ key }) => textServer("https://myaddr.tools", bodyKey({ key })),
  family: (_settings) =>
    updateUrl({ families: "apart", update: ({ ipv4, ipv6 }) => POST("/update", { ip: ipv4 ?? ipv6 }) }),
  answers: [on(404, rejected("credentials-rejected")), on(200, updated)],
});
