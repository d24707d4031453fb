import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./duiadns.ts";

const password = "CANARY+pass word";
const page = (name: string, sent: readonly string[]): string =>
  `<html><body><p>Hostname ${name}</p>${sent
    .map((address) => `<p>${address.includes(":") ? "Ipv6" : "Ipv4"} ${address}</p>`)
    .join("")}</body></html>`;

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["ip.duiadns.net"],
      path: "/dynamic.duia",
      required: ["host", "password"],
      optional: ["ip4", "ip6"],
      isProven: (parameters) => parameters["password"] === password,
      name: ({ host }) => host,
      addresses: ({ ip4, ip6 }) => [ip4, ip6].flatMap((address) => address ?? []),
      says: {
        updated: ({ name, sent }) => ({ status: 200, body: page(name, sent) }),
        unproven: { status: 401, body: "error" },
      },
    }),
  owner: "home.duia.eu",
  settings: { password: new Secret(password) },
  wrongSettings: { password: new Secret("wrong-CANARY") },
  withoutCredentials: withoutQuery("password"),
  refusals: {
    wrongSecret: ["credentials-rejected", "401 is assumed"],
    unknownName: ["credentials-rejected", "every host has a password of its own"],
  },
  cannot: { "tells that nothing changed": "the same address is a success as any other" },
  successes: { arePages: "a page says what was done" },
});

const tables: PushTables = { provider, settings: { password: new Secret("p") }, owner: "home.duia.eu" };

sends(tables, [
  [
    "both families in one",
    { ipv4: "192.0.2.1", ipv6: "2001:db8::1" },
    ["GET https://ip.duiadns.net/dynamic.duia?host=home.duia.eu&ip4=192.0.2.1&ip6=2001%3Adb8%3A%3A1&password=p"],
  ],
]);

reads(tables, [
  [page("home.duia.eu", ["192.0.2.1"]), { kind: "updated" }],
  [page("home.duia.eu", ["203.0.113.77"]), { kind: "unconfirmed", code: "answer-unreadable" }],
  ["<html><body>192.0.2.1</body></html>", { kind: "unconfirmed", code: "answer-unreadable" }],
  [
    { status: 500, body: "" },
    { kind: "failed", code: "server-error" },
  ],
]);
