import type { ProviderDeclaration } from "../core/provider.ts";
import { todaynicService } from "./kit/todaynic-service.ts";

/** Now.cn, with the signed interface; the older one for partners has other keys. Facts from clients, 2026-11; one source, and unverified where it says so. */
export const provider: ProviderDeclaration = todaynicService({
  id: "nowcn",
  label: "Now.cn (时代互联)",
  names: { "zh-CN": "时代互联", aliases: ["Todaynic", "todaynic.com"] },
  site: "https://www.now.cn",
  base: "https://api.now.cn",
});
