import { ddclientServices } from "./ddclient-services.ts";
import { lexiconServices } from "./lexicon-services.ts";
import { vendorServices } from "./vendor-services.ts";

/**
 * Who else than we says how a service behaves, by its id: real servers, vendors' own code, and clients that were written
 * against the service. `docs/providers.md` shows it.
 */

export interface SecondOpinion {
  readonly id: string;
  /** Whose program or library. */
  readonly by: string;
  /** The test, in this folder. */
  readonly test: string;
}

export const secondOpinions: readonly SecondOpinion[] = [
  { id: "rfc2136", by: "BIND", test: "update.test.ts" },
  { id: "rfc2136", by: "Knot", test: "update.test.ts" },
  { id: "powerdns", by: "PowerDNS", test: "powerdns.test.ts" },
  { id: "route53", by: "moto", test: "moto.test.ts" },
  { id: "tencentcloud", by: "tencentcloud-sdk-nodejs-common", test: "vendor-sdks.test.ts" },
  ...vendorServices.map(({ id, sdk }) => ({ id, by: sdk, test: "vendor-sdks.test.ts" })),
  ...lexiconServices.map(({ id }) => ({ id, by: "dns-lexicon", test: "lexicon.test.ts" })),
  ...ddclientServices.map(({ id }) => ({ id, by: "ddclient", test: "ddclient-services.test.ts" })),
];
