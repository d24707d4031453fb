import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { plain } from "../../test/emulators/dyndns2.ts";
import { provider } from "./itsdns.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: {
    host: "www.itsdns.de",
    path: "/update.php",
    user: "user@example.net",
    says: ({ word, sent }) =>
      ["good", "nochg"].includes(word) ? plain(200, `${word} ${sent}`) : plain(401, "login, key or host is wrong"),
  },
  refusals: { unknownName: ["credentials-rejected", "login, key and host have one answer"] },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [
  [
    { status: 400, body: "hostname is missing" },
    { kind: "rejected", code: "value-invalid" },
  ],
  [
    { status: 500, body: "DNS server" },
    { kind: "failed", code: "server-error" },
  ],
]);
