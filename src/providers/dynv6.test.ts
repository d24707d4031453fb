import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./dynv6.ts";

const token = "CANARY-t0ken_of/dynv6";

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["dynv6.com"],
      path: "/api/update",
      required: ["zone", "token"],
      optional: ["ipv4", "ipv6"],
      isProven: (parameters) => parameters["token"] === token,
      name: ({ zone }) => zone,
      addresses: ({ ipv4, ipv6 }) =>
        [ipv4, ipv6].flatMap((address) => (address === undefined || address === "-" ? [] : [address])),
      forgets: ({ ipv4 }) => (ipv4 === "-" ? ["ipv4"] : []),
      says: {
        updated: "addresses updated",
        unchanged: "addresses unchanged",
        unproven: { status: 401, body: "invalid authentication token" },
        unknownName: { status: 404, body: "zone not found" },
      },
    }),
  owner: "home.dynv6.net",
  settings: { token: new Secret(token) },
  wrongSettings: { token: new Secret("wrong-CANARY") },
  withoutCredentials: withoutQuery("token"),
});

const tables: PushTables = { provider, settings: { token: new Secret("t") }, owner: "home.dynv6.net" };

sends(tables, [
  [
    "both families in one",
    { ipv4: "192.0.2.1", ipv6: "2001:db8::1" },
    ["GET https://dynv6.com/api/update?zone=home.dynv6.net&ipv4=192.0.2.1&ipv6=2001%3Adb8%3A%3A1&token=t"],
  ],
  // A prefix length behind the address would change the prefix of the zone's other records too.
  [
    "an address, not a prefix",
    { ipv6: "2001:db8::1" },
    ["GET https://dynv6.com/api/update?zone=home.dynv6.net&ipv6=2001%3Adb8%3A%3A1&token=t"],
  ],
]);

reads(tables, [
  ["addresses updated\n", { kind: "updated" }],
  ["addresses unchanged", { kind: "unchanged" }],
  ["addresses", { kind: "unconfirmed" }],
  [
    { status: 422, body: "invalid ipv4" },
    { kind: "rejected", code: "value-invalid" },
  ],
]);
