import { expect, test } from "bun:test";
import { portsTo, withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl, type UpdateUrlRules } from "../../test/emulators/update-url.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { address, name } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./dd24.ts";

const password = "CANARY+pass word";
const settings = { password: new Secret(password) };
const said = (code: number, words: string): string => `[RESPONSE]\ncode = ${code}\ndescription = ${words}\nEOF\n`;
const done = said(200, "Command completed successfully");
const rules: UpdateUrlRules = {
  hosts: ["dynamicdns.key-systems.net"],
  path: "/update.php",
  required: ["hostname", "password", "ip"],
  isProven: (parameters) => parameters["password"] === password,
  // The password belongs to one host.
  name: ({ hostname }) => hostname,
  addresses: ({ ip = "" }) => [ip],
  holds: "ipv4",
  says: { updated: done, unproven: said(530, "Authorization failed") },
};

conformsAsPushService({
  provider,
  start: () => startUpdateUrl(rules),
  owner: "home.example.net",
  settings,
  wrongSettings: { password: new Secret("wrong-CANARY") },
  withoutCredentials: withoutQuery("password"),
  refusals: { unknownName: ["credentials-rejected", "the password belongs to one host"] },
  cannot: { "tells that nothing changed": "the same address is a success as any other" },
});

test("a second update within half an hour: failed, with the time to wait", async () => {
  const service = await startUpdateUrl({ ...rules, says: { ...rules.says, resting: said(549, "Command failed") } });
  service.addName("home.example.net");
  const connected = provider.connect(settings, portsTo(service, new FakeClock()));
  const outcomes = [];
  for (const text of ["192.0.2.1", "192.0.2.2"]) {
    const request = {
      owner: name("home.example.net"),
      addresses: { ipv4: [address(text)] },
      ttl: undefined,
      options: {},
    };
    outcomes.push(connected.kind === "push" ? await connected.push(request) : undefined);
  }
  await service.stop();
  expect(outcomes).toMatchObject([
    { kind: "updated" },
    { kind: "failed", code: "rate-limited", retryAfter: Duration.minutes(30) },
  ]);
});

const tables: PushTables = { provider, settings: { password: new Secret("s3cret") }, owner: "home.example.net" };

sends(tables, [
  [
    "one address",
    { ipv4: "192.0.2.1" },
    ["GET https://dynamicdns.key-systems.net/update.php?hostname=home.example.net&ip=192.0.2.1&password=s3cret"],
  ],
]);

reads(tables, [
  ["code = 200\r\ndescription = Command completed successfully\r\n", { kind: "updated" }],
  ["code = 2001", { kind: "unconfirmed", code: "answer-unreadable" }],
  ["description = authorization failed", { kind: "rejected", code: "credentials-rejected" }],
  ["code = 421", { kind: "failed", code: "server-error" }],
]);
