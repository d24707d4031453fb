import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { plain } from "../../test/emulators/dyndns2.ts";
import { provider } from "./nsupdate-info.ts";

const subjectAt = (host: string): Dyndns2Subject => ({
  provider,
  rules: {
    host,
    path: "/nic/update",
    deletePath: "/nic/delete",
    takesLists: true,
    says: ({ word, sent }) =>
      plain(
        word === "badauth" ? 401 : 200,
        word === "deleted" ? `deleted ${sent === "::" ? "AAAA" : "A"}` : `${word} ${sent}`,
      ),
  },
  settings: { url: `https://${host}`, insecure: false },
});

for (const host of ["www.nsupdate.info", "dyn.example.net"]) conformsAsPushService(dyndns2Subject(subjectAt(host)));

reads(dyndns2Subject(subjectAt("www.nsupdate.info")), [
  [
    { status: 403, body: "abuse" },
    { kind: "rejected", code: "blocked-for-abuse" },
  ],
  ["dnserr", { kind: "failed", code: "server-error" }],
  ["good 192.0.2.1\nnochg 2001:db8::1", { kind: "updated" }],
]);
