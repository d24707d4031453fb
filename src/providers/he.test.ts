import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { provider } from "./he.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "dyn.dns.he.net", path: "/nic/update" },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [
  ["interval", { kind: "failed", code: "rate-limited" }],
  [{ status: 401 }, { kind: "rejected", code: "credentials-rejected" }],
]);
