import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { provider } from "./spdyn.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "update.spdyn.de", path: "/nic/update", user: "user" },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [
  ["fatal", { kind: "rejected", code: "not-authorized" }],
  ["numhost", { kind: "rejected", code: "request-refused" }],
]);

// With an update token, the name signs in as itself.
conformsAsPushService(dyndns2Subject({ provider, rules: { host: "update.spdyn.de", path: "/nic/update" } }));
