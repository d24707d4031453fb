import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { isBasic, startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./core-networks.ts";

const settings = { username: "user", password: new Secret("CANARY+pass word") };

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["dyndns.core-networks.de"],
      path: "/",
      required: ["hostname", "myip"],
      optional: ["keepipv4", "keepipv6"],
      isProven: isBasic("user", settings.password.reveal()),
      name: ({ hostname }) => hostname,
      addresses: ({ myip = "" }) => [myip],
      forgets: ({ keepipv4, keepipv6 }) => [
        ...(keepipv4 === "1" ? [] : (["ipv4"] as const)),
        ...(keepipv6 === "1" ? [] : (["ipv6"] as const)),
      ],
      says: { updated: "good", unproven: { status: 401, body: "badauth" }, unknownName: "nohost" },
    }),
  owner: "home.example.net",
  settings,
  wrongSettings: { ...settings, password: new Secret("wrong-CANARY") },
  withoutCredentials: (request) => ({ ...request, headers: { ...request.headers, authorization: "" } }),
  cannot: { "tells that nothing changed": "`good` is the one word that is known" },
});

const tables: PushTables = {
  provider,
  settings: { username: "u", password: new Secret("s3cret") },
  owner: "home.example.net",
};
const at = (query: string): string => `GET https://dyndns.core-networks.de/?hostname=home.example.net&${query}`;

sends(
  tables,
  [
    [
      "each family asks to keep the other",
      { ipv4: "192.0.2.1", ipv6: "2001:db8::1" },
      [at("myip=192.0.2.1&keepipv6=1"), at("myip=2001%3Adb8%3A%3A1&keepipv4=1")],
    ],
  ],
  { body: "good" },
);

reads(tables, [
  ["good 192.0.2.1", { kind: "updated" }],
  ["goodness", { kind: "unconfirmed", code: "answer-unreadable" }],
]);
