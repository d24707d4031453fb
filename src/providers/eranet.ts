import type { ProviderDeclaration } from "../core/provider.ts";
import { todaynicService } from "./kit/todaynic-service.ts";

/** Eranet International, which has Todaynic's interface at a host of its own. Facts from clients, 2026-11; one source, and unverified where it says so. */
export const provider: ProviderDeclaration = todaynicService({
  id: "eranet",
  label: "Eranet International",
  names: { aliases: ["eranet.com", "Todaynic"] },
  site: "https://www.eranet.com",
  base: "https://www.eranet.com",
});
