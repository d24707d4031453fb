import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./myonlineportal.ts";

const password = "CANARY+pass word";
const settings = { username: "user", password: new Secret(password) };

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["myonlineportal.net"],
      path: "/updateddns",
      required: ["username", "password", "hostname"],
      optional: ["ip", "ip6"],
      isProven: (parameters) => parameters["username"] === "user" && parameters["password"] === password,
      name: ({ hostname }) => hostname,
      addresses: ({ ip, ip6 }) => [ip, ip6].flatMap((address) => address ?? []),
      says: {
        updated: ({ sent }) => `good ${sent.join()}`,
        unchanged: ({ sent }) => `nochg ${sent.join()}`,
        unproven: "badauth",
        unknownName: "nohost",
      },
    }),
  owner: "home.myonlineportal.net",
  settings,
  wrongSettings: { ...settings, password: new Secret("wrong-CANARY") },
  withoutCredentials: withoutQuery("password"),
});

const tables: PushTables = {
  provider,
  settings: { username: "u", password: new Secret("s3cret") },
  owner: "home.myonlineportal.net",
};

sends(tables, [
  [
    "both families in one",
    { ipv4: "192.0.2.1", ipv6: "2001:db8::1" },
    [
      "GET https://myonlineportal.net/updateddns?hostname=home.myonlineportal.net&ip=192.0.2.1&ip6=2001%3Adb8%3A%3A1" +
        "&username=u&password=s3cret",
    ],
  ],
]);

reads(tables, [
  ["good 192.0.2.1", { kind: "updated" }],
  ["abuse", { kind: "rejected", code: "blocked-for-abuse" }],
  ["911", { kind: "failed", code: "under-maintenance" }],
]);
