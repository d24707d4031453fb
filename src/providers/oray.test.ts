import { dyndns2Subject, refusesPlainHttp, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { provider } from "./oray.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "ddns.oray.com", path: "/ph/update", user: "user" },
  settings: { insecure: true },
};

conformsAsPushService(dyndns2Subject(subject));

refusesPlainHttp(subject);
