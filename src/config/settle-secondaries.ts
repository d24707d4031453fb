import type { SecondaryConfig, ServerKeyConfig } from "./config.ts";
import type { Cursor } from "./cursor.ts";
import type { OwnerName } from "../core/name.ts";
import { settleName, settleServer } from "./settle-value.ts";

/** The servers that keep copies of a zone, or that one is copied from. */
export function settleSecondaries(list: Cursor): readonly SecondaryConfig[] {
  return list.items.flatMap((place) => {
    const isPlain = place.text !== undefined;
    const endpoint = settleServer(isPlain ? place : place.at("address"));
    const keyName = isPlain ? undefined : settleName(place.at("key"));
    return endpoint === undefined ? [] : [{ endpoint, keyName }];
  });
}

/** Longer names leave no room for what is below a catalog. RFC 9432 §4.3 */
const longestCatalog = 200;

/** The catalog's name, which is no zone of its own. */
export function settleCatalog(place: Cursor, zones: readonly OwnerName[]): OwnerName | undefined {
  const name = settleName(place);
  if (name === undefined) return undefined;
  if (name.wire.length > longestCatalog) {
    place.report("wrong-name", { found: place.found(true), reason: "name-too-long" });
    return undefined;
  }
  const inside = zones.find((apex) => name.isAtOrBelow(apex) || apex.isAtOrBelow(name));
  if (inside !== undefined) {
    place.report("zone-inside-zone", { apex: name.hostname, outer: inside.hostname });
    return undefined;
  }
  return name;
}

/** Reports keys of those that the server does not have. */
export function checkSecondaryKeys(server: Cursor, keys: readonly ServerKeyConfig[]): void {
  const zones = server.at("zones").items;
  const lists = [server.at("secondaries"), ...zones.flatMap((zone) => [zone.at("secondaries"), zone.at("primaries")])];
  for (const place of lists.flatMap((list) => list.items)) {
    const key = place.text === undefined ? place.at("key") : undefined;
    const isKnown = keys.some(({ name }) => key !== undefined && settleName(key)?.equals(name) === true);
    if (key?.isWritten !== true || isKnown || settleName(key) === undefined) continue;
    key.report("unknown-key-name", { found: key.found(true), known: keys.map(({ name }) => name.hostname) });
  }
}
