import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { provider } from "./dnsomatic.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: {
    host: "updates.dnsomatic.com",
    path: "/nic/update",
    user: "user",
    alsoTakes: ["wildcard", "mx", "backmx"],
  },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [
  ["numhost", { kind: "rejected", code: "request-refused" }],
  ["badagent", { kind: "rejected", code: "client-refused" }],
]);
