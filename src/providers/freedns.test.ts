import { isIPv6 } from "node:net";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./freedns.ts";

const [four, six] = ["CANARYaBcDeFgHiJkLmNoP4", "CANARYaBcDeFgHiJkLmNoP6"];
const settings = { token: new Secret(four), tokenIpv6: new Secret(six) };

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["sync.afraid.org", "v6.sync.afraid.org"],
      path: "/u/{token}/",
      required: ["token", "address"],
      // The record that belongs to the token holds one family.
      isProven: ({ token, address = "" }) => token === (isIPv6(address) ? six : four),
      name: () => undefined,
      addresses: ({ address = "" }) => [address],
      says: {
        updated: ({ name, sent }) => `Updated ${name} from 198.51.100.1 to ${sent.join()}\n`,
        unchanged: ({ name, sent }) => `No IP change detected for ${name} with IP ${sent.join()}, skipping update\n`,
        unproven: "ERROR: Unable to locate this record\n",
      },
    }),
  owner: "home.example.net",
  settings,
  wrongSettings: { ...settings, token: new Secret("wrong-CANARY") },
  withoutCredentials: (request) => ({ ...request, path: request.path.replace(/^\/u\/[^/]+\//, "/u/…/") }),
  cannot: { "refuses another's name": "the record is the token's, whatever the name" },
});

const tables: PushTables = {
  provider,
  settings: { token: new Secret("t4"), tokenIpv6: new Secret("t6") },
  owner: "home.example.net",
};
const updated = { body: "Updated home.example.net from 198.51.100.1 to 192.0.2.1" };

sends(
  tables,
  [
    ["IPv4", { ipv4: "192.0.2.1" }, ["GET https://sync.afraid.org/u/t4/?address=192.0.2.1"]],
    [
      "IPv6 at its own host",
      { ipv6: "2001:db8::1" },
      ["GET https://v6.sync.afraid.org/u/t6/?address=2001%3Adb8%3A%3A1"],
    ],
  ],
  updated,
);
sends({ ...tables, settings: { token: new Secret("t4") } }, [
  ["a family without a token", { ipv6: "2001:db8::1" }, "unsupported"],
]);

reads(tables, [
  [updated, { kind: "updated" }],
  ["No IP change detected for home.example.net with IP 192.0.2.1, skipping update", { kind: "unchanged" }],
  ["Updated home.example.net from 198.51.100.1 to 203.0.113.77", { kind: "unconfirmed", code: "answer-unreadable" }],
  ["ERROR: Invalid update URL (1)", { kind: "rejected", code: "credentials-rejected" }],
  ['ERROR: "home" is not allowed', { kind: "rejected", code: "request-refused" }],
  [
    { status: 500, body: "t4" },
    { kind: "failed", detail: "GET sync.afraid.org/u/{token}/: HTTP 500: ••••••" },
  ],
]);
