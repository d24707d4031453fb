import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./directnic.ts";

const [four, six] = ["CANARY0123456789abcdef4", "CANARY0123456789abcdef6"];
const settings = { gateway: new Secret(four), gatewayIpv6: new Secret(six) };
const noReason = "refusals differ in words only, which nobody has written down";

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["directnic.com"],
      path: "/dns/gateway/{key}/",
      required: ["key", "data"],
      // The record that belongs to the key holds one family.
      isProven: ({ key, data = "" }) => key === (data.includes(":") ? six : four),
      name: () => undefined,
      addresses: ({ data = "" }) => [data],
      says: { updated: '{"result":"success"}', unproven: '{"result":"error"}' },
    }),
  owner: "home.example.net",
  settings,
  wrongSettings: { ...settings, gateway: new Secret("wrong-CANARY") },
  withoutCredentials: (request) => ({ ...request, path: request.path.replace(/[^/]+\/$/, "…/") }),
  refusals: { wrongSecret: ["request-refused", noReason] },
  cannot: {
    "tells that nothing changed": "the same address is a success as any other",
    "refuses another's name": "the record is the key's, whatever the name",
  },
});

const tables: PushTables = {
  provider,
  settings: { gateway: new Secret("k4"), gatewayIpv6: new Secret("k6") },
  owner: "home.example.net",
};

sends(tables, [
  ["IPv4", { ipv4: "192.0.2.1" }, ["GET https://directnic.com/dns/gateway/k4/?data=192.0.2.1"]],
  ["IPv6", { ipv6: "2001:db8::1" }, ["GET https://directnic.com/dns/gateway/k6/?data=2001%3Adb8%3A%3A1"]],
]);
sends({ ...tables, settings: { gatewayIpv6: new Secret("k6") } }, [
  ["a family without a key", { ipv4: "192.0.2.1" }, "unsupported"],
]);

reads(tables, [
  ['{"result":"success"}', { kind: "updated" }],
  [
    '{"result":"bad k4"}',
    { code: "request-refused", detail: "GET directnic.com/dns/gateway/{key}/: HTTP 200: bad ••••••" },
  ],
  ['{"success":true}', { kind: "unconfirmed", code: "answer-unreadable" }],
]);
