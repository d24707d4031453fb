import { dyndns2Subject, refusesPlainHttp, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { provider } from "./pubyun.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "members.3322.net", path: "/dyndns/update", user: "user" },
  settings: { insecure: true },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [
  ["!yours", { kind: "rejected", code: "not-authorized" }],
  ["numhost", { kind: "rejected", code: "request-refused" }],
]);

refusesPlainHttp(subject);
