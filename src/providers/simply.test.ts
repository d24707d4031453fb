import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { provider } from "./simply.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "dyndns.simply.com", path: "/nic/update", user: "S123456" },
};

conformsAsPushService(dyndns2Subject(subject));
