import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { provider } from "./joker.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "svc.joker.com", path: "/nic/update", user: "dyn-user" },
};

conformsAsPushService(dyndns2Subject(subject));
