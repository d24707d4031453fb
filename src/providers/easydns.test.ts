import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { easydnsPage as page, easydnsSays } from "../../test/emulators/dyndns2-dialects.ts";
import { Duration } from "../core/duration.ts";
import { provider } from "./easydns.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: {
    host: "api.cp.easydns.com",
    path: "/dyn/generic.php",
    user: "user",
    says: easydnsSays,
  },
  refusals: { unknownName: ["credentials-rejected", "the service has one word for a wrong login and a wrong host"] },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [
  [page("OK", "no update required for home.example.net to 192.0.2.1"), { kind: "unchanged" }],
  ["NOERROR", { kind: "updated" }],
  [page("NO_SERVICE", ""), { kind: "rejected", code: "not-authorized" }],
  [page("ILLEGAL INPUT", ""), { kind: "rejected", code: "value-invalid" }],
  [page("TOO_FREQ", ""), { kind: "failed", code: "rate-limited", retryAfter: Duration.minutes(10) }],
  ["TOOSOON", { kind: "failed", code: "rate-limited", retryAfter: Duration.minutes(10) }],
  [page("OKAY", ""), { kind: "unconfirmed", code: "answer-unreadable" }],
]);
