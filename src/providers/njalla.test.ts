import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { njallaDone as done, njallaRefused as refused, njallaRules } from "../../test/emulators/update-url-services.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./njalla.ts";

const key = "CANARY0123456789";

conformsAsPushService({
  provider,
  start: () => startUpdateUrl(njallaRules(key)),
  owner: "home.example.net",
  settings: { key: new Secret(key) },
  wrongSettings: { key: new Secret("wrong-CANARY") },
  withoutCredentials: withoutQuery("k"),
  refusals: { unknownName: ["credentials-rejected", "one answer for a wrong key and an unknown name alike"] },
  cannot: { "tells that nothing changed": "the same address is a success as any other" },
});

const tables: PushTables = { provider, settings: { key: new Secret("k") }, owner: "home.example.net" };

sends(tables, [
  [
    "both families in one",
    { ipv4: "192.0.2.1", ipv6: "2001:db8::1" },
    ["GET https://njal.la/update/?h=home.example.net&a=192.0.2.1&aaaa=2001%3Adb8%3A%3A1&k=k"],
  ],
  [
    "a wildcard",
    { owner: "*.example.net", ipv4: "192.0.2.1" },
    ["GET https://njal.la/update/?h=*.example.net&a=192.0.2.1&k=k"],
  ],
]);

reads(tables, [
  [done(["192.0.2.1"]), { kind: "updated" }],
  [done(["192.0.2.1", "2001:db8::1"]), { kind: "updated" }],
  [done(["192.0.2.2"]), { kind: "unconfirmed", code: "answer-unreadable" }],
  [refused, { kind: "rejected", code: "credentials-rejected" }],
  ['{"status":500,"message":"no"}', { kind: "unconfirmed", code: "answer-unreadable" }],
]);
