import type { ProviderDeclaration } from "../core/provider.ts";
import { todaynicService } from "./kit/todaynic-service.ts";

/** Tnet HK, which has Todaynic's interface at a host of its own. Facts from clients, 2026-11; one source, and unverified where it says so. */
export const provider: ProviderDeclaration = todaynicService({
  id: "tnethk",
  label: "Tnet HK",
  names: { aliases: ["tnet.hk", "Todaynic"] },
  site: "https://www.tnet.hk",
  base: "https://www.tnet.hk",
});
