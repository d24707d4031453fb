import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { dnsexitKey, startDnsexit } from "../../test/emulators/dnsexit.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./dnsexit.ts";

const settings = { domain: "example.net", apiKey: new Secret(dnsexitKey) };

conformsAsPushService({
  provider,
  start: () => startDnsexit("example.net"),
  owner: "home.example.net",
  settings,
  wrongSettings: { ...settings, apiKey: new Secret("wrong-CANARY") },
  withoutCredentials: withoutHeader("apikey"),
  cannot: {
    "tells that nothing changed": "the same address is a success as any other",
    "refuses another's name": "names below the domain are made as they are needed",
  },
});

const tables: PushTables = { provider, settings, owner: "home.example.net" };
const url = "POST https://api.dnsexit.com/dns/";
const record = (type: string, name: string, content: string, ttl = 5): string =>
  JSON.stringify({ type, name, content, ttl, overwrite: true });

sends(tables, [
  [
    "both families in one",
    { ipv4: "192.0.2.1", ipv6: "2001:db8::1" },
    [
      `${url} {"domain":"example.net","add":[${record("A", "home", "192.0.2.1")},${record("AAAA", "home", "2001:db8::1")}]}`,
    ],
  ],
  [
    "one set, the other withdrawn",
    { ipv4: "192.0.2.1", ipv6: "" },
    [
      `${url} {"domain":"example.net","add":[${record("A", "home", "192.0.2.1")}],"delete":[{"type":"AAAA","name":"home"}]}`,
    ],
  ],
  [
    "the apex, and a TTL in whole minutes",
    { owner: "example.net", ipv4: "192.0.2.1", ttl: 61 },
    [`${url} {"domain":"example.net","add":[${record("A", "", "192.0.2.1", 2)}]}`],
  ],
  ["a name elsewhere", { owner: "home.example.org", ipv4: "192.0.2.1" }, "name-invalid"],
]);

reads(tables, [
  ['{"code":0,"message":"Success"}', { kind: "updated" }],
  ['{"code":1,"message":"Some execution problems"}', { kind: "unconfirmed", code: "answer-unreadable" }],
  [
    { status: 400, body: '{"code":2,"message":"x"}' },
    { kind: "rejected", code: "credentials-rejected" },
  ],
  ['{"code":3,"message":"x"}', { kind: "rejected", code: "request-refused" }],
  ['{"code":6,"message":"x"}', { kind: "failed", code: "server-error" }],
  ['{"message":"x"}', { kind: "unconfirmed", code: "answer-unreadable" }],
]);
