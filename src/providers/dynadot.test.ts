import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./dynadot.ts";

const password = "CANARY0123456789";
const settings = { domain: "example.net", password: new Secret(password) };
const done = JSON.stringify({ status: "success", error_code: 0, content: ["ok"] });
const refused = (words: string): string => JSON.stringify({ status: "failed", error_code: -1, content: [words] });
const noReason = "one code stands for every refusal";

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["www.dynadot.com"],
      path: "/set_ddns",
      required: ["containRoot", "domain", "type", "ip", "pwd", "ttl"],
      optional: ["subDomain"],
      isProven: ({ pwd }) => pwd === password,
      name: ({ subDomain, domain }) => (subDomain === undefined ? domain : `${subDomain}.${domain}`),
      // The type has to be that of the address.
      addresses: ({ type, ip = "" }) => (type === (ip.includes(":") ? "AAAA" : "A") ? [ip] : []),
      says: { updated: done, unproven: refused("incorrect password") },
    }),
  owner: "home.example.net",
  settings,
  wrongSettings: { ...settings, password: new Secret("wrong-CANARY") },
  withoutCredentials: withoutQuery("pwd"),
  refusals: { wrongSecret: ["request-refused", noReason], unknownName: ["request-refused", noReason] },
  cannot: { "tells that nothing changed": "the same address is a success as any other" },
});

const tables: PushTables = {
  provider,
  settings: { ...settings, password: new Secret("s3cret") },
  owner: "home.example.net",
};
const at = (query: string): string => `GET https://www.dynadot.com/set_ddns?${query}&pwd=s3cret`;

sends(tables, [
  [
    "IPv4",
    { ipv4: "192.0.2.1" },
    [at("containRoot=false&domain=example.net&subDomain=home&type=A&ip=192.0.2.1&ttl=600")],
  ],
  [
    "IPv6 of the apex, with a TTL",
    { owner: "example.net", ipv6: "2001:db8::1", ttl: 300 },
    [at("containRoot=true&domain=example.net&type=AAAA&ip=2001%3Adb8%3A%3A1&ttl=300")],
  ],
  ["a name of another domain", { owner: "home.example.org", ipv4: "192.0.2.1" }, "name-invalid"],
]);

reads(tables, [
  [done, { kind: "updated" }],
  ['{"status":"success","error_code":-1,"content":["no"]}', { kind: "rejected", code: "request-refused" }],
  ['{"status":"failed","content":["no"]}', { kind: "rejected", code: "request-refused" }],
  [refused("incorrect password"), { detail: "GET www.dynadot.com/set_ddns: HTTP 200: incorrect password" }],
  ['{"content":["ok"]}', { kind: "unconfirmed", code: "answer-unreadable" }],
]);
