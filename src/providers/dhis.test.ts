import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./dhis.ts";

const password = "CANARY+pass word";
const oneAddress = "a host has one address, of one family or the other";

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["is.dhis.org", "is6.dhis.org"],
      path: "/",
      required: ["hostname", "password", "ipaddr"],
      fixed: { updatetimeout: "0" },
      isProven: (parameters) => parameters["password"] === password,
      name: ({ hostname }) => hostname,
      addresses: ({ ipaddr = "" }) => [ipaddr],
      says: {
        updated: ({ name, sent }) => `<html><body>${name} is online at ${sent.join()}.</body></html>`,
        unproven: { status: 401, body: "Unauthorized" },
      },
    }),
  owner: "home.dhis.org",
  settings: { password: new Secret(password) },
  wrongSettings: { password: new Secret("wrong-CANARY") },
  withoutCredentials: withoutQuery("password"),
  refusals: {
    wrongSecret: ["credentials-rejected", "401 is assumed"],
    unknownName: ["credentials-rejected", "hosts sign in as themselves"],
  },
  cannot: {
    "takes both families": oneAddress,
    "leaves the other family alone": oneAddress,
    "tells that nothing changed": "the same address is a success as any other",
  },
});

const tables: PushTables = { provider, settings: { password: new Secret("p") }, owner: "home.dhis.org" };

sends(tables, [
  [
    "IPv4",
    { ipv4: "192.0.2.1" },
    ["GET https://is.dhis.org/?hostname=home.dhis.org&ipaddr=192.0.2.1&updatetimeout=0&password=p"],
  ],
  [
    "IPv6",
    { ipv6: "2001:db8::1" },
    ["GET https://is6.dhis.org/?hostname=home.dhis.org&ipaddr=2001%3Adb8%3A%3A1&updatetimeout=0&password=p"],
  ],
  ["two addresses", { ipv4: "192.0.2.1", ipv6: "2001:db8::1" }, "unsupported"],
]);

reads(tables, [
  ["Host is now online: 192.0.2.1\n", { kind: "updated" }],
  ["Host is now online: 203.0.113.77", { kind: "unconfirmed", code: "answer-unreadable" }],
  ["192.0.2.11", { kind: "unconfirmed", code: "answer-unreadable" }],
]);
