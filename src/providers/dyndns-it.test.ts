import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { provider } from "./dyndns-it.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "update.dyndns.it", path: "/nic/update", user: "user" },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [["good 127.0.0.1", { kind: "rejected", code: "client-refused" }]]);
