import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads, sends } from "../../test/conformance/push-tables.ts";
import { provider } from "./dy-fi.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "www.dy.fi", path: "/nic/update", user: "someone@example.net", takesCallers: true },
};

conformsAsPushService(dyndns2Subject(subject));

sends(dyndns2Subject(subject), [
  ["the name and no address", { ipv4: "192.0.2.1" }, ["GET https://www.dy.fi/nic/update?hostname=home.example.net"]],
]);

reads(dyndns2Subject(subject), [
  ["good 203.0.113.77", { kind: "unconfirmed", code: "answer-unreadable" }],
  ["good", { kind: "unconfirmed", code: "answer-unreadable" }],
  ["nochg", { kind: "unchanged" }],
  ["badip 203.0.113.77", { kind: "rejected", code: "value-invalid" }],
  ["abuse", { kind: "failed", code: "rate-limited" }],
  ["dnserr", { kind: "failed", code: "server-error" }],
]);
