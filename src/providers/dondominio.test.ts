import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./dondominio.ts";

const key = "CANARY0123456789";
const settings = { username: "user", key: new Secret(key) };
const refused = (words: string): string => JSON.stringify({ success: false, messages: [words] });
const noReason = "refusals differ in words only";

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["dondns.dondominio.com"],
      path: "/json/",
      required: ["user", "password", "host", "ip"],
      optional: ["lang"],
      isProven: (parameters) => parameters["user"] === "user" && parameters["password"] === key,
      name: ({ host }) => host,
      addresses: ({ ip = "" }) => [ip],
      holds: "ipv4",
      says: {
        updated: JSON.stringify({ success: true, messages: ["IP updated"] }),
        unproven: refused("Invalid user or key"),
        unknownName: refused("Host not found"),
      },
    }),
  owner: "home.example.net",
  settings,
  wrongSettings: { ...settings, key: new Secret("wrong-CANARY") },
  withoutCredentials: withoutQuery("password"),
  refusals: { wrongSecret: ["request-refused", noReason], unknownName: ["request-refused", noReason] },
  cannot: { "tells that nothing changed": "the same address is a success as any other" },
});

const tables: PushTables = {
  provider,
  settings: { username: "u", key: new Secret("s3cret") },
  owner: "home.example.net",
};

sends(tables, [
  [
    "a wildcard",
    { owner: "*.example.net", ipv4: "192.0.2.1" },
    ["GET https://dondns.dondominio.com/json/?host=*.example.net&ip=192.0.2.1&lang=en&user=u&password=s3cret"],
  ],
]);

reads(tables, [
  ['{"success":true}', { kind: "updated" }],
  [
    refused("Host not found"),
    {
      kind: "rejected",
      code: "request-refused",
      detail: "GET dondns.dondominio.com/json/: HTTP 200: Host not found",
    },
  ],
  ['{"messages":["OK"]}', { kind: "unconfirmed", code: "answer-unreadable" }],
]);
