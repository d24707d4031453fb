import { expect, test } from "bun:test";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { startDyndns2 } from "../../test/emulators/dyndns2.ts";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./tunnelbroker.ts";

const updateKey = "CANARY+update key";
const settings = { username: "someone", updateKey: new Secret(updateKey), tunnel: 123_456 };

conformsAsPushService({
  provider,
  start: () =>
    startDyndns2({
      host: "ipv4.tunnelbroker.net",
      path: "/nic/update",
      user: "someone",
      password: updateKey,
      isBound: true,
    }),
  owner: "tunnel.example.net",
  settings,
  wrongSettings: { ...settings, updateKey: new Secret("wrong-CANARY") },
  withoutCredentials: withoutHeader("authorization"),
  cannot: { "refuses another's name": "the tunnel has a number and no name" },
});

const tables: PushTables = { provider, settings, owner: "tunnel.example.net" };

sends(tables, [
  [
    "the number of the tunnel",
    { ipv4: "192.0.2.1" },
    ["GET https://ipv4.tunnelbroker.net/nic/update?hostname=123456&myip=192.0.2.1"],
  ],
]);

reads(tables, [
  ["good 127.0.0.1", { kind: "rejected", code: "value-invalid" }],
  ["nohost", { kind: "rejected", code: "name-not-found" }],
  ["abuse", { kind: "rejected", code: "blocked-for-abuse" }],
]);

test("is not looked for in DNS", () => {
  expect(provider.isInDns).toBe(false);
});
