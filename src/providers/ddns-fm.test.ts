import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./ddns-fm.ts";

const key = "CANARY0123456789";

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["api.ddns.fm"],
      path: "/update",
      required: ["key", "domain", "myip"],
      isProven: (parameters) => parameters["key"] === key,
      name: ({ domain }) => domain,
      addresses: ({ myip = "" }) => [myip],
      // That refusals have statuses is known; that they have these is not.
      says: { updated: "", unproven: { status: 401, body: "" }, unknownName: { status: 404, body: "" } },
    }),
  owner: "home.ddns.fm",
  settings: { key: new Secret(key) },
  wrongSettings: { key: new Secret("wrong-CANARY") },
  withoutCredentials: withoutQuery("key"),
  cannot: { "tells that nothing changed": "success is said by the status alone" },
  successes: { areAnyText: "success is said by the status alone" },
});

const tables: PushTables = { provider, settings: { key: new Secret("s3cret") }, owner: "home.ddns.fm" };
const at = (address: string): string => `GET https://api.ddns.fm/update?domain=home.ddns.fm&myip=${address}&key=s3cret`;

sends(tables, [
  [
    "one request for each family",
    { ipv4: "192.0.2.1", ipv6: "2001:db8::1" },
    [at("192.0.2.1"), at("2001%3Adb8%3A%3A1")],
  ],
]);

reads(tables, [
  [{ status: 204 }, { kind: "updated" }],
  [{ status: 302 }, { kind: "failed", code: "answer-unreadable" }],
  [
    { status: 400, body: "no" },
    { kind: "rejected", code: "value-invalid" },
  ],
]);
