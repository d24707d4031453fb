import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { provider } from "./updatedip.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "updatedip.com", path: "/nic/update", user: "user" },
};

conformsAsPushService(dyndns2Subject(subject));
