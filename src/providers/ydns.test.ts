import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { plain } from "../../test/emulators/dyndns2.ts";
import { provider } from "./ydns.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: {
    host: "ydns.io",
    path: "/api/v1/update/",
    user: "user",
    parameters: { hostname: "host", ipv4: "ip" },
    says: ({ word, sent }) => plain(word === "badauth" ? 401 : 200, word === "good" ? `ok ${sent}` : word),
  },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [
  ["ok 192.0.2.1", { kind: "updated" }],
  ["nochg 192.0.2.1", { kind: "unchanged" }],
  [
    { status: 404, body: "" },
    { kind: "rejected", code: "name-not-found" },
  ],
  ["okay", { kind: "unconfirmed", code: "answer-unreadable" }],
]);
