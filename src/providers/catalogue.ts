import type { ProviderCatalogue } from "../core/provider.ts";
import { registry } from "./registry.gen.ts";

/** The providers there are. */
export const catalogue: ProviderCatalogue = {
  ids: Object.keys(registry).toSorted(),
  load: async (id) => {
    const load = Object.hasOwn(registry, id) ? registry[id] : undefined;
    return load === undefined ? undefined : (await load()).provider;
  },
};
