import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { plain } from "../../test/emulators/dyndns2.ts";
import { provider } from "./infomaniak.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: {
    host: "infomaniak.com",
    path: "/nic/update",
    user: "dyn-user",
    says: ({ word, sent }) =>
      ["good", "nochg"].includes(word)
        ? plain(200, `${word === "good" ? "successfully_changed" : "no_change"} ${sent}`)
        : plain(400, word),
  },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [
  ["good 192.0.2.1", { kind: "updated" }],
  ["nochg 192.0.2.1", { kind: "unchanged" }],
  [
    { status: 400, body: "notfqdn" },
    { kind: "rejected", code: "name-invalid" },
  ],
]);
