import type { ProviderDeclaration } from "../core/provider.ts";
import { defineProvider } from "./kit/define.ts";
import { closed } from "./kit/families/closed.ts";
import { secretField } from "./kit/fields.ts";

/** The DNS Console of Hetzner, shut down in May 2026; known only to tell users of old settings what to do. */
export const provider: ProviderDeclaration = defineProvider({
  id: "hetzner-legacy",
  label: "Hetzner DNS Console (closed in May 2026; use hetzner)",
  site: "https://dns.hetzner.com",
  manual: "https://dns.hetzner.com/api-docs",
  names: { aliases: ["Hetzner DNS Console", "dns.hetzner.com"] },
  access: {
    where: { en: "Nowhere any more: use the provider hetzner", "zh-CN": "已无处获取：请改用服务商 hetzner" },
    least: { en: "None: the interface is closed", "zh-CN": "无：该接口已关闭" },
    reach: "account",
  },
  kind: "zone-api",
  credentials: {
    token: secretField({
      en: "Token of the closed DNS Console; zones moved to the Hetzner Console need a token of that, with the provider hetzner",
      "zh-CN": "已关闭的 DNS Console 的令牌；区域迁移到 Hetzner Console 后，请改用服务商 hetzner 及其令牌",
    }),
  },
  largestRRset: 1,
  family: (_settings) =>
    closed(
      "Hetzner closed the DNS Console in May 2026. Move the zone to the Hetzner Console, make an API token there, and " +
        "configure the provider hetzner with it; old tokens do not work",
    ),
});
