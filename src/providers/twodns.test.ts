import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";

import { provider } from "./twodns.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "update.twodns.de", path: "/update", user: "user", parameters: { ipv4: "ip" } },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [
  ["abuse", { kind: "rejected", code: "blocked-for-abuse" }],
  ["notfqdn", { kind: "rejected", code: "name-invalid" }],
]);
