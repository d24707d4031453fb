import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./enom.ts";

const password = "CANARY+pass word";
const settings = { domain: "example.net", password: new Secret(password) };
const lines = (...rest: readonly string[]): string =>
  [";URL Interface<br>", "Command=SETDNSHOST", "Language=eng", ...rest, "Done=true", ""].join("\r\n");
const refused = (words: string): string => lines("ErrCount=1", `Err1=${words}`);

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["dynamic.name-services.com"],
      path: "/interface.asp",
      required: ["HostName", "Zone", "DomainPassword", "Address"],
      fixed: { Command: "SetDNSHost" },
      isProven: ({ DomainPassword }) => DomainPassword === password,
      name: ({ HostName, Zone }) => (HostName === "@" ? Zone : `${HostName}.${Zone}`),
      addresses: ({ Address = "" }) => [Address],
      holds: "ipv4",
      says: {
        updated: lines("ErrCount=0"),
        unproven: refused("Domain password is incorrect"),
        unknownName: refused("Host record not found"),
      },
    }),
  owner: "home.example.net",
  settings,
  wrongSettings: { ...settings, password: new Secret("wrong-CANARY") },
  withoutCredentials: withoutQuery("DomainPassword"),
  cannot: { "tells that nothing changed": "the same address is a success as any other" },
});

const tables: PushTables = {
  provider,
  settings: { ...settings, password: new Secret("s3cret") },
  owner: "home.example.net",
};
const at = (host: string): string =>
  `GET https://dynamic.name-services.com/interface.asp?Command=SetDNSHost&HostName=${host}&Zone=example.net` +
  "&Address=192.0.2.1&DomainPassword=s3cret";

sends(tables, [
  ["a name below a name", { owner: "a.b.example.net", ipv4: "192.0.2.1" }, [at("a.b")]],
  ["the apex", { owner: "example.net", ipv4: "192.0.2.1" }, [at("%40")]],
  ["a name of another domain", { owner: "home.example.org", ipv4: "192.0.2.1" }, "name-invalid"],
]);

reads(tables, [
  ["ErrCount=0\nDone=true", { kind: "updated" }],
  ["Done=true\nErrCount=0", { kind: "updated" }],
  // Cut short: `Done` is what tells a whole answer.
  ["ErrCount=0\n", { kind: "unconfirmed", code: "answer-unreadable" }],
  ["ErrCount=10\nDone=true", { kind: "rejected", code: "request-refused" }],
  [refused("Connection timed out"), { kind: "failed", code: "server-error" }],
  [refused("Something else"), { kind: "rejected", code: "request-refused" }],
]);
