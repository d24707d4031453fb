import type { SecondaryConfig, ServerKeyConfig } from "./config.ts";
import type { Cursor } from "./cursor.ts";
import { settleName, settleServer } from "./settle-value.ts";

/** The servers that keep copies of a zone. */
export function settleSecondaries(list: Cursor): readonly SecondaryConfig[] {
  return list.items.flatMap((place) => {
    const isPlain = place.text !== undefined;
    const endpoint = settleServer(isPlain ? place : place.at("address"));
    const keyName = isPlain ? undefined : settleName(place.at("key"));
    return endpoint === undefined ? [] : [{ endpoint, keyName }];
  });
}

/** Reports keys of secondaries that the server does not have. */
export function checkSecondaryKeys(server: Cursor, keys: readonly ServerKeyConfig[]): void {
  const lists = [server.at("secondaries"), ...server.at("zones").items.map((zone) => zone.at("secondaries"))];
  for (const place of lists.flatMap((list) => list.items)) {
    const key = place.text === undefined ? place.at("key") : undefined;
    const isKnown = keys.some(({ name }) => key !== undefined && settleName(key)?.equals(name) === true);
    if (key?.isWritten !== true || isKnown || settleName(key) === undefined) continue;
    key.report("unknown-key-name", { found: key.found(true), known: keys.map(({ name }) => name.hostname) });
  }
}
