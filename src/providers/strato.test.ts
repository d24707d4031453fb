import { dyndns2Subject, namesEveryFamily, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { provider } from "./strato.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: {
    host: "dyndns.strato.com",
    path: "/nic/update",
    user: "example.net",
    takesLists: true,
    unnamed: { ipv4: undefined, ipv6: undefined },
  },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [
  ["badrequest", { kind: "rejected", code: "request-refused" }],
  ["abuse", { kind: "rejected", code: "blocked-for-abuse" }],
]);

namesEveryFamily(subject);
