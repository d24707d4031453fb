import { answersMean, dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { provider } from "./spdyn.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "update.spdyn.de", path: "/nic/update", user: "user" },
};

conformsAsPushService(dyndns2Subject(subject));

answersMean(subject, [
  ["fatal", { kind: "rejected", code: "not-authorized" }],
  ["numhost", { kind: "rejected", code: "request-refused" }],
]);

// With an update token, the name signs in as itself.
conformsAsPushService(dyndns2Subject({ provider, rules: { host: "update.spdyn.de", path: "/nic/update" } }));
