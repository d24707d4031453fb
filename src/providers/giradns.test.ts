import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./giradns.ts";

const password = "CANARY+pass word";
const settings = { username: "home", password: new Secret(password) };

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["homeserver.gira.de"],
      path: "/hsdyndns.php",
      required: ["u", "p", "ip"],
      isProven: ({ u, p }) => u === "home" && p === password,
      name: () => undefined,
      addresses: ({ ip = "" }) => [ip],
      holds: "ipv4",
      says: { updated: "OK", unproven: { status: 401, body: "Unauthorized" } },
    }),
  owner: "home.giradns.com",
  settings,
  wrongSettings: { ...settings, password: new Secret("wrong-CANARY") },
  withoutCredentials: withoutQuery("p"),
  refusals: { wrongSecret: ["credentials-rejected", "401 is assumed"] },
  cannot: {
    "tells that nothing changed": "the same address is a success as any other",
    "refuses another's name": "a login has one host, whatever is asked for",
  },
});

const tables: PushTables = {
  provider,
  settings: { username: "u", password: new Secret("s") },
  owner: "home.giradns.com",
};

sends(tables, [
  ["the address alone", { ipv4: "192.0.2.1" }, ["GET https://homeserver.gira.de/hsdyndns.php?ip=192.0.2.1&u=u&p=s"]],
]);

reads(tables, [
  ["OK\n", { kind: "updated" }],
  ["NOK", { kind: "unconfirmed", code: "answer-unreadable" }],
]);
