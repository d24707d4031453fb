import { OwnerName } from "../../core/name.ts";
import type { ProviderZone } from "../../core/provider.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { Rejected } from "../../core/outcome.ts";
import type { Call } from "./call.ts";
import { listField, type FieldOf } from "./fields.ts";
import { notFound, type ZoneFinder } from "./zone-finding.ts";

/** Services that have no list of zones and do not say clearly whether they have one: their users name them. */

/** The field in which they do. */
export const domainsField: FieldOf<readonly string[]> = listField({
  en: "Registered domains whose names are managed, for instance [example.com]; the service has no list of them",
  "zh-CN": "要管理的注册域名，例如 [example.com]；该服务不提供域名列表",
});

/**
 * Zones from the settings.
 *
 * @param ask a call that only succeeds for a zone of these credentials; made when zones are listed, not when one is looked
 * for, since whatever is done there next fails for the same reasons.
 */
export function givenZones(domains: readonly string[], ask: (apex: string) => Call): ZoneFinder {
  return {
    async zones(conversation, signal) {
      const zones = parsed(domains);
      if (!zones.ok) return zones;
      for (const { apex } of zones.value) {
        const reply = await conversation.read(ask(apex.hostname), [], signal);
        if (!reply.ok) return reply;
      }
      return zones;
    },
    async zoneOf(_conversation, owner) {
      const zones = parsed(domains);
      if (!zones.ok) return zones;
      const holding = zones.value.filter(({ apex }) => owner.isAtOrBelow(apex));
      const longest = holding.toSorted((a, b) => b.apex.labelCount - a.apex.labelCount)[0];
      return longest === undefined ? notFound(owner) : ok(longest);
    },
  };
}

function parsed(domains: readonly string[]): Result<readonly ProviderZone[], { readonly outcome: Rejected }> {
  const zones: ProviderZone[] = [];
  for (const domain of domains) {
    const apex = OwnerName.parse(domain);
    if (!apex.ok) {
      const detail = `${JSON.stringify(domain)} in the settings is no domain name`;
      return failure({ outcome: { kind: "rejected", code: "name-invalid", detail } });
    }
    zones.push({ apex: apex.value, id: undefined });
  }
  return ok(zones);
}
