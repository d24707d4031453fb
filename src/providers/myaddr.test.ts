import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./myaddr.ts";

const key = "CANARY0123456789";

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["myaddr.tools"],
      method: "POST",
      path: "/update",
      required: ["key", "ip"],
      isProven: (parameters) => parameters["key"] === key,
      name: () => undefined,
      addresses: ({ ip = "" }) => [ip],
      says: { updated: "", unproven: { status: 404, body: "key not found" } },
    }),
  owner: "home.myaddr.tools",
  settings: { key: new Secret(key) },
  wrongSettings: { key: new Secret("wrong-CANARY") },
  withoutCredentials: (request) => ({ ...request, body: request.body.replace(/key=[^&]*/, "") }),
  cannot: {
    "tells that nothing changed": "success is one status",
    "refuses another's name": "the name is the key's, whatever is asked for",
  },
  successes: { areAnyText: "success is said by the status alone" },
});

const tables: PushTables = { provider, settings: { key: new Secret("s3cret") }, owner: "home.myaddr.tools" };

sends(tables, [
  [
    "one request for each family, the key in none of the addresses",
    { ipv4: "192.0.2.1", ipv6: "2001:db8::1" },
    [
      "POST https://myaddr.tools/update key=s3cret&ip=192.0.2.1",
      "POST https://myaddr.tools/update key=s3cret&ip=2001%3Adb8%3A%3A1",
    ],
  ],
]);

reads(tables, [
  ["OK", { kind: "updated" }],
  [
    { status: 400, body: "bad ip" },
    { kind: "rejected", code: "value-invalid" },
  ],
  [
    { status: 404, body: "no s3cret" },
    { code: "credentials-rejected", detail: "POST myaddr.tools/update: HTTP 404: no ••••••" },
  ],
  [{ status: 202 }, { kind: "unconfirmed", code: "answer-unreadable" }],
]);
