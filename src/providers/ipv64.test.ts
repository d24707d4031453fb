import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { provider } from "./ipv64.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: {
    host: "ipv64.net",
    path: "/nic/update",
    parameters: { ipv4: "ip", ipv6: "ip6" },
  },
  successes: { areAnyText: "success is said by the status alone" },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [
  ['{"info":"good","status":"200 OK"}', { kind: "updated" }],
  ['{"info":"nochg","status":"200 OK"}', { kind: "unchanged" }],
  ["badauth", { kind: "rejected", code: "credentials-rejected" }],
  [{ status: 401 }, { kind: "rejected", code: "credentials-rejected" }],
  [
    { status: 403, body: "Updateintervall overcommited" },
    { kind: "failed", code: "rate-limited" },
  ],
  [{ status: 429 }, { kind: "failed", code: "rate-limited" }],
  [{ status: 204 }, { kind: "unconfirmed", code: "answer-unreadable" }],
]);
