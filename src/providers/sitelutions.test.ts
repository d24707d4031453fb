import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./sitelutions.ts";

const password = "CANARY+pass word";
const settings = { username: "user@example.com", password: new Secret(password), record: "4711" };

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["api2.sitelutions.com"],
      path: "/dnsup",
      required: ["id", "user", "pass", "ip"],
      optional: ["ttl"],
      isProven: ({ user, pass }) => user === "user@example.com" && pass === password,
      name: ({ id }) => (id === "4711" ? undefined : "record of somebody else"),
      addresses: ({ ip = "" }) => [ip],
      holds: "ipv4",
      says: { updated: "success", unproven: "failure (auth)", unknownName: "failure (badid)" },
    }),
  owner: "home.example.net",
  settings,
  wrongSettings: { ...settings, password: new Secret("wrong-CANARY") },
  withoutCredentials: withoutQuery("pass"),
  cannot: {
    "tells that nothing changed": "the same address is a success as any other",
    "refuses another's name": "the record is the number's, whatever the name",
  },
});

const tables: PushTables = {
  provider,
  settings: { ...settings, password: new Secret("s3cret") },
  owner: "home.example.net",
};
const at = (query: string): string =>
  `GET https://api2.sitelutions.com/dnsup?${query}&user=user%40example.com&pass=s3cret`;

sends(tables, [
  ["no TTL", { ipv4: "192.0.2.1" }, [at("id=4711&ip=192.0.2.1")]],
  ["a TTL", { ipv4: "192.0.2.1", ttl: 120 }, [at("id=4711&ip=192.0.2.1&ttl=120")]],
]);

reads(tables, [
  ["success\n", { kind: "updated" }],
  ["failure (dberror)", { kind: "failed", code: "server-error" }],
  ["failure (badid)", { kind: "rejected", code: "name-not-found" }],
  ["failure (permission)", { kind: "rejected", code: "not-authorized" }],
  ["failure (other)", { kind: "rejected", code: "request-refused" }],
  ["successful? no", { kind: "unconfirmed", code: "answer-unreadable" }],
]);
