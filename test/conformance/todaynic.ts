import type { ProviderDeclaration, Settings } from "../../src/core/provider.ts";
import { Secret } from "../../src/core/secret.ts";
import { startTodaynic, todaynicKeyId, todaynicSecret } from "../emulators/todaynic.ts";
import type { HttpZoneApiSubject } from "./http-zone-api.ts";

/** Settings for two zones of the emulator. */
export const todaynicSettings: Settings = {
  accessInstanceId: todaynicKeyId,
  accessSecret: new Secret(todaynicSecret),
  domains: ["example.net", "sub.example.net"],
};

/** A sister company of Todaynic, whose interface is at a host of its own. */
export function todaynicSubject(provider: ProviderDeclaration, host: string): HttpZoneApiSubject {
  return {
    provider,
    start: () => startTodaynic(host),
    settings: todaynicSettings,
    wrongSettings: { ...todaynicSettings, accessSecret: new Secret("wrong-CANARY-secret") },
    writesRecordByRecord: true,
    withoutCredentials: (request) => request,
    cannot: {
      "keeps fields not set": "lists of records show no TTL",
      "reads the second page": "lists come whole",
      "lists zones": "zones are those of the settings",
    },
  };
}
