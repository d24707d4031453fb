import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { provider } from "./websupport.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "dyndns.websupport.sk", path: "/nic/update", user: "identifier" },
};

conformsAsPushService(dyndns2Subject(subject));
