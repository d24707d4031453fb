import type { ProviderZone } from "../../../core/provider.ts";
import type { Call } from "../call.ts";
import type { ZoneFamily } from "../connection.ts";
import { reachedPartly } from "./steps.ts";

/** Services that keep changes of a zone back until they are told to publish it. */

/**
 * The family, with a request after each change that publishes the zone.
 *
 * When a change is made and its publication fails, a reading finds what is wanted and would leave it at that, so the
 * zone is published before it is read again. This is remembered as long as the connection lives.
 */
export function published<V>(family: ZoneFamily<V>, publish: (zone: string) => Call): ZoneFamily<V> {
  return (connection) => {
    const api = family(connection);
    const { conversation } = connection;
    const owed = new Set<string>();
    const callFor = (zone: ProviderZone): Call => publish(zone.id ?? zone.apex.hostname);
    return {
      ...api,

      async read(zone, owner, type, options, signal) {
        if (owed.has(zone.apex.hostname)) {
          owed.delete(zone.apex.hostname);
          const reply = await conversation.read(callFor(zone), [], signal);
          if (!reply.ok) {
            owed.add(zone.apex.hostname);
            return reply;
          }
        }
        return api.read(zone, owner, type, options, signal);
      },

      async apply(zone, change, signal) {
        const outcome = await api.apply(zone, change, signal);
        // `failed` promises that nothing was changed; what was refused may have been so halfway.
        if (outcome.kind === "failed" || outcome.kind === "unchanged") return outcome;
        const reply = outcome.kind === "updated" ? await conversation.write(callFor(zone), [], signal) : undefined;
        if (reply?.ok === true) return outcome;
        owed.add(zone.apex.hostname);
        return reply === undefined ? outcome : reachedPartly(reply.outcome, 1, 2);
      },
    };
  };
}
