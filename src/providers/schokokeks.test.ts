import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { provider } from "./schokokeks.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "dyndns.schokokeks.org", path: "/nic/update", user: "user_entry" },
};

conformsAsPushService(dyndns2Subject(subject));
