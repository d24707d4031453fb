import { Address } from "../core/address.ts";
import { Duration } from "../core/duration.ts";
import type { AgentConfig, NameConfig, UplinkConfig } from "./config.ts";
import type { Cursor } from "./cursor.ts";
import { formatKeyPath } from "./key-path.ts";
import { settleExpose } from "./settle-expose.ts";
import { type NameContext, publishedFamilies, settleName, settleSourceList } from "./settle-name.ts";
import { settleDuration, wrong } from "./settle-value.ts";

/** The agent's section, and what must hold between its names. */

/** Below it a slow poll is no longer slow: monitors are there for speed. */
const shortestInterval = Duration.seconds(1);
const longestInterval = Duration.days(1);

/** Providers count requests; six a minute for a name is more than any of them welcomes for long. */
const shortestRecheck = Duration.seconds(10);
const longestRecheck = Duration.days(30);

export async function settleAgent<S>(agent: Cursor, context: NameContext<S>): Promise<AgentConfig<S> | undefined> {
  const interval = settleDuration(agent.at("interval"), shortestInterval, longestInterval);
  const recheck = settleDuration(agent.at("recheck"), shortestRecheck, longestRecheck);
  const quorum = agent.at("quorum").number;
  const [ipv4, ipv6] = (["ipv4", "ipv6"] as const).map((family) => {
    const list = agent.at("sources").at(family);
    return list.isWritten ? settleSourceList(list.items, family, context.parseSource) : undefined;
  });
  const uplinks = settleUplinks(agent.at("uplinks"));
  const written = agent.at("names");
  const names: { readonly place: Cursor; readonly name: NameConfig<S> }[] = [];
  for (const place of written.items) {
    for (const name of await settleName(place, { ...context, uplinks })) names.push({ place, name });
  }
  if (written.items.length > 0 && context.providers.size === 0) written.reportKey("no-providers", {});
  checkTargets(names);
  const expose = settleExpose(agent.at("expose"));
  if (interval === undefined || recheck === undefined || quorum === undefined) return undefined;
  return { interval, recheck, quorum, sources: { ipv4, ipv6 }, names: names.map(({ name }) => name), expose };
}

function settleUplinks(section: Cursor): ReadonlyMap<string, UplinkConfig | undefined> {
  return new Map(
    section.keys.map((name) => {
      const place = section.at(name);
      const address = place.at("address");
      const parsed = address.text === undefined ? undefined : Address.parse(address.text);
      if (parsed?.ok === false) return [name, wrong(address, "host-address")];
      return [name, { name, interfaceName: place.at("interface").text, localAddress: parsed?.value }];
    }),
  );
}

/**
 * Two entries may keep the same name at different providers, and different families of it. Two that write the same
 * records at one provider would undo each other for ever.
 */
function checkTargets<S>(names: readonly { readonly place: Cursor; readonly name: NameConfig<S> }[]): void {
  const seen = new Map<string, string>();
  for (const { place, name } of names) {
    for (const family of publishedFamilies(name)) {
      const target = `${name.provider.key} ${family} ${name.owner.key}`;
      const first = seen.get(target);
      if (first === undefined) seen.set(target, formatKeyPath(place.path));
      else place.at("name").report("repeated-target", { owner: name.owner.hostname, family, first });
    }
  }
}
