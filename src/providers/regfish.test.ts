import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./regfish.ts";

const token = "CANARY0123456789";

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["dyndns.regfish.de"],
      path: "/",
      required: ["fqdn", "token"],
      optional: ["ipv4", "ipv6"],
      fixed: { forcehost: "1" },
      isProven: (parameters) => parameters["token"] === token,
      name: ({ fqdn }) => fqdn,
      addresses: ({ ipv4, ipv6 }) => [ipv4, ipv6].flatMap((address) => address ?? []),
      says: {
        updated: ({ sent }) => `success|100|update succeeded!|${sent.join()}`,
        unchanged: ({ sent }) => `success|101|no update needed at this time.|${sent.join()}`,
        unproven: "failure|401|authentication failed|",
        unknownName: "failure|412|invalid fqdn|",
      },
    }),
  owner: "home.example.net",
  settings: { token: new Secret(token) },
  wrongSettings: { token: new Secret("wrong-CANARY") },
  withoutCredentials: withoutQuery("token"),
  refusals: { unknownName: ["name-invalid", "names of the domain are created, and all others are no names to it"] },
});

const tables: PushTables = { provider, settings: { token: new Secret("t") }, owner: "home.example.net" };

sends(tables, [
  [
    "both families in one",
    { ipv4: "192.0.2.1", ipv6: "2001:db8::1" },
    ["GET https://dyndns.regfish.de/?fqdn=home.example.net&forcehost=1&ipv4=192.0.2.1&ipv6=2001%3Adb8%3A%3A1&token=t"],
  ],
]);

reads(tables, [
  ["success|100|update succeeded!|192.0.2.1", { kind: "updated" }],
  ["success|101|no update needed at this time.|192.0.2.1", { kind: "unchanged" }],
  ["failure|402|authentication failed|", { kind: "rejected", code: "credentials-rejected" }],
  ["failure|408|invalid ipv4 address|", { kind: "rejected", code: "value-invalid" }],
  ["failure|414|internal error|", { kind: "failed", code: "server-error" }],
  ["failure|999|100|", { kind: "unconfirmed", code: "answer-unreadable" }],
  ["success|1000|", { kind: "unconfirmed", code: "answer-unreadable" }],
]);
