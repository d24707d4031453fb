import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./freemyip.ts";

const token = "CANARY0123456789abcdef";
const noReason = "ERROR stands for a wrong token and an unknown name alike";

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["freemyip.com"],
      path: "/update",
      required: ["token", "domain", "myip"],
      isProven: (parameters) => parameters["token"] === token,
      name: ({ domain }) => domain,
      addresses: ({ myip = "" }) => [myip],
      holds: "ipv4",
      says: { updated: "OK\n", unproven: "ERROR\n" },
    }),
  owner: "home.freemyip.com",
  settings: { token: new Secret(token) },
  wrongSettings: { token: new Secret("wrong-CANARY") },
  withoutCredentials: withoutQuery("token"),
  refusals: { wrongSecret: ["request-refused", noReason], unknownName: ["request-refused", noReason] },
  cannot: { "tells that nothing changed": "OK stands for both" },
});

const tables: PushTables = { provider, settings: { token: new Secret("t") }, owner: "home.freemyip.com" };

sends(tables, [
  [
    "a name below a name",
    { owner: "a.b.Home.freemyip.com", ipv4: "192.0.2.1" },
    ["GET https://freemyip.com/update?domain=home.freemyip.com&myip=192.0.2.1&token=t"],
  ],
  ["a name elsewhere", { owner: "home.example.net", ipv4: "192.0.2.1" }, "name-invalid"],
]);

reads(tables, [
  ["OK", { kind: "updated" }],
  ["ERROR", { kind: "rejected", code: "request-refused" }],
  ["OK then", { kind: "unconfirmed", code: "answer-unreadable" }],
  ["ERRORS", { kind: "unconfirmed", code: "answer-unreadable" }],
]);
