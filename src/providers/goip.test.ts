import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./goip.ts";

const password = "CANARY+pass word";
const settings = { username: "router", password: new Secret(password) };

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["www.goip.de"],
      path: "/setip",
      required: ["username", "password", "subdomain"],
      optional: ["ip", "ip6"],
      fixed: { shortResponse: "true" },
      isProven: (parameters) => parameters["username"] === "router" && parameters["password"] === password,
      name: ({ subdomain }) => subdomain,
      // One address a request: that both are taken at once is not said.
      addresses: ({ ip, ip6 }) => (ip !== undefined && ip6 !== undefined ? [] : [ip ?? ip6 ?? ""]),
      says: { updated: ({ name, sent }) => `${name} (${sent.join()})`, unproven: "Zugriff verweigert" },
    }),
  owner: "home.goip.de",
  settings,
  wrongSettings: { ...settings, password: new Secret("wrong-CANARY") },
  withoutCredentials: withoutQuery("password"),
  refusals: { unknownName: ["credentials-rejected", "access is denied to both alike"] },
  cannot: { "tells that nothing changed": "the same address is a success as any other" },
});

const tables: PushTables = {
  provider,
  settings: { username: "u", password: new Secret("p") },
  owner: "home.goip.de",
};
const at = (address: string): string =>
  `GET https://www.goip.de/setip?subdomain=home.goip.de&${address}&shortResponse=true&username=u&password=p`;

sends(tables, [
  ["IPv4", { ipv4: "192.0.2.1" }, [at("ip=192.0.2.1")]],
  ["IPv6", { ipv6: "2001:db8::1" }, [at("ip6=2001%3Adb8%3A%3A1")]],
]);

reads(tables, [
  ["home.goip.de (192.0.2.1)\n", { kind: "updated" }],
  ["home.goip.de (203.0.113.77)", { kind: "unconfirmed", code: "answer-unreadable" }],
  ["home.goip.de", { kind: "unconfirmed", code: "answer-unreadable" }],
  ["Zugriff verweigert!", { kind: "rejected", code: "credentials-rejected" }],
]);
