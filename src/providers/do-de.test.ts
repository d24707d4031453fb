import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { provider } from "./do-de.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "ddns.do.de", path: "/nic/update", user: "flexdns-user" },
};

conformsAsPushService(dyndns2Subject(subject));
