import { expect, test } from "bun:test";
import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads, sends } from "../../test/conformance/push-tables.ts";
import { Duration } from "../core/duration.ts";
import { provider } from "./opendns.ts";

const subject: Dyndns2Subject = {
  provider,
  settings: { network: "my home" },
  rules: { host: "updates.opendns.com", path: "/nic/update", user: "someone@example.net", isBound: true },
};

conformsAsPushService(dyndns2Subject(subject));

sends(dyndns2Subject(subject), [
  [
    "the label of the network",
    { ipv4: "192.0.2.1" },
    ["GET https://updates.opendns.com/nic/update?hostname=my+home&myip=192.0.2.1"],
  ],
]);

sends(dyndns2Subject({ ...subject, settings: {} }), [
  ["no label", { ipv4: "192.0.2.1" }, ["GET https://updates.opendns.com/nic/update?hostname=&myip=192.0.2.1"]],
]);

reads(dyndns2Subject(subject), [
  ["good 203.0.113.77", { kind: "unconfirmed", code: "answer-unreadable" }],
  ["nohost", { kind: "rejected", code: "name-not-found" }],
  ["!yours", { kind: "rejected", code: "not-authorized" }],
  ["abuse", { kind: "failed", code: "rate-limited", retryAfter: Duration.minutes(1) }],
]);

test("is not looked for in DNS", () => {
  expect(provider.isInDns).toBe(false);
});
