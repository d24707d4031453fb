import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { provider } from "./variomedia.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "dyndns.variomedia.de", path: "/nic/update", user: "user@example.net", takesLists: true },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [
  ["good 192.0.2.1", { kind: "updated" }],
  ["badrequest", { kind: "rejected", code: "request-refused" }],
]);
