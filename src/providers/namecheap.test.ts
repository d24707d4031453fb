import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import {
  namecheapDone as done,
  namecheapRefused as refused,
  namecheapRules,
} from "../../test/emulators/update-url-services.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./namecheap.ts";

const password = "0123456789abcdef0123456789CANARY";
const settings = { domain: "example.net", password: new Secret(password) };

conformsAsPushService({
  provider,
  start: () => startUpdateUrl(namecheapRules(password)),
  owner: "home.example.net",
  settings,
  wrongSettings: { ...settings, password: new Secret("wrong-CANARY") },
  withoutCredentials: withoutQuery("password"),
  cannot: { "tells that nothing changed": "the same address is a success as any other" },
});

const tables: PushTables = {
  provider,
  settings: { ...settings, password: new Secret("s3cret") },
  owner: "home.example.net",
};
const at = (host: string, domain: string): string =>
  `GET https://dynamicdns.park-your-domain.com/update?host=${host}&domain=${domain}&ip=192.0.2.1&password=s3cret`;

sends(tables, [
  ["a name below a name", { owner: "A.b.Example.net", ipv4: "192.0.2.1" }, [at("a.b", "example.net")]],
  ["the apex", { owner: "example.net", ipv4: "192.0.2.1" }, [at("%40", "example.net")]],
  ["a wildcard", { owner: "*.example.net", ipv4: "192.0.2.1" }, [at("*", "example.net")]],
  ["a name of another domain", { owner: "home.example.org", ipv4: "192.0.2.1" }, "name-invalid"],
]);
sends({ ...tables, settings: { ...tables.settings, domain: "Bücher.example" } }, [
  [
    "a domain in another script",
    { owner: "www.bücher.example", ipv4: "192.0.2.1" },
    [at("www", "xn--bcher-kva.example")],
  ],
]);
sends({ ...tables, settings: { ...tables.settings, domain: "no..name" } }, [
  ["a domain that is none", { ipv4: "192.0.2.1" }, "value-invalid"],
]);

reads(tables, [
  [done("192.0.2.1"), { kind: "updated" }],
  [done("192.0.2.9"), { kind: "unconfirmed", code: "answer-unreadable" }],
  [refused(304_156, "Invalid password"), { kind: "rejected", code: "credentials-rejected" }],
  [
    refused(316_153, "Domain name not found"),
    {
      code: "zone-not-found",
      detail: "GET dynamicdns.park-your-domain.com/update: HTTP 200: Domain name not found",
    },
  ],
  [refused(316_154, "Domain name not active"), { kind: "rejected", code: "zone-not-found" }],
  [refused(380_091, "No Records updated"), { kind: "rejected", code: "name-not-found" }],
  [refused(380_099, "No updates available"), { kind: "failed", code: "server-error" }],
  [refused(1, "Something else"), { kind: "rejected", code: "request-refused" }],
  [done("192.0.2.1").slice(0, -10), { kind: "unconfirmed", code: "answer-unreadable" }],
]);
