import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { expect, test } from "bun:test";
import { Duration } from "../core/duration.ts";
import { provider } from "./dyndns.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: {
    host: "members.dyndns.org",
    path: "/nic/update",
    user: "user",
    takesLists: true,
    agent: /^[^-]+ - [^-]+ - \d/,
  },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [
  ["good 127.0.0.1", { kind: "rejected", code: "client-refused" }],
  ["!yours", { kind: "rejected", code: "not-authorized" }],
  ["!active", { kind: "rejected", code: "zone-not-found" }],
  ["dnserr", { kind: "failed", code: "server-error" }],
]);

test("unchanged hosts are sent again before they expire", () => {
  expect(provider.refreshEvery).toBe(Duration.days(28));
});
