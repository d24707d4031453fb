import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { provider } from "./loopia.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "dyndns.loopia.se", path: "/", user: "user" },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [["badrequest", { kind: "rejected", code: "request-refused" }]]);
