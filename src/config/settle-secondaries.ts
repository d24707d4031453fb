import { OwnerName } from "../core/name.ts";
import type { SecondaryConfig } from "./config.ts";
import type { Cursor } from "./cursor.ts";
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

/** Reports keys of those that the server does not list. What is wrong with a listed one is told there, and only there. */
export function checkSecondaryKeys(server: Cursor): void {
  const known = server.at("keys").items.flatMap((place) => {
    const name = OwnerName.parse(place.at("name").text ?? "");
    return name.ok ? [name.value] : [];
  });
  const zones = server.at("zones").items;
  const lists = [server.at("secondaries"), ...zones.flatMap((zone) => [zone.at("secondaries"), zone.at("primaries")])];
  for (const place of lists.flatMap((list) => list.items)) {
    const key = place.text === undefined ? place.at("key") : undefined;
    const isKnown = known.some((name) => key !== undefined && settleName(key)?.equals(name) === true);
    if (key?.isWritten !== true || isKnown || settleName(key) === undefined) continue;
    key.report("unknown-key-name", { found: key.found(true), known: known.map((name) => name.hostname) });
  }
}
