import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { Duration } from "../core/duration.ts";
import { provider } from "./noip.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: {
    host: "dynupdate.no-ip.com",
    path: "/nic/update",
    user: "ddns-key",
    takesLists: true,
    // What the manual asks for, to the letter.
    agent: /^\w+ \w+\/\d+\.\d+\.\d+ \S+@\S+$/,
  },
  settings: { contact: "someone@example.net" },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [
  ["abuse", { kind: "rejected", code: "blocked-for-abuse" }],
  ["badagent", { kind: "rejected", code: "client-refused" }],
  ["!donator", { kind: "rejected", code: "paid-feature" }],
  ["911", { kind: "failed", code: "under-maintenance", retryAfter: Duration.minutes(30) }],
]);
